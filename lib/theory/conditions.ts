/**
 * The two conditions of "Learning From Biased Soft Labels" (Yuan et al., NeurIPS 2023) on unreliability η and
 * ambiguity γ. Both are strict; a difference below ROUNDING counts as equality, so that 1 − 0.7 − 0.3 is 0.
 */
const ROUNDING = 1e-14;

/**
 * Theorem 1, classifier consistency: γ < 1 − η/(1−η), which needs η < ½. It is true for rates that hold at each instance
 * (with the true labelling among the hypotheses), not for averages over instances: `simulatePointwiseAverage`.
 * `bound` is the right-hand side; null at η = 1, where it is −∞.
 */
export function theorem1(unreliability: number, ambiguity: number): { holds: boolean; bound: number | null } {
  if (unreliability >= 1) return { holds: false, bound: null };
  const bound = 1 - unreliability / (1 - unreliability);
  return { holds: bound - ambiguity > ROUNDING, bound };
}

/**
 * Theorem 2, learnability by empirical risk minimisation: η + γ < 1. `margin` is 1 − η − γ.
 *
 * The theorem is printed for 0 < η, γ < 1. A measured η or γ of exactly 0 is the limit in which its θ only grows
 * (η = 0 is the superset case of Liu and Dietterich 2014, θ = ln(2/(1+γ))), so it counts as fulfilled; a value of
 * 1 leaves no margin and never holds.
 */
export function theorem2(unreliability: number, ambiguity: number): { holds: boolean; margin: number } {
  const margin = 1 - unreliability - ambiguity;
  return { holds: margin > ROUNDING, margin };
}

/**
 * Smallest possible ambiguity: γ_k ≥ (k − 1 + η_k)/(C − 1). The mean over classes of Pr(i ∈ Ω_k | y ≠ i), weighed by
 * Pr(y ≠ i), is exactly that, for a set has k members of which 1 − η_k are the truth. So it holds for any class
 * shares, in a sample as in the population, with equality where all wrong classes enter equally often. For sets of
 * varying size k is their mean size.
 */
export function ambiguityFloor(k: number, unreliability: number, classes: number): number {
  return (k - 1 + unreliability) / (classes - 1);
}
