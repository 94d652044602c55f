import { InputError } from '../base/errors';
import { RandomStream } from '../base/random';
import type { Indicators } from './indicators';
import { largestInterval, quantile } from './largest-interval';
import { accumulateLevels, addSample, ambiguityAt, emptyCounts, unreliabilityAt } from './membership';
import type { Membership } from './membership';

export interface BootstrapOptions {
  /** Number of resamples; 0 leaves the intervals out. Default 1000. */
  resamples?: number;
  /** Integer ≥ 1; default 1. */
  seed?: number;
  /** Coverage in (0, 1); default 0.95. */
  level?: number;
}

export interface IndicatorInterval {
  level: number;
  unreliability: [number, number];
  ambiguity: [number, number];
  /** Of 1 − η − γ, the margin of Theorem 2; from the same resamples, so that it counts how η and γ move together. */
  margin: [number, number];
}

/** Intervals at one k, and how far the resamples' γ lies above the sample's on average. */
export interface BootstrapResult {
  interval: IndicatorInterval;
  /** Bootstrap estimate of the upward bias of γ, E γ* − γ; may be slightly negative by chance. */
  ambiguityBias: number;
}

/** Fills in the defaults and refuses what makes no sense. */
export function bootstrapOptions(options: BootstrapOptions): Required<BootstrapOptions> {
  const { resamples = 1000, seed = 1, level = 0.95 } = options;
  if (!Number.isInteger(resamples) || resamples < 0) {
    throw new InputError(`resamples: found ${resamples}, allowed are integers from 0`);
  }
  if (!Number.isInteger(seed) || seed < 1)
    throw new InputError(`seed: found ${seed}, allowed are integers from 1`);
  if (!(level > 0 && level < 1))
    throw new InputError(`level: found ${level}, allowed is a number between 0 and 1`);
  return { resamples, seed, level };
}

/**
 * Bootstrap over samples: every resample draws N samples with replacement and counts all k at once on the ready
 * membership table. η has a percentile interval. γ is a largest of C frequencies, and so is η + γ, of which the margin
 * is what is left of 1: their intervals are those of `largestInterval`, which cover although the estimates lean.
 *
 * @param estimates the indicators of the whole sample at the same `ks`
 */
export function bootstrapIntervals(
  membership: Membership,
  ks: readonly number[],
  estimates: readonly Pick<Indicators, 'unreliability' | 'ambiguity' | 'perClassAmbiguity'>[],
  options: Required<BootstrapOptions>,
): BootstrapResult[] {
  const { samples, classes } = membership;
  const { resamples, level } = options;
  const stream = new RandomStream(options.seed, 'bootstrap', samples);
  const unreliability = ks.map(() => new Float64Array(resamples));
  const rates = ks.map(() => Array.from({ length: classes }, () => new Float64Array(resamples))); // [k][C][B]
  const weights = new Int32Array(samples);
  for (let b = 0; b < resamples; b++) {
    weights.fill(0);
    for (let draw = 0; draw < samples; draw++) weights[stream.integer(samples)]++;
    const counts = emptyCounts(membership);
    // About 1 − 1/e of the samples occur; walking them in order is kinder to the cache than following the draws.
    for (let n = 0; n < samples; n++) if (weights[n] > 0) addSample(counts, membership, n, weights[n]);
    accumulateLevels(counts, classes);
    ks.forEach((k, j) => {
      unreliability[j][b] = unreliabilityAt(counts, k - 1, samples);
      for (let i = 0; i < classes; i++) rates[j][i][b] = ambiguityAt(counts, k - 1, samples, i);
    });
  }
  return ks.map((_, j) => {
    const { unreliability: eta, ambiguity: gamma, perClassAmbiguity } = estimates[j];
    const drawn = unreliability[j];
    const ambiguity = largestInterval(perClassAmbiguity, rates[j], level);
    const ambiguityBias = meanOfLargest(rates[j]) - gamma;
    // η + γ is the largest of η + γ_i; both from the same resamples, so that it counts how they move together.
    rates[j].forEach((values) => values.forEach((value, b) => (values[b] = value + drawn[b])));
    const sums = perClassAmbiguity.map((rate) => rate + eta);
    const [low, high] = largestInterval(sums, rates[j], level);
    const interval = {
      level,
      unreliability: percentiles(drawn, level, eta),
      ambiguity: [Math.max(0, ambiguity[0]), ambiguity[1]] as [number, number],
      margin: [1 - high, Math.min(1, 1 - low)] as [number, number],
    };
    return { interval, ambiguityBias };
  });
}

/** Central percentile interval, stretched to hold the estimate (few resamples may all lie on one side of it). */
function percentiles(values: Float64Array, level: number, estimate: number): [number, number] {
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((share) => quantile(values, share));
  return [Math.min(low, estimate), Math.max(high, estimate)];
}

/** Mean over the resamples of the largest frequency. @param rates [C][B] */
function meanOfLargest(rates: readonly Float64Array[]): number {
  const largest = rates[0].slice();
  for (const values of rates) values.forEach((value, b) => (largest[b] = Math.max(largest[b], value)));
  return largest.reduce((sum, value) => sum + value, 0) / largest.length;
}
