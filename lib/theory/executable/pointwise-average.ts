import { RandomStream } from '../../base/random';
import { ambiguityFloor } from '../conditions';
import { otherClass } from '../candidate-sets';
import { repairedSampleComplexity } from '../sample-complexity';
import { votingAccuracy } from '../voting-accuracy';
import { draws, share } from './measure';
import { atMost, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';
import { swappedClassErrors } from './swapped-class';
import { truthWins } from './votes';

const CLASSES = 10;
const ERROR = 0.1;
/** (k, η) of the teachers; γ is the floor, since wrong labels are drawn evenly. */
const TEACHERS = [
  [1, 0.3],
  [4, 0.2],
] as const;

/**
 * Equations 1 and 2 average over data, the proofs of Theorems 1 and 2 use η and γ for each instance. Two ways in which
 * that fails. A network's label set is a function of x, the same at every visit: a learner over a table of instances
 * minimises the set error of (a) such a fixed teacher and (b) a rule that draws its sets afresh, with the same η and γ,
 * at a sample size above n_0′. And errors may gather in one class: then even the best student that shares one label
 * among all instances of a class, and so memorises nothing, is wrong there.
 */
export function simulatePointwiseAverage({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const tables = TEACHERS.flatMap(([k, eta]): Measurement[] => {
    const instances = draws(2000, effort);
    const gamma = ambiguityFloor(k, eta, CLASSES);
    const task = { dimension: 1, classes: CLASSES, error: ERROR, failure: 0.05 };
    // Samples an instance where each is learnt for itself; that is above n_0′/d of the whole table.
    const votes = Math.ceil(repairedSampleComplexity(eta, gamma, task).samples!);
    const stream = new RandomStream(seed, 'pointwise', k);
    let fixedWrong = 0;
    let drawnWrong = 0;
    for (let i = 0; i < instances; i++) {
      if (!learnsFromFixedSet(k, eta, stream)) fixedWrong++;
      if (!truthWins(eta, gamma, CLASSES, votes, stream)) drawnWrong++;
    }
    const setting = `k ${k}, η ${eta}, γ ${gamma.toFixed(3)}, ${votes} sets an instance`;
    return [
      {
        label: `fixed teacher, ${setting}: error`,
        printed: atMost(ERROR),
        corrected: equal(1 - (1 - eta) / k),
        ...share(fixedWrong, instances),
      },
      {
        label: `sets drawn afresh, ${setting}: error`,
        printed: atMost(ERROR),
        corrected: equal(1 - votingAccuracy(eta, gamma, CLASSES, votes)),
        ...share(drawnWrong, instances),
      },
    ];
  });
  const swapped = swappedClassErrors(effort, (name) => new RandomStream(seed, 'swapped-class', name));
  return checkTheorem(
    {
      id: 'pointwise-average',
      title: 'Theorems 1 and 2: averages do not replace pointwise rates',
      source: 'Eq. 1 and 2 against A.2 and A.4',
      printed:
        'With η_k and γ_k averaged over the data: γ_k < 1 − η_k/(1−η_k) makes the best student for the labels the best for the truth (Theorem 1); η_k + γ_k < 1 makes the ERM learner reach any error (Theorem 2).',
      corrected:
        'Both need the rates at each instance, or in each group of instances that no hypothesis tells apart: Pr(y ∈ Ω | x) ≥ 1 − η, Pr(i ∈ Ω | x) ≤ γ. So they are for partial labels and additive noise, not for a network teacher.',
      derivation:
        'If class 3 of ten is always called 5 and all else is right, η_1 = 1/10 and γ_1 = 1/9, below Theorem 1’s bound 8/9. Yet “5 on class 3” has set error 0 and the truth 1/10, so the best student and, however large n, the ERM learner are wrong on all of class 3. With a fixed set Ω(x) the rates at an instance are 0 or 1: a learner without ties between instances finds the truth with chance (1−η)/k at most.',
      conclusion:
        'With the same averages, fresh sets teach the task and fixed ones leave the error 1 − (1−η)/k. That is not only memorising: students with one label a class are wrong on fresh instances where the errors gather in one class, and right where the same errors are spread over classes. What a student of a network gains by generalising, which neither theorem uses, corrects scattered errors and no systematic ones.',
    },
    [...tables, ...swapped],
    swapped[0].label,
  );
}

/** The teacher's one set for an instance of class 0, and a learner that picks one of its k labels by lot. */
function learnsFromFixedSet(k: number, eta: number, stream: RandomStream): boolean {
  const set: number[] = stream.uniform() < eta ? [] : [0];
  while (set.length < k) {
    const label = otherClass(0, CLASSES, stream);
    if (!set.includes(label)) set.push(label);
  }
  return set[stream.integer(k)] === 0;
}
