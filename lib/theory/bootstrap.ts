import { InputError } from '../base/errors';
import { RandomStream } from '../base/random';
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
 * Percentile bootstrap over samples: every resample draws N samples with replacement and counts all k at once on
 * the ready membership table.
 *
 * γ is a maximum over classes, so its estimate and even more its resamples lean upwards where many classes are
 * close; its interval is therefore one for the safe side, and is stretched to hold the estimate where the lean
 * would leave it out.
 *
 * @param estimates the indicators of the whole sample at the same `ks`
 */
export function bootstrapIntervals(
  membership: Membership,
  ks: readonly number[],
  estimates: readonly { unreliability: number; ambiguity: number }[],
  options: Required<BootstrapOptions>,
): BootstrapResult[] {
  const { samples, classes } = membership;
  const { resamples, level } = options;
  const stream = new RandomStream(options.seed, 'bootstrap', samples);
  const unreliability = ks.map(() => new Float64Array(resamples));
  const ambiguity = ks.map(() => new Float64Array(resamples));
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
      let largest = 0;
      for (let i = 0; i < classes; i++) largest = Math.max(largest, ambiguityAt(counts, k - 1, samples, i));
      ambiguity[j][b] = largest;
    });
  }
  return ks.map((_, j) => {
    const { unreliability: eta, ambiguity: gamma } = estimates[j];
    const margin = unreliability[j].map((value, b) => 1 - value - ambiguity[j][b]);
    const ambiguityBias = ambiguity[j].reduce((sum, value) => sum + (value - gamma) / resamples, 0);
    const interval = {
      level,
      unreliability: percentiles(unreliability[j], level, eta),
      ambiguity: percentiles(ambiguity[j], level, gamma),
      margin: percentiles(margin, level, 1 - eta - gamma),
    };
    return { interval, ambiguityBias };
  });
}

/** Central percentile interval with linear interpolation, stretched to hold the estimate. */
function percentiles(values: Float64Array, level: number, estimate: number): [number, number] {
  values.sort();
  const at = (share: number): number => {
    const position = share * (values.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, values.length - 1);
    return values[below] + (position - below) * (values[above] - values[below]);
  };
  const low = at((1 - level) / 2);
  const high = at((1 + level) / 2);
  return [Math.min(low, estimate), Math.max(high, estimate)];
}
