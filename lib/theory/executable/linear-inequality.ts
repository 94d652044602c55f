import { RandomStream } from '../../base/random';
import { leastExcessSetError } from '../linear-inequality';
import { votingAccuracy } from '../voting-accuracy';
import { draws, mean, share } from './measure';
import { above, atLeast, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';
import { truthWins } from './votes';

/** (η, γ, error of the hypothesis). */
const EXACT = [
  [0.1, 0.1, 0.5],
  [0.3, 0.5, 0.2],
  [0.5, 0.45, 0.8],
  [0.6, 0.5, 0.5],
] as const;

/** Points around η + γ = 1, at 10 classes and 41 sets an instance. */
const THRESHOLD = [
  [0.5, 0.4],
  [0.5, 0.5],
  [0.55, 0.5],
] as const;

const CLASSES = 10;
const VOTES = 41;

/**
 * The sound replacement of Theorem 2's argument: the excess set error of any hypothesis is at least (1−η−γ) times its
 * error. Tested with equal rates, where it is an equality, with rates that vary below γ, and by the set-error
 * minimiser around the threshold η + γ = 1.
 */
export function simulateLinearInequality({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const excess = (eta: number, gamma: number, error: number, vary: boolean): Float64Array => {
    const stream = new RandomStream(seed, 'excess', eta, gamma, vary ? 1 : 0);
    return Float64Array.from({ length: draws(100_000, effort) }, () => {
      if (stream.uniform() >= error) return 0;
      const missed = stream.uniform() < eta * (vary ? stream.uniform() : 1);
      const entered = stream.uniform() < gamma * (vary ? stream.uniform() : 1);
      return (entered ? 0 : 1) - (missed ? 1 : 0);
    });
  };
  const exact = EXACT.map(
    ([eta, gamma, error]): Measurement => ({
      label: `equal rates, η ${eta}, γ ${gamma}, error ${error}: excess set error`,
      corrected: equal(leastExcessSetError(eta, gamma, error)),
      ...mean(excess(eta, gamma, error, false)),
    }),
  );
  const varied = EXACT.map(
    ([eta, gamma, error]): Measurement => ({
      label: `rates up to η ${eta}, γ ${gamma}, error ${error}: excess set error`,
      corrected: atLeast(leastExcessSetError(eta, gamma, error)),
      ...mean(excess(eta, gamma, error, true)),
    }),
  );
  const threshold = THRESHOLD.map(([eta, gamma]): Measurement => {
    const trials = draws(10_000, effort);
    const stream = new RandomStream(seed, 'threshold', eta, gamma);
    let right = 0;
    for (let t = 0; t < trials; t++) if (truthWins(eta, gamma, CLASSES, VOTES, stream)) right++;
    return {
      label: `η ${eta}, γ ${gamma}: accuracy of the set-error minimiser, ${CLASSES} classes, ${VOTES} sets`,
      printed: eta + gamma < 1 ? above(1 / CLASSES) : undefined,
      corrected: equal(votingAccuracy(eta, gamma, CLASSES, VOTES)),
      ...share(right, trials),
    };
  });
  return checkTheorem(
    {
      id: 'linear-inequality',
      title: 'The linear inequality and the threshold η + γ = 1',
      source: 'in place of Theorem 2’s argument (ours)',
      printed: 'η + γ < 1 makes soft labels learnable (Theorem 2’s condition).',
      corrected: 'Err^Δ(h) − Err^Δ(h°) ≥ (1 − η − γ) · Err(h) where the rates hold for each instance.',
      derivation:
        'Where h is right both have the same set error. Where it errs, its set error is at least 1 − γ, the truth’s at most η.',
      conclusion:
        'Equality where all rates are equal, more where they vary. Where all rates are equal the minimiser guesses at η + γ = 1 (1/c) and avoids the truth beyond it: there the condition is exact. Rates that only stay below η and γ can teach beyond it.',
    },
    [...exact, ...varied, ...threshold],
    exact[1].label,
  );
}
