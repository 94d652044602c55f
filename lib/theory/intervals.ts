import { normalQuantile } from './special-functions';

/**
 * Wilson's score interval of a proportion: right also near 0 and 1, where the simple one has no width.
 *
 * @param level coverage in (0, 1)
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): [number, number] {
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/** Normal interval of a mean of many independent values. */
export function meanInterval(values: ArrayLike<number>, level = 0.95): [number, number] {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(squares / (values.length - 1) / values.length);
  return [mean - half, mean + half];
}

/** Level each of `count` intervals needs so that together they miss with at most 1 − level (Bonferroni). */
export function jointLevel(level: number, count: number): number {
  return 1 - (1 - level) / Math.max(1, count);
}
