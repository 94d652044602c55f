/**
 * Generalised cross-entropy (Zhang, Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
 * Labels, NeurIPS 2018): the Box-Cox transform of p_y,
 *
 *     L_q = (1 − p_y^q)/q,
 *     ∂L_q/∂z_i = p_y^q·(p_i − [i = y]).
 *
 * It is the gradient of cross-entropy times p_y^q: samples that the model holds to be mislabelled lose their say.
 * q → 0 gives `ce` (taken at q = 0), q = 1 gives 1 − p_y, half the mean absolute error, bounded and so robust.
 * Computed from CE = −log p_y as (1 − exp(−q·CE))/q by expm1, so that a sure sample keeps its digits.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { defineLoss } from './define';
import type { OptionDefinition, SampleParts } from './definition';
import { crossEntropy, oneHot } from './numerics';

export interface GceOptions {
  q: number;
}

/**
 * (1 − p_n[y_n]^q)/q.
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `gce`, [N], dimensionless, from 0 to 1/q
 */
export function gce(studentLogits: Tensor2D, labels: Tensor1D, { q }: GceOptions): SampleParts {
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  return { gce: q === 0 ? hard : hard.mul(-q).expm1().div(-q) };
}

const q: OptionDefinition = {
  name: 'q',
  kind: 'number',
  default: 0.7,
  unit: '1',
  meaning: 'exponent of p_y: 0 is cross-entropy, 1 is 1 − p_y',
  min: 0,
  max: 1,
};

export const gceLoss = defineLoss({
  name: 'gce',
  paper: 'Zhang and Sabuncu 2018',
  basis: 'exact',
  formula: 'mean_n (1 − p_n[y_n]^q)/q',
  source: 'q = 0.7 of YisenWang/symmetric_cross_entropy_for_noisy_labels; batch mean',
  gradient: '∂/∂z_i = p_y^q·(p_i − [i = y])',
  traps: [
    'At q = 1 a hopeless sample has nearly no gradient: training from scratch may not start.',
    'q = 0 is taken as its limit, the cross-entropy.',
  ],
  required: ['labels', 'studentLogits'],
  options: [q],
  bySample: ({ labels, studentLogits }, options: GceOptions) => gce(studentLogits, labels, options),
});
