import { readFileSync } from 'node:fs';
import path from 'node:path';

interface ConvCase {
  side: number;
  kernel: number;
  stride: number;
  padding: number;
  shape: number[];
  y: number[];
  dx: number[];
  dw: number[];
  db: number[];
}

/** PyTorch's values, made by test/fixtures/engine/make_engine.py. */
export interface EngineReference {
  conv: ConvCase[];
  batchNorm: Record<'evaluated' | 'y' | 'mean' | 'variance' | 'dx' | 'dw' | 'db', number[]>;
  maxPool: { side: number; size: number; stride: number; shape: number[]; y: number[]; dx: number[] }[];
  sgd: {
    momentum: number;
    nesterov: boolean;
    weightDecay: number;
    decayOn: 'all' | 'weights';
    rates: number[];
    weight: number[];
    bias: number[];
  }[];
  stepSchedule: { milestones: number[]; factor: number; rates: number[] };
}

export const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/engine/engine.json'), 'utf8'),
) as EngineReference;
