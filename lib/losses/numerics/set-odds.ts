import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { logSumExp, withoutClass } from './softmax';

/**
 * Log-odds of a set of classes, log P − log(1 − P) with P = Σ_{i ∈ s} p_i, without forming 1 − P. A set of all classes
 * has odds beyond every float32 cross-entropy: −log P and its gradient are 0.
 * @param logits [N, C], already divided by the temperature
 * @param inside [N, C] of 0 and 1, at least one 1 in a row
 * @returns [N, 1]; the gradient is the softmax inside minus the softmax outside
 */
export function setLogOdds(logits: Tensor2D, inside: Tensor2D): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const x = z as Tensor2D;
    const members = withoutClass(x, tf.sub<Tensor2D>(1, inside));
    const others = withoutClass(x, inside);
    (save as (tensors: Tensor[]) => void)([tf.softmax(members).sub(tf.softmax(others))]);
    return {
      value: logSumExp(members).sub<Tensor2D>(logSumExp(others)),
      gradFunc: (dy: Tensor, [slope]: Tensor[]) => slope.mul(dy),
    };
  });
  return operation(logits);
}
