import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export interface Summary {
  n: number;
  mean: number;
  /** Sample standard deviation (n − 1); undefined for a single value. */
  sd?: number;
  min: number;
  max: number;
}

export interface Interval {
  low: number;
  high: number;
}

/** No number of seeds beyond this is worth naming. */
const MOST_SEEDS = 100_000;

/** Mean, sample standard deviation, smallest and largest of at least one number. */
export function summarise(values: readonly number[]): Summary {
  const n = values.length;
  if (n === 0) throw new RangeError('summarise: found no values, needed is at least one');
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    ...(n > 1 ? { sd: Math.sqrt(squares / (n - 1)) } : {}),
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** a − b per seed; both in the order of the same seeds. */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`pairedDifferences: found ${a.length} and ${b.length} values, needed are pairs`);
  }
  return a.map((value, seed) => value - b[seed]);
}

/**
 * Two-sided t interval of the mean, mean ± t_{n−1} · sd / √n. Of paired differences it is the paired t interval.
 *
 * @param values at least 3: with two the interval is so wide that it says nothing
 * @param level coverage, default 0.95
 */
export function tInterval(values: readonly number[], level = 0.95): Interval {
  if (values.length < 3)
    throw new RangeError(`tInterval: found ${values.length} values, needed are at least 3`);
  const { n, mean, sd } = summarise(values);
  const half = halfWidth(n, sd!, level);
  return { low: mean - half, high: mean + half };
}

/**
 * Smallest number of seeds (from 3) whose t interval would exclude `margin` if mean and standard deviation stayed as
 * seen. Infinity where none up to 100,000 would. From few seeds this is a rough and mostly low estimate.
 */
export function neededSeeds(mean: number, sd: number, margin: number, level = 0.95): number {
  const gap = Math.abs(mean - margin);
  const excludes = (n: number): boolean => halfWidth(n, sd, level) < gap;
  if (!excludes(MOST_SEEDS)) return Infinity;
  // The half-width falls with n, so bisection finds the first n that excludes the margin.
  let below = 2;
  let enough = MOST_SEEDS;
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (excludes(middle)) enough = middle;
    else below = middle;
  }
  return enough;
}

function halfWidth(n: number, sd: number, level: number): number {
  return (tQuantile((1 + level) / 2, n - 1) * sd) / Math.sqrt(n);
}

/** Least-squares slope of y over x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [summarise(x).mean, summarise(y).mean];
  const sxx = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / sxx;
}
