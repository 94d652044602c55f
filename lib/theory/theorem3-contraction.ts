import { requireCount } from './requirements';
import { selfTrainingMap } from './theorem3-map';
import type { AccuracyFunction, SelfTraining } from './theorem3-map';

/** Largest Lipschitz constant of ρ for which Theorem 3 promises one final accuracy: k_L < 1 − 1/c. */
export function lipschitzLimit(classes: number): number {
  requireCount(classes, 2, 'classes');
  return 1 - 1 / classes;
}

/**
 * Contraction factor of a round in the ℓ₁ norm, (1 + 1/(c−1)) k_L (A.6): below 1 exactly where k_L < 1 − 1/c. The
 * constant in γ(ρ) drops out, so the printed and the consistent form share it.
 */
export function contractionFactor(lipschitz: number, classes: number): number {
  requireCount(classes, 2, 'classes');
  return (1 + 1 / (classes - 1)) * lipschitz;
}

/** A rectangle of the (η, γ) plane. */
export interface IndicatorRange {
  unreliability: readonly [number, number];
  ambiguity: readonly [number, number];
}

/**
 * Lipschitz constant k_L of ρ in the ℓ₁ norm on a rectangle, max(|∂ρ/∂η|, |∂ρ/∂γ|), from finite differences on a
 * grid of `steps`² cells: a lower bound that converges with the grid.
 */
export function lipschitzConstant(
  accuracyOf: AccuracyFunction,
  range: IndicatorRange = { unreliability: [0, 1], ambiguity: [0, 1] },
  steps = 60,
): number {
  const [eta0, eta1] = range.unreliability;
  const [gamma0, gamma1] = range.ambiguity;
  const values = Array.from({ length: steps + 1 }, (_, i) =>
    Float64Array.from({ length: steps + 1 }, (_value, j) =>
      accuracyOf(eta0 + ((eta1 - eta0) * i) / steps, gamma0 + ((gamma1 - gamma0) * j) / steps),
    ),
  );
  let largest = 0;
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      if (i > 0) {
        largest = Math.max(largest, (Math.abs(values[i][j] - values[i - 1][j]) * steps) / (eta1 - eta0));
      }
      if (j > 0) {
        largest = Math.max(largest, (Math.abs(values[i][j] - values[i][j - 1]) * steps) / (gamma1 - gamma0));
      }
    }
  }
  return largest;
}

/**
 * Steepest slope of the map x ↦ ρ(1 − x, γ(x)) itself on `steps` cells. Below 1 it makes the final accuracy unique,
 * a weaker demand than k_L < 1 − 1/c, since only the line that the rounds follow counts.
 */
export function steepestSlope(accuracyOf: AccuracyFunction, setting: SelfTraining, steps = 1000): number {
  const map = selfTrainingMap(accuracyOf, setting);
  let steepest = 0;
  let previous = map(0);
  for (let i = 1; i <= steps; i++) {
    const value = map(i / steps);
    steepest = Math.max(steepest, Math.abs(value - previous) * steps);
    previous = value;
  }
  return steepest;
}
