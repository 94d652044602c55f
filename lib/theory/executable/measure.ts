import { meanInterval, wilsonInterval } from '../intervals';
import type { Measurement } from './result';

/** A share of trials. */
export function share(successes: number, trials: number): Pick<Measurement, 'measured' | 'intervalAt'> {
  return {
    measured: successes / trials,
    intervalAt: (level) => wilsonInterval(successes, trials, level),
  };
}

/** A mean of many independent values. */
export function mean(values: ArrayLike<number>): Pick<Measurement, 'measured' | 'intervalAt'> {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return { measured: sum / values.length, intervalAt: (level) => meanInterval(values, level) };
}

/** Number of draws at an effort, at least `least`. */
export function draws(base: number, effort = 1, least = 10): number {
  return Math.max(least, Math.round(base * effort));
}
