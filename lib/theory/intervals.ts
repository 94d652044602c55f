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

/** Student's t interval of a mean of independent values, at least 8 of them. */
export function meanInterval(values: ArrayLike<number>, level = 0.95): [number, number] {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return [mean - half, mean + half];
}

/** Quantile of Student's t by its Cornish–Fisher expansion; within 1 % for 7 degrees of freedom and |z| ≤ 3. */
function studentQuantile(share: number, freedom: number): number {
  const z = normalQuantile(share);
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** Level each of `count` intervals needs so that together they miss with at most 1 − level (Bonferroni). */
export function jointLevel(level: number, count: number): number {
  return 1 - (1 - level) / Math.max(1, count);
}
