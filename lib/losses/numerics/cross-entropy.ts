import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { logOdds, logSoftmax } from './softmax';

/**
 * −log p_y = log(1 + exp(−u)) with u the log-odds of y: relatively right for a sample that is nearly certain
 * (−log p_y ≈ 1 − p_y, down to 1e-37) as for one that is hopeless.
 * @param logits [N, C]
 * @param truth rows e_y, [N, C]
 * @returns [N], in nats
 */
export function crossEntropy(logits: Tensor2D, truth: Tensor2D): Tensor1D {
  return tf.softplus(logOdds(logits, truth).neg()).squeeze([1]);
}

/**
 * H(q, p) = −Σ_i q_i log p_i. Differentiable in both arguments; wrap a target that is meant as a constant in
 * `stopGradient`.
 * @param target q, [N, C]; need not sum to 1
 * @param logits of p, [N, C]
 * @returns [N], in nats
 */
export function softCrossEntropy(target: Tensor2D, logits: Tensor2D): Tensor1D {
  return target.mul(logSoftmax(logits)).sum<Tensor1D>(1).neg();
}
