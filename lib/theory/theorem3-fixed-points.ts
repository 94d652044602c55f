import { requireCount } from './requirements';
import { selfTrainingMap } from './theorem3-map';
import type { AccuracyFunction, SelfTraining } from './theorem3-map';

/** A solution of x = ρ(1 − x, γ(x)). */
export interface FixedPoint {
  accuracy: number;
  /** Slope of the map there. */
  slope: number;
  /** |slope| < 1: rounds that start nearby end here. */
  stable: boolean;
}

const CELLS = 500;

/**
 * All fixed points of Theorem 3 (Yuan et al., NeurIPS 2023, Eq. 4) in ascending order, by sign changes on a grid of
 * 500 cells and bisection. Two closer than a cell, or a touching one, can be missed.
 *
 * There is at least one for every continuous ρ, for the map takes [0, 1] into itself; what k_L < 1 − 1/c adds is that
 * there is only one and that the rounds converge to it.
 */
export function fixedPoints(accuracyOf: AccuracyFunction, setting: SelfTraining): FixedPoint[] {
  const map = selfTrainingMap(accuracyOf, setting);
  const excess = (x: number): number => map(x) - x;
  const found: FixedPoint[] = [];
  let left = excess(0);
  if (left === 0) found.push(described(map, 0));
  for (let cell = 0; cell < CELLS; cell++) {
    const high = (cell + 1) / CELLS;
    const right = excess(high);
    if (right === 0) found.push(described(map, high));
    else if (left * right < 0) found.push(described(map, bisect(excess, cell / CELLS, high)));
    left = right;
  }
  return found;
}

/** Accuracy after each round from `start`: entry 0 is `start`, entry t is ρ_t. */
export function selfTrainingRounds(
  accuracyOf: AccuracyFunction,
  setting: SelfTraining,
  start: number,
  rounds: number,
): number[] {
  requireCount(rounds, 0, 'rounds');
  const map = selfTrainingMap(accuracyOf, setting);
  const path = [start];
  for (let t = 0; t < rounds; t++) path.push(map(path[t]));
  return path;
}

/** Corners of the cobweb diagram of those rounds: (x₀, 0), (x₀, x₁), (x₁, x₁), (x₁, x₂), … */
export function cobweb(
  accuracyOf: AccuracyFunction,
  setting: SelfTraining,
  start: number,
  rounds: number,
): { x: number[]; y: number[] } {
  const path = selfTrainingRounds(accuracyOf, setting, start, rounds);
  const x = [start];
  const y = [0];
  for (let t = 0; t < rounds; t++) {
    x.push(path[t], path[t + 1]);
    y.push(path[t + 1], path[t + 1]);
  }
  return { x, y };
}

function described(map: (x: number) => number, accuracy: number): FixedPoint {
  const low = Math.max(0, accuracy - 1e-5);
  const high = Math.min(1, accuracy + 1e-5);
  const slope = (map(high) - map(low)) / (high - low);
  return { accuracy, slope, stable: Math.abs(slope) < 1 };
}

function bisect(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(low));
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
