import type { Measures } from '../base';
import { softmax } from './evaluate';
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
