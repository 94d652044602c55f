import { RandomStream } from '../../base/random';
import { additiveNoiseIndicators } from '../corollary2';
import { UNIT_NOISE } from '../noise';
import type { NoiseFamily } from '../noise';
import { draws, share } from './measure';
import { checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const K = 4;
const SETTINGS: readonly (readonly [NoiseFamily, number, number])[] = [
  ['gaussian', 10, 0.5],
  ['gaussian', 10, 1],
  ['gaussian', 100, 0.5],
  ['laplace', 10, 0.5],
  ['laplace', 10, 2],
  ['laplace', 100, 0.5],
];

/**
 * Corollary 2: additive noise on one-hot labels. Drawn label sets (top 4) against the numerical order statistics, and
 * against the inequality as printed.
 */
export function simulateCorollary2({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const values = SETTINGS.flatMap(([noise, classes, scale]): Measurement[] => {
    const trials = draws(2_000_000 / classes, effort);
    const stream = new RandomStream(seed, 'corollary2', noise, classes, scale);
    const { draw } = UNIT_NOISE[noise];
    const wrong = new Float64Array(classes - 1);
    let missed = 0;
    let entered = 0;
    for (let t = 0; t < trials; t++) {
      const truth = 1 + scale * draw(stream);
      let above = truth > scale * (wrong[0] = draw(stream)) ? 0 : 1;
      let aboveFirst = 0;
      for (let i = 1; i < classes - 1; i++) {
        wrong[i] = draw(stream);
        if (scale * wrong[i] > truth) above++;
        if (wrong[i] > wrong[0]) aboveFirst++;
      }
      if (above >= K) missed++;
      // The first wrong class is in Ω_4 if fewer than 4 entries lie above it; all wrong classes are alike.
      if (aboveFirst + (truth > scale * wrong[0] ? 1 : 0) < K) entered++;
    }
    const exact = additiveNoiseIndicators({ noise, classes, scale }, K);
    const name = `${noise}, ${classes} classes, scale ${scale}`;
    return [
      {
        label: `${name}: η_4`,
        printed: equal(1 - exact.unreliability),
        corrected: equal(exact.unreliability),
        ...share(missed, trials),
      },
      { label: `${name}: γ_4`, corrected: equal(exact.ambiguity), ...share(entered, trials) },
    ];
  });
  return checkTheorem(
    {
      id: 'corollary2',
      title: 'Corollary 2: additive noise',
      source: 'Corollary 2',
      printed:
        'η = Pr(1 + y > x), γ = (η + k − 1)/(c − 1), x an order statistic of the noise (damaged in print)',
      corrected:
        'η = Pr(1 + y < x), x the k-th largest of the c − 1 wrong entries, y the truth’s noise; γ as printed',
      derivation:
        'The truth is missed if at least k wrong entries exceed it. With the printed sign η would fall as the noise grows.',
      conclusion:
        'Simulation and quadrature agree; the printed inequality gives 1 − η. γ is the floor (k−1+η)/(c−1), so η + γ < 1 at every scale: noise only narrows the margin.',
    },
    values,
    values[2].label,
  );
}
