/**
 * Hard bootstrapping (Reed et al., Training Deep Neural Networks on Noisy Labels with Bootstrapping, 2015): the
 * target gives a fixed say to the class m the model predicts, m = argmax_i p_i,
 *
 *     q̃ = (1 − ε) e_y + ε e_m,
 *     H(q̃, p) = −(1 − ε) log p_y − ε log p_m,
 *     ∂/∂z_i = p_i − q̃_i.
 *
 * The prediction is a constant of the gradient (a step function has none). Where m = y it is the cross-entropy
 * itself; where it is not, the gradient vanishes only at p = q̃: the model may keep a share ε to its own answer. Of
 * equal logits the first counts as predicted. At ε = 0 it is `ce`. The paper's β is 1 − ε.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { smoothing } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, largestClass, oneHot } from './numerics';

export interface BootHardOptions {
  smoothing: number;
}

/**
 * H(q̃_n, p_n).
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `ce`, [N], in nats
 */
export function bootHard(studentLogits: Tensor2D, labels: Tensor1D, options: BootHardOptions): SampleParts {
  const { smoothing } = options;
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  const own = crossEntropy(studentLogits, largestClass(studentLogits)); // [N]
  return { ce: hard.mul(1 - smoothing).add(own.mul(smoothing)) };
}

export const bootHardLoss = defineLoss({
  name: 'boot-hard',
  paper: 'Reed et al. 2015',
  basis: 'exact',
  formula: 'mean_n H(q̃_n, p_n), q̃ = (1 − ε) e_y + ε e_argmax(p)',
  source: 'β = 1 − ε = 0.8 as in YisenWang/symmetric_cross_entropy_for_noisy_labels; batch mean',
  gradient: '∂/∂z_i = p_i − q̃_i; the predicted class in q̃ is a constant',
  traps: ["The paper's β is 1 − ε.", 'Of equal logits the first counts as predicted.'],
  required: ['labels', 'studentLogits'],
  options: [smoothing(0.2, 'the share of the predicted class in the target')],
  bySample: ({ labels, studentLogits }, options: BootHardOptions) => bootHard(studentLogits, labels, options),
});
