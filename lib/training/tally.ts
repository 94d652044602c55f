import type { LearnerLoss } from '../methods/definition';
import type { EpochLine } from './observer';
import type { Subsets } from './subsets';

/** Sums over the epoch so far; plain numbers, so that a checkpoint inside an epoch can hold them exactly. */
export interface Tally {
  steps: number;
  samples: number;
  loss: number;
  parts: Record<string, number>;
  correct: number;
  /** Training proper, in seconds. */
  seconds: number;
  /** By clean and noisy subset, where labels were changed. */
  subsets?: Subsets;
}

export function emptyTally(): Tally {
  return { steps: 0, samples: 0, loss: 0, parts: {}, correct: 0, seconds: 0 };
}

/** Adds one mini-batch: the mean over the learners, weighted by its size. */
export function addStep(
  tally: Tally,
  losses: readonly LearnerLoss[],
  size: number,
  correct: number,
  seconds: number,
) {
  tally.steps++;
  tally.samples += size;
  tally.correct += correct;
  tally.seconds += seconds;
  const mean = meanLoss(losses);
  tally.loss += mean.loss * size;
  for (const [name, value] of Object.entries(mean.parts)) {
    tally.parts[name] = (tally.parts[name] ?? 0) + value * size;
  }
}

/** Loss and parts of one mini-batch, mean over the learners. */
export function meanLoss(losses: readonly LearnerLoss[]): { loss: number; parts: Record<string, number> } {
  const parts: Record<string, number> = {};
  for (const learner of losses) {
    for (const [name, value] of Object.entries(learner.parts)) {
      parts[name] = (parts[name] ?? 0) + value / losses.length;
    }
  }
  return { loss: losses.reduce((sum, { total }) => sum + total, 0) / losses.length, parts };
}

export function trainTop1(tally: Tally): number {
  return (100 * tally.correct) / tally.samples;
}

/** The training half of an epoch's line. */
export function summarise(tally: Tally): Omit<EpochLine, 'epoch' | 'learningRate'> {
  const mean = (sum: number) => sum / tally.samples;
  return {
    loss: mean(tally.loss),
    parts: Object.fromEntries(Object.entries(tally.parts).map(([name, sum]) => [name, mean(sum)])),
    trainTop1: trainTop1(tally),
    imagesPerSecond: tally.samples / tally.seconds,
    seconds: tally.seconds,
  };
}
