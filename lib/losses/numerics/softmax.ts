import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';

/** Stands for −∞ in a logit: exp(−1e30) is 0, while −1e30 − (−1e30) is 0 and not NaN. */
const MINUS_INFINITY = -1e30;

/** z/T. @param logits [N, C] @param temperature T > 0 */
export function atTemperature(logits: Tensor2D, temperature: number): Tensor2D {
  return temperature === 1 ? logits : logits.div<Tensor2D>(temperature);
}

/** Rows e_y, float32: tfjs's int32 would be cast anew at every use. @param labels int32 [N] @returns [N, C] */
export function oneHot(labels: Tensor1D, classes: number): Tensor2D {
  return tf.oneHot(labels, classes, 1, 0, 'float32') as Tensor2D;
}

/** Rows e_m, m the largest class (the first of equals). @returns [N, C] */
export function largestClass(logits: Tensor2D): Tensor2D {
  return oneHot(logits.argMax<Tensor1D>(1), logits.shape[1]);
}

/** Logits with the marked class taken out of every later softmax. @param mark rows e_y, [N, C] */
export function withoutClass(logits: Tensor2D, mark: Tensor2D): Tensor2D {
  return logits.add(mark.mul(MINUS_INFINITY));
}

/** The logit of the marked class. @returns [N, 1] */
export function logitOf(logits: Tensor2D, mark: Tensor2D): Tensor2D {
  return logits.mul(mark).sum(1, true);
}

/** log Σ_i exp z_i by rows. @returns [N, 1] */
export function logSumExp(logits: Tensor2D): Tensor2D {
  return tf.logSumExp(logits, 1, true);
}

/**
 * log p = z − log Σ exp z, each entry right to a few float32 roundings of itself: that of the largest class is
 * −log1p(r), r = Σ_{i≠m} exp(z_i − z_m), which stays right where p_m rounds to 1. So does its gradient, dy − p·Σ dy:
 * at m it is (r·dy_m − Σ_{i≠m} dy_i)/(1 + r), where 1 − p_m is no difference.
 * @param logits [N, C], already divided by the temperature
 */
export function logSoftmax(logits: Tensor2D): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const x = z as Tensor2D;
    const shifted = x.sub<Tensor2D>(x.max(1, true)); // [N, C], 0 at the largest class m
    const top = largestClass(x);
    const others = shifted.exp().sub(top); // 0 at m
    const rest = others.sum(1, true); // r, [N, 1]
    (save as (tensors: Tensor[]) => void)([others, rest, top]);
    return {
      value: shifted.sub<Tensor2D>(rest.log1p()),
      gradFunc: (dy: Tensor, [e, r, m]: Tensor[]) => {
        const atTop = dy.mul(m).sum(1, true);
        const elsewhere = dy.sub(dy.mul(m)); // 0 at m
        const atOthers = elsewhere.sum(1, true);
        const topGradient = atTop.mul(r).sub(atOthers).div(r.add(1));
        const share = atTop.add(atOthers).div(r.add(1));
        return elsewhere.sub(e.mul(share)).add(m.mul(topGradient));
      },
    };
  });
  return operation(logits);
}

/**
 * Log-odds of the marked class, log p_t − log(1 − p_t) = z_t − log Σ_{i≠t} exp z_i: everything a two-class view of
 * the softmax needs, without ever forming 1 − p_t.
 * @param logits [N, C], already divided by the temperature
 * @param mark rows e_t, [N, C]
 * @returns [N, 1]; the gradient is e_t − p̂ with p̂ the softmax over the other classes
 */
export function logOdds(logits: Tensor2D, mark: Tensor2D): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const x = z as Tensor2D;
    const others = withoutClass(x.sub(logitOf(x, mark)), mark); // [N, C], z_i − z_t
    const largest = others.max(1, true);
    const exponentials = others.sub(largest).exp();
    const sum = exponentials.sum(1, true);
    // whatever the gradient reads must be saved: the rest is freed after the forward pass
    (save as (tensors: Tensor[]) => void)([exponentials, sum, mark]);
    return {
      value: largest.add<Tensor2D>(sum.log()).neg(),
      gradFunc: (dy: Tensor, [e, s, m]: Tensor[]) => m.mul(dy).sub(e.mul(dy.div(s))),
    };
  });
  return operation(logits);
}
