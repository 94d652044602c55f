import { InputError } from '../base/errors';
import { binomialTail } from './binomial';
import { UNIT_NOISE } from './noise';
import type { NoiseFamily } from './noise';
import { logFactorial } from './special-functions';

/**
 * Pr(X > x) for X the r-th largest of n independent noise values of scale 1 (r = 1 is the maximum): at least r of
 * the n lie above x. In the paper's count from below this is Order(noise, n, n − r + 1).
 */
export function orderStatisticSurvival(noise: NoiseFamily, x: number, n: number, r: number): number {
  requireRank(n, r);
  return binomialTail(n, UNIT_NOISE[noise].survival(x), r);
}

/** Density of the r-th largest of n independent noise values of scale 1. */
export function orderStatisticDensity(noise: NoiseFamily, x: number, n: number, r: number): number {
  requireRank(n, r);
  const { survival, density } = UNIT_NOISE[noise];
  const above = survival(x);
  // Both distributions are symmetric, so the mass below x is exact also where it is tiny.
  const below = survival(-x);
  const arrangements = logFactorial(n) - logFactorial(r - 1) - logFactorial(n - r);
  const powers = (r > 1 ? (r - 1) * Math.log(above) : 0) + (n > r ? (n - r) * Math.log(below) : 0);
  return density(x) * Math.exp(arrangements + powers);
}

function requireRank(n: number, r: number): void {
  if (!Number.isInteger(n) || !Number.isInteger(r) || r < 1 || r > n) {
    throw new InputError(`rank: found ${r} of ${n}, allowed are integers from 1 to the number of values`);
  }
}
