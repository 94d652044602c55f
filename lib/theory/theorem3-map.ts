import { requireK } from './indicators';
import { requireShare } from './requirements';

/** ρ(η, γ): accuracy in [0, 1] of a learner on soft labels with these indicators (Assumption 1). */
export type AccuracyFunction = (unreliability: number, ambiguity: number) => number;

/**
 * How γ follows from the accuracy ρ of the model that makes the soft labels:
 * - `consistent`: (k − ρ)/(c−1). A top-k set has k members, so (1−η) + (c−1)γ = k with wrong labels equally likely,
 *   and η ≤ 1 − ρ; the formula of Corollary 2.
 * - `printed`: (c − k − ρ)/(c−1), Eq. 3 and 4 of the paper. It is the consistent value of sets with c − k members.
 */
export type AmbiguityForm = 'consistent' | 'printed';

export interface SelfTraining {
  classes: number;
  k: number;
  form: AmbiguityForm;
}

/** γ of the next round's soft labels at accuracy ρ, cut to [0, 1]. */
export function ambiguityOfAccuracy(accuracy: number, { classes, k, form }: SelfTraining): number {
  requireShare(accuracy, 'accuracy');
  requireK(k, classes);
  const members = form === 'consistent' ? k : classes - k;
  return Math.min(1, Math.max(0, (members - accuracy) / (classes - 1)));
}

/** One round of self-training, x ↦ ρ(1 − x, γ(x)): Eq. 3 of Yuan et al. (NeurIPS 2023) with equality. */
export function selfTrainingMap(accuracyOf: AccuracyFunction, setting: SelfTraining): (x: number) => number {
  return (x) => accuracyOf(1 - x, ambiguityOfAccuracy(x, setting));
}
