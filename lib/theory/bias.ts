import { distances } from './distances';
import type { SoftLabelArray } from './top-k';

/** The bias of a set of soft labels in the two readings of Definition 1. */
export interface SoftLabelBias {
  /** As printed: mean of 1 − d_y, in [0, 1]. "Large-biased" (≥ 1) is then possible only with d_y = 0 throughout. */
  printed: number;
  /** L1 distance to the one-hot truth, mean of 2(1 − d_y) for distributions, in [0, 2]. */
  manhattan: number;
  /** Definition 2: the bias is above 0. */
  biased: boolean;
  /** Definition 3, bias ≥ 1, in each reading. */
  largeBiased: { printed: boolean; manhattan: boolean };
}

/**
 * Bias of soft labels (Yuan et al., NeurIPS 2023, Definitions 1–3). The paper prints 1 − f_y(x) but speaks of the
 * Manhattan distance, and only the latter can exceed the threshold 1 as its Table 2 does (1.64 … 1.83), so both are
 * given; verdicts of this project use `manhattan`.
 *
 * @param softLabels [N, C], rows are distributions
 * @param labels true classes, [N]
 */
export function softLabelBias(
  softLabels: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): SoftLabelBias {
  let missing = 0;
  for (let n = 0; n < samples; n++) missing += 1 - softLabels[n * classes + labels[n]];
  const printed = missing / samples;
  const { manhattan } = distances(softLabels, labels, samples, classes);
  return {
    printed,
    manhattan,
    biased: manhattan > 0,
    largeBiased: { printed: printed >= 1, manhattan: manhattan >= 1 },
  };
}
