import type { SoftLabelArray } from './top-k';

/** Means over samples of distances between a soft label d and the one-hot truth e_y. */
export interface Distances {
  /** ‖e_y − d‖_∞, in [0, 1]. */
  chebyshev: number;
  /** KL(e_y‖d) = −ln d_y in nats; null where some d_y is 0. */
  kl: number | null;
  /** Samples with d_y = 0. */
  klInfinite: number;
  /** ‖e_y − d‖₁, in [0, 2]. */
  manhattan: number;
  /** ‖e_y − d‖₂, in [0, √2]. */
  euclidean: number;
}

/**
 * Distances to the truth as in Table 2 of "Learning From Biased Soft Labels". For rows that sum to one the max-norm
 * is 1 − d_y and the L1 distance 2(1 − d_y).
 *
 * @param softLabels [N, C], rows are distributions
 * @param labels true classes, [N]
 */
export function distances(
  softLabels: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): Distances {
  let chebyshev = 0;
  let kl = 0;
  let klInfinite = 0;
  let manhattan = 0;
  let euclidean = 0;
  for (let n = 0; n < samples; n++) {
    let largest = 0;
    let absolute = 0;
    let squared = 0;
    for (let c = 0; c < classes; c++) {
      const value = softLabels[n * classes + c];
      const difference = Math.abs(c === labels[n] ? 1 - value : value);
      if (difference > largest) largest = difference;
      absolute += difference;
      squared += difference * difference;
    }
    const truth = softLabels[n * classes + labels[n]];
    if (truth === 0) klInfinite++;
    else kl -= Math.log(truth);
    chebyshev += largest;
    manhattan += absolute;
    euclidean += Math.sqrt(squared);
  }
  return {
    chebyshev: chebyshev / samples,
    kl: klInfinite > 0 ? null : kl / samples,
    klInfinite,
    manhattan: manhattan / samples,
    euclidean: euclidean / samples,
  };
}
