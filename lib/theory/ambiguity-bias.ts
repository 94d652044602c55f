import { RandomStream } from '../base/random';
import { bootstrapIntervals, bootstrapOptions } from './bootstrap';
import { indicatorsOf } from './indicators';
import { addSample, ambiguityAt, emptyCounts, accumulateLevels } from './membership';
import type { Membership } from './membership';

/** How far the sample's γ, a largest of C noisy frequencies, may lie above the true one. */
export interface AmbiguityBias {
  /** γ as measured: the largest of the C frequencies. Its mean over samples is not below the true γ. */
  estimate: number;
  /** Bootstrap estimate of the bias. It corrects part of it: most where few classes compete, less where many do. */
  bias: number;
  /** γ less the bias, but not below the mean of the C frequencies, which has no bias and is not above γ. */
  corrected: number;
  /**
   * The class is chosen on one half of the samples and its frequency read on the other, averaged over random
   * halves: its mean is not above the true γ, so it brackets γ together with `estimate`.
   */
  crossFitted: number;
  /** The bias is not above this for any distribution: √(ln C / 2n), n the fewest samples any frequency rests on. */
  limit: number;
}

export interface AmbiguityBiasOptions {
  /** Bootstrap resamples, ≥ 1; default 200. */
  resamples?: number;
  /** Random halvings, ≥ 1; default 20. */
  halvings?: number;
  /** Integer ≥ 1; default 1. */
  seed?: number;
}

/**
 * The upward finite-sample bias of γ = max_i Pr(i ∈ Ω | y ≠ i) at one level of a membership table (`topKMembership`
 * with level k, or `setMembership` with level 1).
 *
 * The limit: given the labels, each frequency is a mean of at least n values in [0, 1], so its error is sub-Gaussian
 * with variance 1/(4n), and the mean of the largest of C such errors is at most √(2 ln C/(4n)).
 */
export function ambiguityBias(
  membership: Membership,
  level: number,
  options: AmbiguityBiasOptions = {},
): AmbiguityBias {
  const { resamples = 200, halvings = 20, seed = 1 } = options;
  const [found] = indicatorsOf(membership, [level]);
  const bootstrap = bootstrapOptions({ resamples: Math.max(1, resamples), seed });
  const [{ ambiguityBias: bias }] = bootstrapIntervals(membership, [level], [found], bootstrap);
  return {
    estimate: found.ambiguity,
    bias,
    corrected: correctedAmbiguity(found.perClassAmbiguity, bias),
    crossFitted: crossFitted(membership, level, halvings, seed),
    limit: biasLimit(membership),
  };
}

/** γ less its bootstrap bias, kept between the mean and the largest of the classes' frequencies. */
export function correctedAmbiguity(perClassAmbiguity: readonly number[], bias: number): number {
  const largest = perClassAmbiguity.reduce((a, b) => Math.max(a, b), 0);
  const mean = perClassAmbiguity.reduce((a, b) => a + b, 0) / perClassAmbiguity.length;
  return Math.min(largest, Math.max(mean, largest - bias));
}

function crossFitted(membership: Membership, level: number, halvings: number, seed: number): number {
  const { samples, classes } = membership;
  const half = Math.floor(samples / 2);
  const stream = new RandomStream(seed, 'halves', samples);
  let sum = 0;
  for (let h = 0; h < halvings; h++) {
    const order = stream.permutation(samples);
    const rates = [order.subarray(0, half), order.subarray(half)].map((part) => {
      const counts = emptyCounts(membership);
      for (const n of part) addSample(counts, membership, n, 1);
      accumulateLevels(counts, classes);
      return Array.from({ length: classes }, (_, i) => ambiguityAt(counts, level - 1, part.length, i));
    });
    for (const [chosen, read] of [rates, [rates[1], rates[0]]]) {
      sum += read[chosen.indexOf(Math.max(...chosen))] / (2 * halvings);
    }
  }
  return sum;
}

function biasLimit({ samples, classes, labels }: Membership): number {
  const perClass = new Float64Array(classes);
  for (let n = 0; n < samples; n++) perClass[labels[n]]++;
  const fewest = samples - perClass.reduce((a, b) => Math.max(a, b), 0);
  return fewest > 0 ? Math.sqrt(Math.log(classes) / (2 * fewest)) : 1;
}
