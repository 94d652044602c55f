import type { Measures } from '../base';
import type { PreparedData } from '../data/definition';
import { calibrationError, certaintyOf, softmax } from './evaluate';
import type { Run } from './run';

/** Temperatures at which the teacher's predictions are summed by class. */
const TEMPERATURES = [1, 2, 4, 8];

/**
 * Class sums of the teacher's softened predictions on the training images as they were fed in the last epoch (on the
 * first view), scaled to the number of training images: `teacherClassSums@T`, [C]. With balanced labels and an
 * unbiased teacher every entry would be N/C.
 */
export function teacherMeasures({ teacher, data, method }: Run): Measures {
  if (!teacher) return {};
  const [view] = method.views;
  const logits = teacher.isFixed(view) ? teacher.fixedLogits(view) : teacher.state()[view];
  if (!logits) return {};
  return Object.fromEntries(
    TEMPERATURES.map((temperature) => [
      `teacherClassSums@${temperature}`,
      classSums(logits, data.classes, temperature),
    ]),
  );
}

/** Σ over images of softmax(logits/temperature), [C], times N over the images drawn (rows of NaN were not). */
export function classSums(logits: Float32Array, classes: number, temperature: number): number[] {
  const probabilities = softmax(
    logits.map((logit) => logit / temperature),
    classes,
  );
  const sums = new Array<number>(classes).fill(0);
  let drawn = 0;
  for (let row = 0; row < probabilities.length; row += classes) {
    if (Number.isNaN(probabilities[row])) continue;
    drawn++;
    for (let j = 0; j < classes; j++) sums[j] += probabilities[row + j];
  }
  const count = logits.length / classes;
  return sums.map((sum) => (sum * count) / drawn);
}

/** Temperatures of Table 7 of ProSelfLC: softmax(z/T). */
const CALIBRATION_TEMPERATURES = [1, 1 / 4, 1 / 8];

/**
 * Expected calibration error on the test images in 10 bins, in [0, 1], mean over the learners: `testEce@T` with max p
 * and `testCertaintyEce@T` with 1 − H(p)/log C as confidence, of p = softmax(z/T).
 * @param logits of each learner, [N, C]
 */
export function calibrationMeasures(
  logits: readonly Float32Array[],
  { test, classes }: PreparedData,
): Measures {
  const mean = (error: (rows: Float32Array) => number) => [
    logits.reduce((sum, rows) => sum + error(rows), 0) / logits.length,
  ];
  return Object.fromEntries(
    CALIBRATION_TEMPERATURES.flatMap((temperature) => {
      const divided = (rows: Float32Array) => rows.map((logit) => logit / temperature);
      const ece = (rows: Float32Array) => calibrationError(divided(rows), test.trueLabels, classes);
      const certainty = (rows: Float32Array) =>
        calibrationError(divided(rows), test.trueLabels, classes, 10, certaintyOf);
      return [
        [`testEce@${temperature}`, mean(ece)],
        [`testCertaintyEce@${temperature}`, mean(certainty)],
      ];
    }),
  ) as Measures;
}
