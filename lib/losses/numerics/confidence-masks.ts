import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';

/** 1 where a teacher's confidence is at most the median, else 0. */
export interface ConfidenceMasks {
  /** By samples, confidence max_i p_i, [N]. */
  samples: Tensor1D;
  /** By classes, confidence Σ_n p_n over the batch, [C]. */
  classes: Tensor1D;
}

/**
 * The half of the samples, and of the classes, that the teacher is least confident of; ties with the median count as
 * in it. Confidences are taken in double precision: in float32 all sure samples tie at 1.
 * @param teacher logits at temperature 1, [N, C]
 */
export function leastConfident(teacher: Tensor2D): ConfidenceMasks {
  const probabilities = teacher.arraySync().map(softmax);
  const samples = probabilities.map((row) => Math.max(...row));
  const classes = probabilities[0].map((_, c) => probabilities.reduce((sum, row) => sum + row[c], 0));
  return { samples: tf.tensor1d(upToMedian(samples)), classes: tf.tensor1d(upToMedian(classes)) };
}

/** With an even count the median lies between the two middle values, so the lower one decides. */
function upToMedian(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const bound = sorted[Math.floor((values.length - 1) / 2)];
  return values.map((value) => (value <= bound ? 1 : 0));
}

function softmax(z: number[]): number[] {
  const largest = Math.max(...z);
  const exponentials = z.map((x) => Math.exp(x - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / sum);
}
