import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NamedArrays, Network } from '../../lib/engine/definition';
import { GraphNetwork } from '../../lib/engine/network';
import type { BuildOptions } from '../../lib/models';
import { findModel } from '../../lib/models';
import { spread } from '../engine/hashed';

/** Norm, first, middle and last entry. */
export type Digest = [norm: number, first: number, middle: number, last: number];

export interface ModelCase {
  model: string;
  side: number;
  channels: number;
  /** Hash stream of the images. */
  imageStream: number;
  /** Mean of the biases. */
  bias: number;
  features: number[];
  logits: number[];
  trainLogits: number[];
  /** Running means and variances after one step, in the model's order. */
  buffers: Digest[];
  /** Of the first step; of each parameter, in the model's order. */
  gradients: Digest[];
  losses: number[];
  /** Parameters at the end. */
  afterSteps: Digest[];
}

/** Two images in evaluation mode. */
export interface EvaluationCase {
  model: string;
  side: number;
  channels: number;
  logits: number[];
  /** Of the pooled features. */
  width: number;
  features: Digest;
}

interface Reference {
  counts: Record<string, { parameters: number; shapesSha256: string; shapes?: [string, number[]][] }>;
  /** Root mean square and largest magnitude of PyTorch's initial values, for one model a family. */
  initial: Record<string, Record<string, [rms: number, largest: number]>>;
  evaluations: EvaluationCase[];
  cases: ModelCase[];
}

/** PyTorch's values, made by test/fixtures/models/make_models.py. */
export const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/models/models.json'), 'utf8'),
) as Reference;

/** A network with the weights `fill` gives it, without drawing initial ones first. */
export function filledNetwork(model: string, options: BuildOptions, bias = 0): GraphNetwork {
  const backbone = findModel(model).build(options);
  const zeros = [new Float32Array(backbone.parameters.reduce((sum, { length }) => sum + length, 0))];
  const network = new GraphNetwork(model, options.classes, backbone, zeros);
  network.loadState(filledState(network, bias), 'the fixture');
  return network;
}

/** The weights `fill` gives a model in make_models.py: parameters first, then running statistics. */
function filledState(network: Network, bias: number): NamedArrays {
  const empty = network.state();
  const isBuffer = (name: string) => name.includes('.running_');
  const names = Object.keys(empty);
  const ordered = [...names.filter((name) => !isBuffer(name)), ...names.filter(isBuffer)];
  const state: NamedArrays = {};
  ordered.forEach((name, index) => {
    const { shape } = empty[name];
    const length = shape.reduce((a, b) => a * b, 1);
    const [centre, deviation] = spreadOf(name, shape, bias);
    state[name] = { shape, data: spread(100 + index, length, centre, deviation) };
  });
  return state;
}

function spreadOf(name: string, shape: number[], bias: number): [centre: number, deviation: number] {
  if (shape.length > 1) return [0, Math.sqrt(1.5 / shape.slice(1).reduce((a, b) => a * b, 1))];
  return name.endsWith('running_var') || name.endsWith('weight')
    ? [1, 0.2]
    : [name.endsWith('.bias') ? bias : 0, 0.1];
}

export function digest(values: ArrayLike<number>): Digest {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] ** 2;
  return [Math.sqrt(squares), values[0], values[Math.floor(values.length / 2)], values[values.length - 1]];
}

/** Largest difference of two digests as a share of the array's root mean square (its norm for a single number). */
export function digestDifference(found: Digest, expected: Digest, length: number): number {
  const scale = expected[0] / Math.sqrt(length);
  const entries = [1, 2, 3].map((i) => Math.abs(found[i] - expected[i]) / scale);
  return Math.max(Math.abs(found[0] - expected[0]) / expected[0], ...entries);
}
