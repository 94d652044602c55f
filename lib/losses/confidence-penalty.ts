/**
 * Confidence penalty (Pereyra et al., Regularizing Neural Networks by Penalizing Confident Output Distributions, 2017),
 * in the form of Wang et al., ProSelfLC, CVPR 2021, table 1: cross entropy with a target that takes a share of the
 * model's own prediction away,
 *
 *     q̃ = (1 − ε) e_y − ε p,
 *     H(q̃, p) = (1 − ε)·CE − ε·H(p),
 *     ∂/∂z_i = (1 − ε)(p_i − [i = y]) + ε·p_i (log p_i + H(p)).
 *
 * Sure predictions have low entropy and are penalised. With β = ε/(1 − ε) it is (1 − ε)·(CE − β·H(p)), Pereyra's form.
 * At ε = 0 it is `ce`; the value may be negative.
 *
 * `detachTarget`: with p in the target held constant the gradient of H(p, p) is p·Σp − p = 0, so that only
 * (1 − ε)(p − e_y) is left: plain cross-entropy at a smaller step, no penalty at all. The later code of the ProSelfLC
 * authors does this (and takes logarithms of negative targets, NaN, for its value). The value is the same either way.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient } from '../engine';
import { detachTarget, smoothing } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, entropy, oneHot } from './numerics';

export interface ConfidencePenaltyOptions {
  smoothing: number;
  detachTarget: boolean;
}

/**
 * H(q̃_n, p_n).
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `ce`, [N], in nats
 */
export function confidencePenalty(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: ConfidencePenaltyOptions,
): SampleParts {
  const { smoothing, detachTarget } = options;
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  const own = entropy(detachTarget ? stopGradient(studentLogits) : studentLogits); // [N]
  return { ce: hard.mul(1 - smoothing).sub(own.mul(smoothing)) };
}

export const confidencePenaltyLoss = defineLoss({
  name: 'confidence-penalty',
  paper: 'Pereyra et al. 2017',
  basis: 'exact',
  formula: 'mean_n H(q̃_n, p_n), q̃ = (1 − ε) e_y − ε p',
  source: 'ProSelfLC (Wang et al. 2021), table 1; batch mean; the default ε is that of label smoothing',
  gradient:
    '∂/∂z_i = (1 − ε)(p_i − [i = y]) + ε·p_i (log p_i + H(p)); with detachTarget the second term is gone',
  traps: [
    'With a detached target, as in the later code of the ProSelfLC authors, there is no penalty left: plain cross-entropy at a smaller step.',
    'The target has negative entries, so a KL form of it is NaN.',
    'The value may be negative.',
  ],
  required: ['labels', 'studentLogits'],
  options: [smoothing(0.1, 'the share of the prediction’s entropy that is rewarded'), detachTarget],
  bySample: ({ labels, studentLogits }, options: ConfidencePenaltyOptions) =>
    confidencePenalty(studentLogits, labels, options),
});
