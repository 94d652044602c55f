import { RandomStream } from '../../base/random';
import { mostVoted } from './votes';

/**
 * A self-training whose assumptions are Theorem 3's own: wrong labels are equally likely, the learner's accuracy is a
 * function of its labels' (η, γ). An instance is predicted by the vote of 1, 3, 9 or 27 label sets, so that some are
 * harder than others; a share `labelled` is known from the start.
 */
export const SELF_TRAINING = {
  classes: 10,
  votes: [1, 3, 9, 27],
  labelled: 0.4,
  instances: 2000,
  rounds: 30,
} as const;

/** The last rounds, over which the final accuracy is averaged. */
const LAST = 10;

/**
 * Accuracy of the learner on sets of `members` labels that hold the truth with probability `truth`; the other members
 * are drawn evenly from the wrong labels. So η = 1 − truth and γ = (members − truth)/(c−1).
 */
export function learnerAccuracy(members: number, truth: number, stream: RandomStream): number {
  const { classes, votes, labelled, instances } = SELF_TRAINING;
  const wrong = Int32Array.from({ length: classes - 1 }, (_, i) => i + 1);
  const counts = new Int32Array(classes);
  let right = 0;
  for (let i = 0; i < instances; i++) {
    if (stream.uniform() < labelled) {
      right++;
      continue;
    }
    counts.fill(0);
    for (let v = votes[i % votes.length]; v > 0; v--) {
      let place = 0;
      if (stream.uniform() < truth) {
        counts[0]++;
        place = 1;
      }
      // The first places of a shuffled list of the wrong labels.
      for (let j = 0; j + place < members; j++) {
        const other = j + stream.integer(classes - 1 - j);
        const label = wrong[other];
        wrong[other] = wrong[j];
        wrong[j] = label;
        counts[label]++;
      }
    }
    if (mostVoted(counts, stream) === 0) right++;
  }
  return right / instances;
}

/** Accuracy at the end of a self-training with top-k sets, mean of the last rounds. */
export function finalAccuracy(k: number, seed: number, run: number): number {
  const stream = new RandomStream(seed, 'self-training', k, run);
  let accuracy = 0.9;
  let sum = 0;
  for (let round = 1; round <= SELF_TRAINING.rounds; round++) {
    accuracy = learnerAccuracy(k, accuracy, stream);
    if (round > SELF_TRAINING.rounds - LAST) sum += accuracy / LAST;
  }
  return sum;
}

const GRID = 40;

/**
 * The highest fixed point of x = ρ(1 − x, γ) where ρ is measured on a grid of labels with sets of `members` labels
 * and read between its points by straight lines.
 */
export function measuredFixedPoint(members: number, seed: number, run: number): number {
  const stream = new RandomStream(seed, 'measured-rho', members, run);
  let above = learnerAccuracy(members, 1, stream) - 1;
  for (let j = GRID - 1; j >= 0; j--) {
    const here = learnerAccuracy(members, j / GRID, stream) - j / GRID;
    if (here >= 0) return (j + here / (here - above)) / GRID;
    above = here;
  }
  return 0;
}

/** Accuracy of a teacher of one-hot plus noise, and how often a wrong label is in its top-k sets. */
export function topKOfNoisyTeacher(
  k: number,
  trials: number,
  seed: number,
): { accuracy: number; wrong: number; trials: number } {
  const { classes } = SELF_TRAINING;
  const stream = new RandomStream(seed, 'noisy-teacher', k);
  const scores = new Float64Array(classes);
  let right = 0;
  let wrong = 0;
  for (let t = 0; t < trials; t++) {
    for (let c = 0; c < classes; c++) scores[c] = 0.4 * stream.normal() + (c === 0 ? 1 : 0);
    let aboveTruth = 0;
    let aboveOther = 0;
    for (let c = 0; c < classes; c++) {
      if (scores[c] > scores[0]) aboveTruth++;
      if (scores[c] > scores[1]) aboveOther++;
    }
    if (aboveTruth === 0) right++;
    if (aboveOther < k) wrong++;
  }
  return { accuracy: right / trials, wrong, trials };
}
