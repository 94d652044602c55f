import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { crossEntropy } from './cross-entropy';
import { largestClass, logitOf } from './softmax';

/** Below this |d| the series of exp(d) − 1 − d replaces the difference, which would lose digits. */
const SERIES_BELOW = 0.1;

/**
 * KL(p‖q) = Σ_i p_i (log p_i − log q_i) of two softmaxes, by samples.
 *
 * Written with d_i = log q_i − log p_i as Σ_i p_i (exp d_i − 1 − d_i): no term is negative, so nothing cancels and a
 * small divergence is as right as a large one. d comes from the difference of the logits,
 *
 *     d_i = (δ_i − δ_m) − (log 1/q_m − log 1/p_m),   δ = student − teacher, m the teacher's largest class,
 *
 * whose rounding error is a constant e in the row. Σ(q − p) = 0 exactly, so the sum as computed, ε ≈ e, measures it;
 * it is taken out of the gradient q − p to first order and out of the value, where it counts ε²/2.
 *
 * @param teacher logits of p, [N, C], divided by the temperature; a constant: no gradient reaches it
 * @param student logits of q, [N, C], divided by the temperature; its gradient is q − p
 * @returns [N], in nats
 */
export function klDivergence(teacher: Tensor2D, student: Tensor2D): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const { logP, d } = logRatio(teacher, z as Tensor2D);
    const p = logP.exp();
    // q − p, from the larger of the two so that neither overflows nor cancels
    const difference = d.sign().mul(logP.add(d.relu()).exp()).mul(d.abs().neg().expm1().neg());
    const excess = difference.sum(1, true); // ε, [N, 1]
    (save as (tensors: Tensor[]) => void)([difference.sub(p.add(difference).mul(excess))]);
    const terms = tf.where(d.abs().less(SERIES_BELOW), p.mul(smallTerm(d)), difference.sub(p.mul(d)));
    return {
      value: terms
        .sum<Tensor1D>(1)
        .sub(excess.square().mul(0.5).squeeze([1]))
        .relu<Tensor1D>(),
      gradFunc: (dy: Tensor, [slope]: Tensor[]) => slope.mul(dy.expandDims(1)),
    };
  });
  return operation(student);
}

/** log p and d = log q − log p, both [N, C]. */
function logRatio(teacher: Tensor2D, student: Tensor2D): { logP: Tensor2D; d: Tensor2D } {
  const top = largestClass(teacher);
  const surprisalP = crossEntropy(teacher, top).expandDims<Tensor2D>(1); // −log p_m, [N, 1]
  const surprisalQ = crossEntropy(student, top).expandDims<Tensor2D>(1);
  const logP = teacher.sub(logitOf(teacher, top)).sub<Tensor2D>(surprisalP);
  const delta = student.sub<Tensor2D>(teacher);
  const d = delta.sub(logitOf(delta, top)).sub<Tensor2D>(surprisalQ.sub(surprisalP));
  return { logP, d };
}

/** exp(d) − 1 − d for small |d|, relatively right to 1e-8. */
function smallTerm(d: Tensor2D): Tensor2D {
  const series = d
    .mul(1 / 120)
    .add(1 / 24)
    .mul(d)
    .add(1 / 6)
    .mul(d)
    .add(1 / 2);
  return d.square().mul(series);
}
