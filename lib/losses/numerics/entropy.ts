import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { logSoftmax } from './softmax';

/**
 * H(p) = −Σ_i p_i log p_i by samples, p = softmax(logits). No term is negative, so nothing cancels.
 *
 * The gradient −p_i (log p_i + H) is written out: differentiating p log p term by term adds and takes away p_i, which
 * would cover what is left where p is nearly one class.
 * @param logits [N, C], already divided by the temperature
 * @returns [N], in nats, from 0 (one class) to log C (all alike)
 */
export function entropy(logits: Tensor2D): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const logP = logSoftmax(z as Tensor2D); // [N, C]
    const p = logP.exp();
    const value = p.mul(logP).sum<Tensor1D>(1).neg<Tensor1D>(); // [N]
    (save as (tensors: Tensor[]) => void)([p.mul(logP.add(value.expandDims(1))).neg()]);
    return { value, gradFunc: (dy: Tensor, [slope]: Tensor[]) => slope.mul(dy.expandDims(1)) };
  });
  return operation(logits);
}
