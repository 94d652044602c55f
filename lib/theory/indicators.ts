import { InputError } from '../base/errors';
import {
  accumulateLevels,
  addSample,
  ambiguityAt,
  emptyCounts,
  setMembership,
  topKMembership,
  unreliabilityAt,
} from './membership';
import type { Membership } from './membership';
import type { SoftLabelArray } from './top-k';

/** Unreliability and ambiguity of a soft label's top-k sets, or of candidate sets (then without `k`). */
export interface Indicators {
  k?: number;
  /** η_k = Pr(y ∉ Ω_k), in [0, 1]; 1 − top-k accuracy. */
  unreliability: number;
  /** γ_k = max_i Pr(i ∈ Ω_k | y ≠ i), in [0, 1]. */
  ambiguity: number;
  /** Pr(i ∈ Ω_k | y ≠ i) of each class i, [C]; 0 for a class that all samples have. */
  perClassAmbiguity: number[];
  /** Samples whose k-th and (k+1)-th largest probabilities are equal. */
  ties: number;
}

/**
 * Unreliability η_k and ambiguity γ_k of soft labels for all asked k at once (Yuan et al., "Learning From Biased
 * Soft Labels", NeurIPS 2023, Eq. 1 and 2), as sample frequencies. One pass ranks the classes, so the cost is that
 * of the largest k. Equal probabilities are ranked by the lower class index.
 *
 * @param softLabels [N, C], finite; only their order within a row counts
 * @param labels true classes, [N], 0 … C−1
 * @param options.ks values of k, each in 1 … C−1
 */
export function indicators(
  softLabels: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
  options: { ks: readonly number[] },
): Indicators[] {
  for (const k of options.ks) requireK(k, classes);
  if (options.ks.length === 0) return [];
  const membership = topKMembership(softLabels, labels, samples, classes, Math.max(...options.ks));
  return indicatorsOf(membership, options.ks);
}

/**
 * Unreliability Pr(y ∉ s) and ambiguity max_i Pr(i ∈ s | y ≠ i) of candidate sets s.
 *
 * @param candidates [N, C] of 0/1
 * @param labels true classes, [N], 0 … C−1
 */
export function candidateIndicators(
  candidates: ArrayLike<number>,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): Indicators {
  const { k: _level, ...rest } = indicatorsOf(setMembership(candidates, labels, samples, classes), [1])[0];
  return rest;
}

/** Indicators at levels `ks` of a membership table made once (for use beside the bootstrap). */
export function indicatorsOf(membership: Membership, ks: readonly number[]): Indicators[] {
  const { samples, classes } = membership;
  const counts = emptyCounts(membership);
  for (let n = 0; n < samples; n++) addSample(counts, membership, n, 1);
  accumulateLevels(counts, classes);
  return ks.map((k) => {
    const perClassAmbiguity = Array.from({ length: classes }, (_, i) =>
      ambiguityAt(counts, k - 1, samples, i),
    );
    return {
      k,
      unreliability: unreliabilityAt(counts, k - 1, samples),
      ambiguity: perClassAmbiguity.reduce((a, b) => Math.max(a, b), 0),
      perClassAmbiguity,
      ties: membership.ties[k - 1],
    };
  });
}

/** The values of k every report shows: 1 … min(5, C−1). */
export function reportedKs(classes: number): number[] {
  return Array.from({ length: Math.min(5, classes - 1) }, (_, i) => i + 1);
}

/** The headline k: min(4, C−1). The paper uses k = 4. */
export function headlineK(classes: number): number {
  return Math.min(4, classes - 1);
}

export function requireK(k: number, classes: number): void {
  if (!Number.isInteger(k) || k < 1 || k >= classes) {
    throw new InputError(
      `k: found ${k}, allowed are integers from 1 to ${classes - 1} (below the number of classes)`,
    );
  }
}
