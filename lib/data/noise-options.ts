import { InputError, oneOf, shown } from '../base';
import type { RandomStream } from '../base';
import type { LabelTransformDefinition } from './definition';

type Option = LabelTransformDefinition['options'][number];
type Options = Readonly<Record<string, unknown>>;

/** Options that all label noise shares: the same word means the same everywhere. */
export const rateOption = (value: number, of: string): Option => ({
  name: 'rate',
  default: value,
  meaning: `share of ${of} replaced, in [0, 1]`,
});

export const seedOption: Option = {
  name: 'seed',
  default: 1,
  meaning: 'seed of the draw, a whole number from 1',
};

/** How many labels of a class are changed. */
export const COUNTINGS = ['exact', 'random'] as const;
export type Counting = (typeof COUNTINGS)[number];

export const countingOption: Option = {
  name: 'counting',
  default: 'exact',
  meaning: 'exact: the whole part of rate·n labels of each class; random: each label on its own with probability rate',
};

/** @throws InputError unless a number in [0, 1] */
export function readRate({ rate }: Options): number {
  if (typeof rate === 'number' && rate >= 0 && rate <= 1) return rate;
  throw new InputError(
    `data.labelTransform.options.rate: found ${shown(rate)}, allowed are numbers from 0 to 1`,
  );
}

/** @throws InputError unless a whole number from 1 */
export function readSeed({ seed }: Options): number {
  if (typeof seed === 'number' && Number.isInteger(seed) && seed >= 1) return seed;
  throw new InputError(
    `data.labelTransform.options.seed: found ${shown(seed)}, allowed are whole numbers from 1`,
  );
}

/** @throws InputError naming the allowed words */
export function readWord<W extends string>(options: Options, name: string, words: readonly W[]): W {
  const value = options[name] as W;
  if (words.includes(value)) return value;
  throw new InputError(
    `data.labelTransform.options.${name}: found ${shown(value)}, allowed is ${oneOf(words)}`,
  );
}

/** Positions of each class among the labels, ascending. */
export function positionsOf(labels: Int32Array, classes: number): number[][] {
  const positions: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, i) => positions[label].push(i));
  return positions;
}

/**
 * The positions of one class whose labels change.
 * @param positions of the class
 */
export function drawPositions(
  positions: readonly number[],
  rate: number,
  counting: Counting,
  stream: RandomStream,
): number[] {
  if (counting === 'random') return positions.filter(() => stream.uniform() < rate);
  const order = stream.permutation(positions.length);
  return Array.from(order.subarray(0, wholePart(rate * positions.length)), (i) => positions[i]);
}

/** The whole part, as int() has it, but of the number meant: 0.29·100 is 28.999…96 in binary and counts as 29. */
export function wholePart(value: number): number {
  return Math.floor(value + 1e-9 * Math.max(1, value));
}
