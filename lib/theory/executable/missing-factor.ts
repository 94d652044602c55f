import { RandomStream } from '../../base/random';
import { logSwapProbability, logSwapSum } from '../lemma2';
import type { PairCounts } from '../lemma2';
import { draws, share } from './measure';
import { checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const ETA = 0.1;
const GAMMA = 0.3;
const PAIRS: readonly PairCounts[] = [
  { both: 0, one: 1, none: 3 },
  { both: 0, one: 2, none: 4 },
  { both: 1, one: 2, none: 3 },
  { both: 0, one: 3, none: 7 },
];

/**
 * Lemma 2's proof (A.4) sums over the 2^n swaps of training and test pairs and forgets to divide by 2^n. Simulated: a
 * hypothesis with fixed wrong pairs, a random swap, label sets that hold a right prediction with probability 1 − η and
 * a wrong one with γ. Here all steps of the proof but the division are equalities, so the chance of no training error
 * should be what the last line says.
 */
export function simulateMissingFactor({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const trials = draws(1_000_000, effort);
  const values = PAIRS.map((pairs): Measurement => {
    const n = pairs.both + pairs.one + pairs.none;
    const stream = new RandomStream(seed, 'missing-factor', pairs.both, pairs.one, pairs.none);
    let clean = 0;
    for (let t = 0; t < trials; t++) if (noTrainingError(pairs, stream)) clean++;
    return {
      label: `n ${n}, wrong on both ${pairs.both}, on one ${pairs.one}: chance of no training error`,
      printed: equal(Math.exp(logSwapSum(ETA, GAMMA, pairs))),
      corrected: equal(Math.exp(logSwapProbability(ETA, GAMMA, pairs))),
      ...share(clean, trials),
    };
  });
  return checkTheorem(
    {
      id: 'missing-factor',
      title: 'Lemma 2’s proof, last line: the missing 2^−n',
      source: 'A.4, passed on to A.5 and Theorem 2',
      printed:
        'Pr(S) ≤ (2n)^d L^(2d) (2−2η)^n ((1−η+γ)/(2(1−η)))^(nε/2), the sum over all swaps in place of the chance.',
      corrected:
        'Pr(S) ≤ (2n)^d L^(2d) (1−η)^n ((1−η+γ)/(2(1−η)))^(nε/2), which implies Lemma 2 as stated. Lemma 2 itself stands.',
      derivation:
        'The sum over all swaps is 2^n Pr(S), as the proof itself says at its start. Dividing by 2^n turns (2−2η)^n into (1−η)^n ≤ 1.',
      conclusion:
        'The chance is the swap sum divided by 2^n. The undivided sum, which the last line goes on with, is no chance: it exceeds 1 here. As a bound the line is 2^n times too large, not too small, so Lemma 2 itself stands; what falls is what Theorem 2 makes of that line.',
    },
    values,
    values[1].label,
  );
}

function noTrainingError({ both, one, none }: PairCounts, stream: RandomStream): boolean {
  for (let pair = 0; pair < both + one + none; pair++) {
    const swapped = stream.uniform() < 0.5;
    const wrong = pair < both || (pair < both + one && swapped);
    if (stream.uniform() >= (wrong ? GAMMA : 1 - ETA)) return false;
  }
  return true;
}
