import { evaluateCaseWith } from './case';
import type { LossDefinition, LossInputName } from './definition';

/** A loss along one student logit, everything else held: value and derivative, both of one sample. */
export interface LossAlongLogit {
  /** Values of the logit. */
  logit: number[];
  /** Total at each, in the loss's own units; with several samples their mean. */
  total: number[];
  /** ∂total/∂logit at each, times the number of samples. */
  slope: number[];
}

/** The situation: a first sample with five classes, the truth first; further samples are the same, turned. */
const STUDENT = [1, 0.5, 0, -0.5, -1];
const TEACHER = [4, 2, 0, -1, -2];
const SITUATION: Partial<Record<LossInputName, (sample: number) => unknown>> = {
  labels: (n) => n % STUDENT.length,
  studentLogits: (n) => turned(STUDENT, n),
  teacherLogits: (n) => turned(TEACHER, n),
  studentStrongLogits: (n) => turned([0.5, 0.8, 0, -0.3, -0.5], n),
  teacherStrongLogits: (n) => turned([3, 2.5, 0, -1, -1], n),
  classifierLogits: (n) => turned([2, 0, 0, -1, -1], n),
  previousProbabilities: (n) => turned([0.6, 0.2, 0.1, 0.05, 0.05], n),
  candidates: (n) => turned([1, 1, 0, 0, 0], n),
  randomLabels: (n) => [2, 3, 4].map((label) => (label + n) % STUDENT.length),
};

/** The situation in words, for the page that shows the curves. */
export const SITUATION_IN_WORDS =
  `five classes, the first one true; student logits ${STUDENT.join(', ')} (the one that moves apart), ` +
  `teacher logits ${TEACHER.join(', ')}, options at their defaults; half of the training done`;

/**
 * Value and gradient of a loss on logits along the student's logit of `classIndex` (0 is the truth, 1 the teacher's
 * second guess). A loss that is a mean over samples gets one sample; one that couples the samples of a batch gets four,
 * of which the first moves. Undefined for losses on features.
 */
export function alongLogit(
  loss: LossDefinition,
  classIndex: number,
  logit: readonly number[],
): LossAlongLogit | undefined {
  if (loss.required.includes('studentFeatures')) return undefined;
  const samples = loss.bySample ? 1 : 4;
  const fields = loss.required.filter((name) => SITUATION[name] !== undefined);
  const given = Object.fromEntries(
    fields.map((name) => [name, Array.from({ length: samples }, (_, n) => SITUATION[name]!(n))]),
  );
  const progress = [...loss.required, ...loss.optional].includes('progress') ? { progress: 0.5 } : {};
  const curve: LossAlongLogit = { logit: [...logit], total: [], slope: [] };
  for (const value of logit) {
    const studentLogits = (given.studentLogits as number[][]).map((row, n) =>
      n === 0 ? row.map((other, c) => (c === classIndex ? value : other)) : row,
    );
    const answer = evaluateCaseWith(() => loss, { loss: loss.name, ...given, ...progress, studentLogits });
    curve.total.push(answer.total);
    curve.slope.push(samples * (answer.gradient.studentLogits as number[][])[0][classIndex]);
  }
  return curve;
}

/** The row of the n-th sample: the first one's, turned so that its own label stands where the truth stood. */
function turned(row: readonly number[], n: number): number[] {
  return row.map((_, c) => row[(c + row.length - (n % row.length)) % row.length]);
}
