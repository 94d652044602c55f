import type { RandomStream } from '../../base/random';
import { finiteClassSamples } from '../linear-inequality';
import { repairedSampleComplexity } from '../sample-complexity';
import { draws, share } from './measure';
import { atMost, equal } from './result';
import type { Measurement } from './result';
import { mostVoted } from './votes';

/** Class `FROM` is the one that is called `TO`. */
const FROM = 3;
const TO = 5;
const CLASSES = 10;
const ERROR = 0.05;
const FAILURE = 0.05;

/** A teacher at k = 1: the chance that it calls an instance of a class `TO`; else it is right. */
export interface OneWayTeacher {
  name: string;
  calls: (truth: number) => number;
  /** η_1 and γ_1 of Eq. 1 and 2, averages over balanced classes. */
  unreliability: number;
  ambiguity: number;
  /** Error of the best student for its labels. */
  learnt: number;
}

/** Equal averages, unequal rates at an instance: up to 1 in the first teacher, up to 1/9 in the second. */
export const ONE_WAY_TEACHERS: readonly OneWayTeacher[] = [
  {
    name: `class ${FROM} always called ${TO}`,
    calls: (truth) => (truth === FROM ? 1 : 0),
    unreliability: 1 / CLASSES,
    ambiguity: 1 / (CLASSES - 1),
    learnt: 1 / CLASSES,
  },
  {
    name: `every other class at times called ${TO}`,
    calls: (truth) => (truth === TO ? 0 : 1 / (CLASSES - 1)),
    unreliability: 1 / CLASSES,
    ambiguity: 1 / (CLASSES - 1),
    learnt: 0,
  },
];

/** The teacher's label for one instance. */
export function teacherLabel({ calls }: OneWayTeacher, truth: number, stream: RandomStream): number {
  return stream.uniform() < calls(truth) ? TO : truth;
}

/**
 * Students that cannot memorise: instances lie evenly in [0, 1), a tenth for each class, and a hypothesis has one label
 * for each tenth (all 10^10 of them, the truth among them, Natarajan dimension 10). The best student for the labels has
 * in each tenth the label with the largest Pr(i ∈ Ω); the ERM learner the most frequent one of a sample at which n_0′
 * and Bernstein's size both promise an error below 0.05. Both are tested on fresh instances.
 */
export function swappedClassErrors(effort: number, streamOf: (name: string) => RandomStream): Measurement[] {
  const fresh = draws(20_000, effort);
  return ONE_WAY_TEACHERS.flatMap((teacher): Measurement[] => {
    const { name, unreliability, ambiguity, learnt } = teacher;
    const stream = streamOf(name);
    const samples = promisedSamples(unreliability, ambiguity);
    const error = (student: readonly number[]) => share(errors(student, fresh, stream), fresh);
    const setting = `${name}, k 1, η ${unreliability.toFixed(3)}, γ ${ambiguity.toFixed(3)}`;
    return [
      {
        label: `${setting}, best student: error`,
        printed: equal(0),
        corrected: equal(learnt),
        ...error(bestStudent(teacher)),
      },
      {
        label: `${setting}, ERM learner, n ${samples}: error`,
        printed: atMost(ERROR),
        corrected: equal(learnt),
        ...error(learner(teacher, samples, stream)),
      },
    ];
  });
}

/** Samples after which error < ε is promised with probability 1 − δ, by n_0′ and by Bernstein's size. */
function promisedSamples(unreliability: number, ambiguity: number): number {
  const task = { dimension: CLASSES, classes: CLASSES, error: ERROR, failure: FAILURE };
  const finite = { hypotheses: CLASSES ** CLASSES, error: ERROR, failure: FAILURE };
  const repaired = repairedSampleComplexity(unreliability, ambiguity, task).samples!;
  return Math.ceil(Math.max(repaired, finiteClassSamples(unreliability, ambiguity, finite)));
}

/** Minimiser of the expected set error; it falls apart into the tenths. */
function bestStudent({ calls }: OneWayTeacher): number[] {
  return Array.from({ length: CLASSES }, (_, truth) => {
    const entering = new Float64Array(CLASSES);
    entering[truth] += 1 - calls(truth);
    entering[TO] += calls(truth);
    return entering.indexOf(Math.max(...entering));
  });
}

/** Minimiser of the set error on a sample. */
function learner(teacher: OneWayTeacher, samples: number, stream: RandomStream): number[] {
  const counts = Array.from({ length: CLASSES }, () => new Int32Array(CLASSES));
  for (let n = 0; n < samples; n++) {
    const truth = tenth(stream);
    counts[truth][teacherLabel(teacher, truth, stream)]++;
  }
  return counts.map((row) => mostVoted(row, stream));
}

function errors(student: readonly number[], fresh: number, stream: RandomStream): number {
  let wrong = 0;
  for (let n = 0; n < fresh; n++) {
    const truth = tenth(stream);
    if (student[truth] !== truth) wrong++;
  }
  return wrong;
}

/** The tenth in which a new instance lies, which is its true class. */
function tenth(stream: RandomStream): number {
  return Math.floor(CLASSES * stream.uniform());
}
