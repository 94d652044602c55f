import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { largestClass } from './softmax';

/** Below this |d| the series of exp(d) − 1 − d replaces the difference, which would lose digits. */
const SERIES_BELOW = 0.05;

/**
 * KL(p‖q) = Σ_i p_i (log p_i − log q_i) of two softmaxes, by samples.
 *
 * Written with d_i = log q_i − log p_i as Σ_i p_i (exp d_i − 1 − d_i): no term is negative, so nothing cancels and a
 * small divergence is as right as a large one. d comes from differences of logits, m the teacher's largest class:
 *
 *     d_i = (δ_i − δ_m) − (L_q − L_p),   δ = student − teacher,   L_p = −log p_m,   L_q = −log q_m.
 *
 * Its rounding error is a constant e in the row. Σ(q − p) = 0 exactly, so the sum as computed, ε ≈ e, measures it: it
 * is taken out of the gradient q − p to first order, and out of the value, where it counts ε²/2.
 *
 * @param teacher logits of p, [N, C], divided by the temperature; a constant: no gradient reaches it
 * @param student logits of q, [N, C], divided by the temperature; its gradient is q − p
 * @returns [N], in nats
 */
export function klDivergence(teacher: Tensor2D, student: Tensor2D): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const { logP, d } = logRatio(teacher, z as Tensor2D);
    const p = logP.exp();
    const pd = p.mul(d);
    // q − p = p·(exp d − 1) as long as exp d cannot overflow
    const difference = tf.where(d.less(1), p.mul(d.expm1()), logP.add(d).exp().sub(p));
    const excess = difference.sum(1, true); // ε, [N, 1]
    (save as (tensors: Tensor[]) => void)([difference.sub(p.add(difference).mul(excess))]);
    const terms = tf.where(d.abs().less(SERIES_BELOW), pd.mul(seriesOverD(d)), difference.sub(pd));
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

/** (exp(d) − 1 − d)/d for small |d|. */
function seriesOverD(d: Tensor2D): Tensor {
  return d
    .mul(1 / 24)
    .add(1 / 6)
    .mul(d)
    .add(1 / 2)
    .mul(d);
}

/** log p and d = log q − log p, both [N, C]. */
function logRatio(teacher: Tensor2D, student: Tensor2D): { logP: Tensor2D; d: Tensor2D } {
  const top = largestClass(teacher);
  const others = tf.sub<Tensor2D>(1, top);
  const teacherTop = teacher.max<Tensor2D>(1, true); // [N, 1]
  const studentTop = student.mul(top).sum<Tensor2D>(1, true); // [N, 1]
  const shifted = teacher.sub<Tensor2D>(teacherTop);
  const surprisalP = surprisal(shifted, others);
  const surprisalQ = surprisal(student.sub(studentTop), others);
  const d = student.sub(teacher).sub(studentTop.sub(teacherTop)).sub<Tensor2D>(surprisalQ.sub(surprisalP));
  return { logP: shifted.sub<Tensor2D>(surprisalP), d };
}

/**
 * −log p_m = log(1 + Σ_{i≠m} exp(z_i − z_m)), right also where p_m rounds to 1.
 * @param shifted z − z_m, [N, C] @param others 1 − e_m, [N, C] @returns [N, 1]
 */
function surprisal(shifted: Tensor2D, others: Tensor2D): Tensor2D {
  const largest = shifted.max<Tensor2D>(1, true); // ≥ 0, for class m itself has 0
  const rest = shifted.sub(largest).exp().mul(others).sum<Tensor2D>(1, true);
  return largest.add(rest.add(largest.neg().expm1()).log1p());
}
