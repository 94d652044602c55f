/**
 * Symmetric cross-entropy (Wang et al., Symmetric Cross Entropy for Robust Learning with Noisy Labels, ICCV 2019):
 * cross-entropy and, with the two distributions exchanged, reverse cross-entropy,
 *
 *     RCE = H(p, e_y) = −Σ_i p_i log [i = y] = A·(1 − p_y),   A = −log 1e-4,
 *     L = ceWeight·CE + rceWeight·RCE,
 *     ∂RCE/∂z_i = A·p_y·(p_i − [i = y]).
 *
 * log 0 is read as log 1e-4, the clip of the authors' code; log 1 is 0. RCE is A times `gce` at q = 1, bounded by A.
 * With 1 − p_y = σ(−u), u the log-odds of y, neither 1 − p_y nor its slope σ(−u)·σ(u) is a difference. The authors' code
 * also clips p_y at 1e-7 in the cross-entropy, which ends both value and gradient for hopeless samples; other public
 * code does not, nor does this.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, weight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { logOdds, oneHot, samplePart } from './numerics';

export interface SceOptions {
  ceWeight: number;
  rceWeight: number;
}

/** −log 1e-4: what a unit of probability outside the label costs. */
const OUTSIDE = -Math.log(1e-4);

/**
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns parts `ce`, `rce`, [N], in nats
 */
export function sce(studentLogits: Tensor2D, labels: Tensor1D, options: SceOptions): SampleParts {
  const { ceWeight, rceWeight } = options;
  const [samples, classes] = studentLogits.shape;
  const odds = logOdds(studentLogits, oneHot(labels, classes)).squeeze<Tensor1D>([1]); // u, [N]
  return {
    ce: samplePart(ceWeight, samples, () => tf.softplus(odds.neg())),
    // σ(−u) as exp(−softplus(u)): its derivative is then the product −σ(−u)·σ(u)
    rce: samplePart(OUTSIDE * rceWeight, samples, () => tf.softplus(odds).neg().exp()),
  };
}

export const sceLoss = defineLoss({
  name: 'sce',
  paper: 'Wang et al. 2019',
  basis: 'exact',
  formula: 'ceWeight·CE + rceWeight·mean_n (−log 1e-4)·(1 − p_n[y_n])',
  source: 'weights and clip of YisenWang/symmetric_cross_entropy_for_noisy_labels for CIFAR-10; batch mean',
  gradient: '∂/∂z_i = (ceWeight + rceWeight·A·p_y)·(p_i − [i = y]), A = −log 1e-4',
  traps: [
    'A is the clip of log 0: another clip is another weight.',
    'One public code also clips p at 1e-7 in the cross-entropy, which ends the gradient of hopeless samples; this one does not.',
  ],
  required: ['labels', 'studentLogits'],
  options: [ceWeight(0.1), weight('rceWeight', 1, 'multiplies the reverse cross-entropy')],
  bySample: ({ labels, studentLogits }, options: SceOptions) => sce(studentLogits, labels, options),
});
