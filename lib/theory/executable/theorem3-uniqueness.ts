import { RandomStream } from '../../base/random';
import { lipschitzLimit } from '../theorem3-contraction';
import { fixedPoints, selfTrainingRounds } from '../theorem3-fixed-points';
import type { AccuracyFunction, AmbiguityForm } from '../theorem3-map';
import { draws, share } from './measure';
import { above, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const CLASSES = 10;
const PIECES = 8;
const FORMS: readonly AmbiguityForm[] = ['printed', 'consistent'];

/**
 * Theorem 3's existence and uniqueness on random accuracy functions, falling in η and in γ by straight pieces:
 * gentle ones with k_L < 1 − 1/c and steep ones with k_L up to 4.
 */
export function simulateTheorem3Uniqueness({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const trials = draws(1500, effort);
  const values = FORMS.flatMap((form): Measurement[] => {
    const stream = new RandomStream(seed, 'uniqueness', form);
    let one = 0;
    let reached = 0;
    let some = 0;
    let several = 0;
    for (let t = 0; t < trials; t++) {
      const setting = { classes: CLASSES, k: 1 + stream.integer(CLASSES - 1), form };
      const gentle = randomAccuracy(0.99 * lipschitzLimit(CLASSES), stream);
      const found = fixedPoints(gentle, setting);
      if (found.length === 1) one++;
      const last = selfTrainingRounds(gentle, setting, stream.uniform(), 1500).at(-1)!;
      if (found.some(({ accuracy }) => Math.abs(accuracy - last) < 1e-4)) reached++;
      const steep = fixedPoints(randomAccuracy(4, stream), setting).length;
      if (steep > 0) some++;
      if (steep > 1) several++;
    }
    const label = (text: string): string => `${form} constant, ${text}`;
    return [
      {
        label: label('k_L < 1 − 1/c: exactly one fixed point'),
        printed: equal(1),
        corrected: equal(1),
        ...share(one, trials),
      },
      {
        label: label('k_L < 1 − 1/c: rounds end there'),
        printed: equal(1),
        corrected: equal(1),
        ...share(reached, trials),
      },
      { label: label('k_L up to 4: a fixed point exists'), corrected: equal(1), ...share(some, trials) },
      { label: label('k_L up to 4: more than one'), corrected: above(0), ...share(several, trials) },
    ];
  });
  return checkTheorem(
    {
      id: 'theorem3-uniqueness',
      title: 'Theorem 3: existence and uniqueness',
      source: 'Theorem 3, A.6',
      printed: 'If k_L < 1 − 1/c, the final accuracy exists and is unique.',
      corrected:
        'True, with either constant. A fixed point exists for every continuous ρ; the condition is needed for uniqueness and convergence.',
      derivation:
        'Both constants leave the slope of γ in ρ at −1/(c−1), so a round contracts by (1 + 1/(c−1)) k_L. Existence alone: the map takes [0, 1] into itself.',
      conclusion:
        'One fixed point, reached from any start, for gentle ρ; for steep ones there can be several, and the start decides.',
    },
    values,
    values[4].label,
  );
}

/** ρ = 1 − f(η) − g(γ) with f and g rising by straight pieces, no steeper than `steepest`, kept above 0. */
function randomAccuracy(steepest: number, stream: RandomStream): AccuracyFunction {
  const curve = (): ((x: number) => number) => {
    const heights = [0];
    for (let i = 0; i < PIECES; i++) heights.push(heights[i] + (steepest * stream.uniform() ** 2) / PIECES);
    return (x) => {
      const piece = Math.min(PIECES - 1, Math.floor(x * PIECES));
      return heights[piece] + (x * PIECES - piece) * (heights[piece + 1] - heights[piece]);
    };
  };
  const [f, g] = [curve(), curve()];
  return (eta, gamma) => Math.max(0, 1 - f(eta) - g(gamma));
}
