/**
 * Soft bootstrapping (Reed et al., Training Deep Neural Networks on Noisy Labels with Bootstrapping, 2015): the
 * target gives the model's own prediction a fixed say, so that a noisy label can be outvoted,
 *
 *     q̃ = (1 − ε) e_y + ε p,
 *     H(q̃, p) = (1 − ε)·CE + ε·H(p),
 *     ∂/∂z_i = (1 − ε)(p_i − [i = y]) − ε·p_i (log p_i + H(p)).
 *
 * The second term lowers the entropy: it is the confidence penalty with the other sign. At ε = 0 it is `ce`.
 *
 * `detachTarget`: with p in the target held constant, the gradient of H(p, p) is p·Σp − p = 0 and (1 − ε)(p − e_y) is
 * left: every sample keeps its direction and gets the weight 1 − ε. Both forms are in public code (Keras code of
 * symmetric cross-entropy: gradient through the target; code of ProSelfLC: constant). The value is the same.
 * The paper's β is 1 − ε.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient } from '../engine';
import { detachTarget, smoothing } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, entropy, oneHot } from './numerics';

export interface BootSoftOptions {
  smoothing: number;
  detachTarget: boolean;
}

/**
 * H(q̃_n, p_n).
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `ce`, [N], in nats
 */
export function bootSoft(studentLogits: Tensor2D, labels: Tensor1D, options: BootSoftOptions): SampleParts {
  const { smoothing, detachTarget } = options;
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  const own = entropy(detachTarget ? stopGradient(studentLogits) : studentLogits); // [N]
  return { ce: hard.mul(1 - smoothing).add(own.mul(smoothing)) };
}

export const bootSoftLoss = defineLoss({
  name: 'boot-soft',
  paper: 'Reed et al. 2015',
  basis: 'exact',
  formula: 'mean_n H(q̃_n, p_n), q̃ = (1 − ε) e_y + ε p',
  source: 'β = 1 − ε = 0.95 as in YisenWang/symmetric_cross_entropy_for_noisy_labels; batch mean',
  gradient:
    '∂/∂z_i = (1 − ε)(p_i − [i = y]) − ε·p_i (log p_i + H(p)); with detachTarget the second term is gone',
  traps: [
    'Public code disagrees on whether the gradient passes through the target (detachTarget).',
    'With a detached target every sample keeps its direction and only gets the weight 1 − ε.',
    "The paper's β is 1 − ε.",
  ],
  required: ['labels', 'studentLogits'],
  options: [smoothing(0.05, 'the share of the model’s own prediction in the target'), detachTarget],
  bySample: ({ labels, studentLogits }, options: BootSoftOptions) => bootSoft(studentLogits, labels, options),
});
