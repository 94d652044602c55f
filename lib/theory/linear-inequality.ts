import { InputError } from '../base/errors';
import { theorem2 } from './conditions';
import { requireCount, requireOpenShare, requireShare } from './requirements';

/**
 * The sound replacement of Theorem 2's argument (ours). If for every instance Pr(y ∈ Ω | x) ≥ 1 − η and
 * Pr(i ∈ Ω | x) ≤ γ for i ≠ y, then for every hypothesis h and the true labelling h°
 *
 *     Err^Δ(h) − Err^Δ(h°) ≥ (1 − η − γ) · Err(h),
 *
 * because on each instance where h errs the set error is at least 1 − γ, that of h° at most η. Equality where the
 * truth enters with exactly 1 − η and every wrong label with exactly γ. So where
 * all rates are equal, η + γ < 1 is the population threshold.
 *
 * @returns the right-hand side, the least excess set error of a hypothesis with the given error
 */
export function leastExcessSetError(unreliability: number, ambiguity: number, error: number): number {
  requireShare(error, 'error');
  return (1 - unreliability - ambiguity) * error;
}

/** Set error Err^Δ(h) of a hypothesis with the given error where the inequality is an equality. */
export function exactSetError(unreliability: number, ambiguity: number, error: number): number {
  return unreliability + leastExcessSetError(unreliability, ambiguity, error);
}

/** Error that a minimiser of the empirical set error cannot exceed at uniform deviation τ: 2τ/(1 − η − γ). */
export function errorAtDeviation(unreliability: number, ambiguity: number, deviation: number): number {
  if (!(deviation >= 0)) throw new InputError(`deviation: found ${deviation}, allowed are numbers from 0`);
  const { holds, margin } = theorem2(unreliability, ambiguity);
  return holds ? (2 * deviation) / margin : Infinity;
}

export interface FiniteTask {
  /** Hypotheses to choose from, the true labelling among them. */
  hypotheses: number;
  /** ε and δ as in Theorem 2. */
  error: number;
  failure: number;
}

/**
 * Samples after which the minimiser of the empirical set error has error < ε with probability 1 − δ, for a finite
 * class that holds the truth: with margin m = 1 − η − γ,
 *
 *     n ≥ 2(1 + 2m/3) ln(|H|/δ) / (m² ε).
 *
 * Bernstein's inequality on W = 𝕀(h ∉ Ω) − 𝕀(y ∉ Ω): |W| ≤ 1, E W ≥ m·Err(h), and Var W ≤ Err(h) because W is 0
 * where h is right. Unlike n_0′ it grows with 1/m², which the realisability gap shows to be needed.
 *
 * @returns Infinity where η + γ ≥ 1
 */
export function finiteClassSamples(unreliability: number, ambiguity: number, task: FiniteTask): number {
  requireCount(task.hypotheses, 1, 'hypotheses');
  requireOpenShare(task.error, 'error');
  requireOpenShare(task.failure, 'failure');
  const { holds, margin } = theorem2(unreliability, ambiguity);
  if (!holds) return Infinity;
  const logs = Math.log(task.hypotheses) - Math.log(task.failure);
  return (2 * (1 + (2 * margin) / 3) * logs) / (margin * margin * task.error);
}
