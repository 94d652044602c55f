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

export interface GroupedConvCase {
  channels: number;
  filters: number;
  groups: number;
  side: number;
  kernel: number;
  stride: number;
  padding: number;
  shape: number[];
  y: number[];
  dx: number[];
  dw: number[];
}

export interface PoolCase {
  side: number;
  size: number;
  stride: number;
  padding: number;
  /** Mean of the inputs. */
  centre: number;
  shape: number[];
  y: number[];
  dx: number[];
}

/** PyTorch's values, made by test/fixtures/engine/make_engine.py. */
export interface EngineReference {
  conv: ConvCase[];
  batchNorm: Record<'evaluated' | 'y' | 'mean' | 'variance' | 'dx' | 'dw' | 'db', number[]>;
  groupedConv: GroupedConvCase[];
  maxPool: PoolCase[];
  averagePool: PoolCase[];
  channels: {
    concat: Record<'y' | 'da' | 'db', number[]>;
    slice: Record<'y' | 'dx', number[]>;
    shuffle: { channels: number; groups: number; y: number[]; dx: number[] }[];
  };
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
