import { RandomStream } from '../../base/random';
import { ambiguityBias } from '../ambiguity-bias';
import { drawCandidateSets } from '../candidate-sets';
import { setMembership } from '../membership';
import { draws, mean } from './measure';
import { atLeast, atMost, checkTheorem } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const RATE = 0.2;
const SIZES = [
  [10, 200],
  [100, 400],
  [100, 4000],
] as const;

/**
 * γ is the largest of C frequencies, so its estimate leans upwards in small samples. Candidate sets whose wrong labels
 * all enter with 0.2, the worst case, many times over: the mean estimate, its bootstrap correction and the
 * cross-fitted value against the true γ.
 */
export function simulateAmbiguityBias({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const values = SIZES.flatMap(([classes, samples]): Measurement[] => {
    const runs = draws(samples > 1000 ? 12 : 40, effort);
    const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
    const setting = { sampler: 'independent', unreliableRate: 0, partialRate: RATE, classes } as const;
    const found = Array.from({ length: runs }, (_, run) => {
      const sets = drawCandidateSets(labels, setting, new RandomStream(seed, 'lean', classes, samples, run));
      const membership = setMembership(sets, labels, samples, classes);
      return ambiguityBias(membership, 1, { resamples: 30, halvings: 3, seed: run + 1 });
    });
    const name = `${classes} classes, ${samples} samples`;
    const of = (key: 'estimate' | 'corrected' | 'crossFitted') =>
      mean(Float64Array.from(found, (bias) => bias[key]));
    return [
      {
        label: `${name}: γ as measured`,
        corrected: atMost(RATE + found[0].limit),
        ...of('estimate'),
      },
      { label: `${name}: γ less its bootstrap bias`, corrected: atLeast(RATE), ...of('corrected') },
      { label: `${name}: γ cross-fitted`, corrected: atMost(RATE), ...of('crossFitted') },
    ];
  });
  return checkTheorem(
    {
      id: 'ambiguity-bias',
      title: 'The measured ambiguity leans upwards',
      source: 'Eq. 2 as estimated in the experiments',
      printed: 'A procedure, no claim: γ is estimated by its frequency on the test data.',
      corrected:
        'E γ̂ lies above γ by at most √(ln C/2n), n the fewest samples that any of the C frequencies rests on. The bootstrap takes off a part; the cross-fitted value does not exceed γ on average.',
      derivation:
        'E max ≥ max E. Each frequency is a mean of at least n values in [0, 1], sub-Gaussian with variance 1/(4n); the largest of C such errors has mean ≤ √(2 ln C/(4n)).',
      conclusion:
        'With 100 classes and some hundred samples γ reads several points too high. The lean vanishes as samples grow, or where one class leads clearly.',
    },
    values,
    values[3].label,
  );
}
