/**
 * Label smoothing (Szegedy et al., Rethinking the Inception Architecture, 2016, section 7).
 *
 * Derivation. The one-hot target gives up a share ε to the uniform distribution, every class included:
 *
 *     q = (1 − ε) e_y + ε/C · 1,
 *     H(q, p) = −Σ_i q_i log p_i = (1 − ε)·CE + ε·mean_i(−log p_i),
 *     ∂H/∂z_i = p_i − q_i.
 *
 * The value is the cross entropy H(q, p), not KL(q‖p): they differ by the entropy of q, a constant. Some code puts
 * ε/(C−1) on the other classes only; that is this loss with ε·C/(C−1) in place of ε. At ε = 0 it is `ce`; at
 * ε = 1 the labels no longer count. The minimum is reached at finite logits, with a gap
 * z_y − z_i = log(1 + C(1−ε)/ε) between the true class and every other.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { smoothing } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, logSoftmax, oneHot } from './numerics';

export interface LabelSmoothingOptions {
  smoothing: number;
}

/**
 * H(q_n, p_n).
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `ce`, [N], in nats
 */
export function labelSmoothing(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: LabelSmoothingOptions,
): SampleParts {
  const { smoothing } = options;
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  const uniform = logSoftmax(studentLogits).mean<Tensor1D>(1).neg(); // [N]
  return { ce: hard.mul(1 - smoothing).add(uniform.mul(smoothing)) };
}

export const labelSmoothingLoss = defineLoss({
  name: 'label-smoothing',
  paper: 'Szegedy et al. 2016',
  basis: 'exact',
  formula: 'mean_n H(q_n, p_n), q = (1 − ε) e_y + ε/C',
  source: 'section 7 of the paper; batch mean',
  gradient: '∂/∂z_i = p_i − q_i, q = (1 − ε) e_y + ε/C',
  traps: [
    'Some code puts ε/(C − 1) on the wrong classes only: that is this loss with ε·C/(C − 1) in the place of ε.',
    'The value is the cross entropy H(q, p), not the KL, so its minimum is not 0.',
    'A teacher trained with it often teaches worse on clean data.',
  ],
  required: ['labels', 'studentLogits'],
  options: [smoothing(0.1, 'the share of the target spread evenly over all C classes')],
  bySample: ({ labels, studentLogits }, options: LabelSmoothingOptions) =>
    labelSmoothing(studentLogits, labels, options),
});
