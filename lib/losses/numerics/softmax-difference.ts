import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { compareSoftmaxes } from './divergence';
import { largestClass } from './softmax';

/**
 * q − p, p = softmax(teacher/T), q = softmax(student/T): each entry relatively right also where the two nearly agree
 * or one class has nearly all the probability. Losses on the probabilities themselves start here.
 *
 * Gradient: with g the derivative in q, ∂/∂z_i = q_i (g_i − Σ_j q_j g_j)/T. All g are taken relative to that of the
 * student's largest class, so that its own entry is a sum over the others and not a difference of rounded numbers.
 * @param teacher [N, C]; a constant: no gradient reaches it
 * @param student [N, C]
 * @param temperature T > 0
 * @returns [N, C]
 */
export function softmaxDifference(teacher: Tensor2D, student: Tensor2D, temperature = 1): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const { difference, q } = compareSoftmaxes(teacher, z as Tensor2D, temperature);
    (save as (tensors: Tensor[]) => void)([q, largestClass(z as Tensor2D)]);
    return {
      value: difference,
      gradFunc: (dy: Tensor, [probabilities, top]: Tensor[]) => {
        const relative = dy.sub(dy.mul(top).sum(1, true));
        const mean = probabilities.mul(relative).sum(1, true);
        return probabilities.mul(relative.sub(mean)).div(temperature);
      },
    };
  });
  return operation(student);
}
