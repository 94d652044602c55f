import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { largestClass } from './softmax';

/**
 * 1 − max_i p_i by samples. With r = Σ_{i≠m} exp(z_i − z_m) ≤ C − 1 it is r/(1 + r), no difference: right also where the
 * largest probability rounds to 1, and (C − 1)/C as float32 rounds it for a row of equal logits.
 * @param logits [N, C], already divided by the temperature
 * @returns [N]
 */
export function doubt(logits: Tensor2D): Tensor1D {
  const exponentials = logits.sub<Tensor2D>(logits.max(1, true)).exp();
  const rest = exponentials.mul(tf.sub(1, largestClass(logits))).sum<Tensor1D>(1);
  return rest.div(rest.add(1));
}
