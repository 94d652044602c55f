import type { SoftLabelIndicators, SoftLabelSource } from '../base/record';
import { distances } from './distances';
import { indicators, reportedKs } from './indicators';
import type { SoftLabelArray } from './top-k';

/**
 * The entry a run's record keeps for one soft label as it was used: η_k and γ_k for k = 1 … min(5, C−1) and the mean
 * distances to the truth, rounded to six decimals.
 *
 * @param source whose soft label it is: teacher, peer, the model itself, candidates or the labels as fed
 * @param view name of the augmented view it was computed on
 * @param epoch epoch counted from 1; 0 for what does not change in training
 * @param probabilities [N, C], rows are distributions
 * @param labels true classes, [N], 0 … C−1
 */
export function softLabelIndicators(
  source: SoftLabelSource,
  view: string,
  split: 'train' | 'test',
  epoch: number,
  probabilities: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): SoftLabelIndicators {
  const k = reportedKs(classes);
  const found = indicators(probabilities, labels, samples, classes, { ks: k });
  const distance = distances(probabilities, labels, samples, classes);
  return {
    source,
    view,
    split,
    epoch,
    k,
    unreliability: found.map((entry) => rounded(entry.unreliability)),
    ambiguity: found.map((entry) => rounded(entry.ambiguity)),
    distances: {
      chebyshev: rounded(distance.chebyshev),
      kl: distance.kl === null ? null : rounded(distance.kl),
      klInfinite: distance.klInfinite,
      manhattan: rounded(distance.manhattan),
      euclidean: rounded(distance.euclidean),
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
