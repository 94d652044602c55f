import { descendingOrder, orderBuffers } from './row-order';
import type { SoftLabelArray } from './top-k';

/** η_k and γ_k for every k = 1 … C−1; entry k − 1 belongs to k. */
export interface IndicatorCurves {
  samples: number;
  classes: number;
  /** η_k, [C−1], not increasing in k. */
  unreliability: Float64Array;
  /** γ_k, [C−1], not decreasing in k. */
  ambiguity: Float64Array;
  /** Pr(i ∈ Ω_k | y ≠ i) at `(k − 1)·C + i`, [C−1, C]; 0 for a class that all samples have. */
  perClassAmbiguity: Float64Array;
  /** Samples whose k-th and (k+1)-th largest values are equal, [C−1]. */
  ties: Int32Array;
}

/**
 * Unreliability and ambiguity of all top-k sets at once (Yuan et al., "Learning From Biased Soft Labels", NeurIPS
 * 2023, Eq. 1 and 2): one sort a row, O(N·C·log C), and memory of C² numbers however many samples there are. Equal
 * values are ranked by the lower class index. `indicators` is the shorter way to a few small k.
 *
 * @param softLabels [N, C], finite; only their order within a row counts
 * @param labels true classes, [N], 0 … C−1
 */
export function indicatorCurves(
  softLabels: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): IndicatorCurves {
  const levels = classes - 1;
  const perClass = new Float64Array(classes);
  const truth = new Float64Array(levels);
  const wrong = new Float64Array(levels * classes);
  const ties = new Int32Array(levels);
  const buffers = orderBuffers(classes);
  for (let n = 0; n < samples; n++) {
    const start = n * classes;
    const label = labels[n];
    const order = descendingOrder(softLabels, start, classes, buffers);
    perClass[label]++;
    for (let r = 0; r < levels; r++) {
      if (order[r] === label) truth[r]++;
      else wrong[r * classes + order[r]]++;
      if (softLabels[start + order[r]] === softLabels[start + order[r + 1]]) ties[r]++;
    }
  }

  const unreliability = new Float64Array(levels);
  const ambiguity = new Float64Array(levels);
  const perClassAmbiguity = new Float64Array(levels * classes);
  const entered = new Float64Array(classes);
  let found = 0;
  for (let r = 0; r < levels; r++) {
    found += truth[r];
    unreliability[r] = (samples - found) / samples;
    for (let i = 0; i < classes; i++) {
      entered[i] += wrong[r * classes + i];
      const others = samples - perClass[i];
      const share = others > 0 ? entered[i] / others : 0;
      perClassAmbiguity[r * classes + i] = share;
      if (share > ambiguity[r]) ambiguity[r] = share;
    }
  }
  return { samples, classes, unreliability, ambiguity, perClassAmbiguity, ties };
}
