import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { logitOf } from './softmax';

/**
 * 1 where the marked class is among the k largest, else 0. Of equal logits the lower class index comes first; k = 1: it
 * is the prediction. A step function: no gradient passes through it.
 * @param logits [N, C] @param mark rows e_y, [N, C]
 * @returns [N], float32
 */
export function inTopK(logits: Tensor2D, mark: Tensor2D, k: number): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const x = z as Tensor2D;
    const own = logitOf(x, mark); // [N, 1]
    const columns = tf.range(0, x.shape[1]);
    const isLower = columns.less(mark.mul(columns).sum(1, true)); // [N, C]
    const before = x.greater(own).logicalOr(x.equal(own).logicalAnd(isLower));
    (save as (tensors: Tensor[]) => void)([x]);
    return {
      value: before.toFloat().sum<Tensor1D>(1).less<Tensor1D>(k).toFloat(),
      gradFunc: (_dy: Tensor, [input]: Tensor[]) => tf.zerosLike(input),
    };
  });
  return operation(logits);
}
