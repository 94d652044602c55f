import type { RandomStream } from '../../base/random';

/** The label with most votes; a tie by lot. */
export function mostVoted(counts: ArrayLike<number>, stream: RandomStream): number {
  let best = 0;
  let ties = 1;
  for (let label = 1; label < counts.length; label++) {
    if (counts[label] > counts[best]) {
      best = label;
      ties = 1;
    } else if (counts[label] === counts[best]) {
      ties++;
      if (stream.integer(ties) === 0) best = label;
    }
  }
  return best;
}

/**
 * Whether the truth, class 0, wins a vote of independent label sets: it enters each with probability 1 − η, every
 * wrong label with γ. That label minimises the empirical set error of the instance.
 */
export function truthWins(
  unreliability: number,
  ambiguity: number,
  classes: number,
  votes: number,
  stream: RandomStream,
): boolean {
  const counts = new Int32Array(classes);
  for (let label = 0; label < classes; label++) {
    const rate = label === 0 ? 1 - unreliability : ambiguity;
    for (let v = 0; v < votes; v++) if (stream.uniform() < rate) counts[label]++;
  }
  return mostVoted(counts, stream) === 0;
}
