import { InputError } from '../base/errors';
import type { AccuracyFunction } from './theorem3-map';

/** Accuracies measured on a rectangular grid of (η, γ). */
export interface AccuracyGrid {
  /** Rising values of η, at least 2. */
  unreliability: readonly number[];
  /** Rising values of γ, at least 2. */
  ambiguity: readonly number[];
  /** Accuracy in [0, 1] at [η index][γ index]. */
  accuracy: readonly (readonly number[])[];
}

/**
 * ρ(η, γ) of Assumption 1 (Yuan et al., NeurIPS 2023) from measurements: bilinear between the grid's points, the
 * nearest edge outside. Continuous, so that `fixedPoints` of it exist.
 *
 * @throws InputError for a grid that does not rise or does not fit its accuracies
 */
export function measuredAccuracy(grid: AccuracyGrid): AccuracyFunction {
  requireAxis(grid.unreliability, 'unreliability');
  requireAxis(grid.ambiguity, 'ambiguity');
  const { accuracy } = grid;
  const columns = grid.ambiguity.length;
  if (accuracy.length !== grid.unreliability.length || accuracy.some((row) => row.length !== columns)) {
    const rows = grid.unreliability.length;
    throw new InputError(`accuracy: found another shape, needed is ${rows}×${columns} as the grid has`);
  }
  return (unreliability, ambiguity) => {
    const eta = place(grid.unreliability, unreliability);
    const gamma = place(grid.ambiguity, ambiguity);
    const along = (row: readonly number[]): number =>
      row[gamma.cell] * (1 - gamma.share) + row[gamma.cell + 1] * gamma.share;
    return along(accuracy[eta.cell]) * (1 - eta.share) + along(accuracy[eta.cell + 1]) * eta.share;
  };
}

/** The cell that holds a value and how far into it the value lies, 0 … 1. */
function place(axis: readonly number[], value: number): { cell: number; share: number } {
  let cell = 0;
  while (cell < axis.length - 2 && value >= axis[cell + 1]) cell++;
  const share = (value - axis[cell]) / (axis[cell + 1] - axis[cell]);
  return { cell, share: Math.min(1, Math.max(0, share)) };
}

function requireAxis(axis: readonly number[], name: string): void {
  if (axis.length < 2) throw new InputError(`${name}: found ${axis.length} values, needed are at least 2`);
  for (let i = 1; i < axis.length; i++) {
    if (!(axis[i] > axis[i - 1])) {
      throw new InputError(`${name}: found ${axis[i]} after ${axis[i - 1]}, needed are rising values`);
    }
  }
}
