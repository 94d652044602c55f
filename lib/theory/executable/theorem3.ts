import { ambiguityOfAccuracy } from '../theorem3-map';
import { draws, mean, share } from './measure';
import { atMost, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';
import { SELF_TRAINING, finalAccuracy, measuredFixedPoint, topKOfNoisyTeacher } from './self-training';

/** Two set sizes that add up to the number of classes, one on either side of c/2. */
const KS = [4, 6];

/**
 * Theorem 3: the constant in γ(ρ). First the identity itself, on the top-k sets of a noisy teacher; then a whole
 * self-training, whose final accuracy is set against the fixed points of the ρ measured beforehand on labels of given
 * (η, γ), once with the printed (c−k−x)/(c−1) and once with the consistent (k−x)/(c−1).
 */
export function simulateTheorem3({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const identity = [2, 8].map((k): Measurement => {
    const { accuracy, wrong, trials } = topKOfNoisyTeacher(k, draws(40_000, effort), seed);
    const bound = (form: 'printed' | 'consistent') => ambiguityOfAccuracy(accuracy, { classes: 10, k, form });
    return {
      label: `noisy teacher, c 10, k ${k}, accuracy ${accuracy.toFixed(3)}: rate of a wrong label`,
      printed: atMost(bound('printed')),
      corrected: atMost(bound('consistent')),
      ...share(wrong, trials),
    };
  });
  const runs = draws(16, effort);
  const perRun = (of: (run: number) => number) => Float64Array.from({ length: runs }, (_, run) => of(run));
  // The consistent form of k = 4 is the printed one of k = 6 and the other way round: two measurements serve both.
  const fixed = new Map(KS.map((k) => [k, perRun((run) => measuredFixedPoint(k, seed, run))]));
  const training = KS.map((k): Measurement[] => {
    const { classes } = SELF_TRAINING;
    const finals = perRun((run) => finalAccuracy(k, seed, run));
    const against = (members: number) => finals.map((value, run) => value - fixed.get(members)![run]);
    const name = `self-training, c ${classes}, k ${k}`;
    return [
      { label: `${name}: final accuracy`, ...mean(finals) },
      {
        label: `${name}: final accuracy − fixed point with (c−k−x)/(c−1)`,
        printed: equal(0),
        ...mean(against(classes - k)),
      },
      {
        label: `${name}: final accuracy − fixed point with (k−x)/(c−1)`,
        corrected: equal(0),
        ...mean(against(k)),
      },
    ];
  });
  const values = [...identity, ...training.flat()];
  return checkTheorem(
    {
      id: 'theorem3',
      title: 'Theorem 3: the constant of the fixed point',
      source: 'Theorem 3, Eq. 3 and 4, A.6',
      printed: 'γ_{t+1} ≤ (c−k−ρ_t)/(c−1); the final accuracy solves x = ρ(1−x, (c−k−x)/(c−1)).',
      corrected:
        'γ_{t+1} ≤ (k−ρ_t)/(c−1); x = ρ(1−x, (k−x)/(c−1)). The condition k_L < 1 − 1/c is unchanged.',
      derivation:
        'A top-k set has k members: (1−η) + (c−1)γ = k where wrong labels are equally likely, and η ≤ 1 − ρ. The print’s constant belongs to sets of c − k members. Both lines have the same slope in ρ, hence the same contraction.',
      conclusion:
        'The final accuracy is the consistent fixed point. The printed one is too low for k < c/2 and too high for k > c/2, where even the printed bound on γ fails.',
    },
    values,
    values[3].label,
  );
}
