import { theorem2 } from './conditions';
import { requireCount, requireOpenShare } from './requirements';
import { theta } from './theta';

/** What Theorem 2 asks of the learner. */
export interface LearningTask {
  /** Natarajan dimension d_H of the hypothesis space, an integer from 1. */
  dimension: number;
  /** Number of labels, L in the paper (undefined there; the notation of Liu and Dietterich 2014), from 2. */
  classes: number;
  /** Error ε to stay below, in (0, 1). */
  error: number;
  /** Probability δ of failing, in (0, 1). */
  failure: number;
}

/** Why a bound says nothing. */
export type VoidReason = 'condition fails' | 'rate not positive';

/** Samples that suffice according to a bound, not rounded; null where the bound is void. */
export interface SampleComplexity {
  samples: number | null;
  void?: VoidReason;
}

/** A_k = θ_k ε/2 + ln(1/(2 − 2η_k)), the rate in the printed n_0, in nats a sample; may be negative. */
export function printedRate(unreliability: number, ambiguity: number, error: number): number {
  return (theta(unreliability, ambiguity) * error) / 2 - Math.log(2 - 2 * unreliability);
}

/**
 * n_0 of Theorem 2 as printed (one k; the theorem takes the least over k):
 *
 *     n_0 = 2/A · ( d (ln 2d + ln 1/A + 2 ln L) + ln 1/δ + 1 ).
 *
 * Void where η + γ ≥ 1, and where A ≤ 0: the proof forgot to divide by the 2^n swaps of Lemma 2, which leaves the
 * factor (2 − 2η)^n. See `smallestPrintedError`.
 */
export function printedSampleComplexity(
  unreliability: number,
  ambiguity: number,
  task: LearningTask,
): SampleComplexity {
  requireTask(task);
  if (!theorem2(unreliability, ambiguity).holds) return { samples: null, void: 'condition fails' };
  const rate = printedRate(unreliability, ambiguity, task.error);
  if (!(rate > 0)) return { samples: null, void: 'rate not positive' };
  return { samples: samplesAt(rate, task) };
}

/**
 * n_0′, Theorem 2 with the division put back, so that it follows from Lemma 2 as stated; A becomes θε/2:
 *
 *     n_0′ = 4/(θε) · ( d (ln 4d + 2 ln L + ln 1/(θε)) + ln 1/δ + 1 ).
 *
 * It bounds the chance that a hypothesis of error ≥ ε has *no* set error on n samples. With η > 0 the minimiser of
 * the set error has some (see the realisability gap), so this is no guarantee for that learner; `finiteClassSamples`
 * is one.
 */
export function repairedSampleComplexity(
  unreliability: number,
  ambiguity: number,
  task: LearningTask,
): SampleComplexity {
  requireTask(task);
  if (!theorem2(unreliability, ambiguity).holds) return { samples: null, void: 'condition fails' };
  return { samples: samplesAt((theta(unreliability, ambiguity) * task.error) / 2, task) };
}

/**
 * Smallest ε for which the printed n_0 is not void, 2 ln(2−2η)/θ; 0 for η ≥ ½. Above 1 the bound never speaks,
 * which is so for every γ where η < 1 − √½ ≈ 0.293.
 */
export function smallestPrintedError(unreliability: number, ambiguity: number): number {
  return Math.max(0, (2 * Math.log(2 - 2 * unreliability)) / theta(unreliability, ambiguity));
}

/** The η below which the printed n_0 is void for every γ and every ε ≤ 1: 1 − √½. */
export const VACUOUS_BELOW = 1 - Math.SQRT1_2;

/** Least number of samples over several k, as in Theorem 2; the learner must use that k. */
export function leastSampleComplexity(
  indicators: readonly { k?: number; unreliability: number; ambiguity: number }[],
  task: LearningTask,
  bound: (unreliability: number, ambiguity: number, task: LearningTask) => SampleComplexity,
): { k?: number; samples: number } | null {
  let least: { k?: number; samples: number } | null = null;
  for (const { k, unreliability, ambiguity } of indicators) {
    const { samples } = bound(unreliability, ambiguity, task);
    if (samples !== null && (least === null || samples < least.samples)) least = { k, samples };
  }
  return least;
}

/** Lemma 1's requirement on the ghost sample: n > 8 ln 2/ε. */
export function ghostSampleSize(error: number): number {
  requireOpenShare(error, 'error');
  return (8 * Math.LN2) / error;
}

function samplesAt(rate: number, { dimension, classes, failure }: LearningTask): number {
  const capacity = dimension * (Math.log(2 * dimension) - Math.log(rate) + 2 * Math.log(classes));
  return (2 / rate) * (capacity - Math.log(failure) + 1);
}

function requireTask({ dimension, classes, error, failure }: LearningTask): void {
  requireCount(dimension, 1, 'dimension');
  requireCount(classes, 2, 'classes');
  requireOpenShare(error, 'error');
  requireOpenShare(failure, 'failure');
}
