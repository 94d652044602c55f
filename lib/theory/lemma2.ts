import { requireCount, requireOpenShare } from './requirements';
import type { LearningTask } from './sample-complexity';
import { theta } from './theta';

/** Pairs (training, test) that a hypothesis mispredicts on both, one or no side: u1, u2, u3 of A.4. */
export interface PairCounts {
  both: number;
  one: number;
  none: number;
}

/**
 * ln of the sum over all 2^n swaps in the proof of Lemma 2 (Yuan et al., NeurIPS 2023, A.4):
 *
 *     Σ_σ (1−η)^(u2+u3−u_σ) γ^(u1+u_σ) = 2^(u1+u3) (1−η)^u3 γ^u1 (1−η+γ)^u2,
 *
 * u_σ being the pairs whose wrong side is the training one. This sum is 2^n times a probability.
 */
export function logSwapSum(unreliability: number, ambiguity: number, pairs: PairCounts): number {
  const { both, one, none } = pairs;
  return (
    (both + none) * Math.LN2 +
    power(1 - unreliability, none) +
    power(ambiguity, both) +
    power(1 - unreliability + ambiguity, one)
  );
}

/** ln of the chance that a randomly swapped training half shows no set error: the swap sum over 2^n. */
export function logSwapProbability(unreliability: number, ambiguity: number, pairs: PairCounts): number {
  return logSwapSum(unreliability, ambiguity, pairs) - (pairs.both + pairs.one + pairs.none) * Math.LN2;
}

/** ln of Lemma 2's bound as stated, (2n)^d L^(2d) exp(−nθε/2). */
export function logLemma2Bound(
  samples: number,
  unreliability: number,
  ambiguity: number,
  task: Omit<LearningTask, 'failure'>,
): number {
  return growth(samples, task) - (samples * theta(unreliability, ambiguity) * task.error) / 2;
}

/** ln of what the proof truly gives once the swap sum is divided by 2^n: Lemma 2's bound times (1−η)^n. */
export function logLemma2Sharp(
  samples: number,
  unreliability: number,
  ambiguity: number,
  task: Omit<LearningTask, 'failure'>,
): number {
  return logLemma2Bound(samples, unreliability, ambiguity, task) + samples * Math.log1p(-unreliability);
}

/** ln of the last line of A.4, which forgot the 2^−n and so carries (2−2η)^n. */
export function logLemma2Printed(
  samples: number,
  unreliability: number,
  ambiguity: number,
  task: Omit<LearningTask, 'failure'>,
): number {
  return logLemma2Bound(samples, unreliability, ambiguity, task) + samples * Math.log(2 - 2 * unreliability);
}

/** ln of (2n)^d L^(2d), Natarajan's bound on the labellings of 2n points. */
function growth(samples: number, { dimension, classes, error }: Omit<LearningTask, 'failure'>): number {
  requireCount(samples, 1, 'samples');
  requireCount(dimension, 1, 'dimension');
  requireCount(classes, 2, 'classes');
  requireOpenShare(error, 'error');
  return dimension * (Math.log(2 * samples) + 2 * Math.log(classes));
}

/** ln base^exponent with 0^0 = 1. */
function power(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}
