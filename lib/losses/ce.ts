/**
 * Cross-entropy with the labels: the loss of plain supervised training, and the `ce` part of the others.
 *
 * Derivation. With z the logits, p = softmax(z), y the true class and e_y its one-hot row,
 *
 *     CE = −log p_y = log Σ_i exp(z_i) − z_y = log(1 + Σ_{i≠y} exp(z_i − z_y)),
 *     ∂CE/∂z_i = p_i − [i = y].
 *
 * It is H(e_y, p) and, as e_y has no entropy, also KL(e_y‖p). Adding a constant to all logits changes nothing.
 * The third form is the one computed: with u = z_y − log Σ_{i≠y} exp(z_i), the log-odds of the true class,
 *
 *     CE = softplus(−u),   ∂CE/∂z = σ(−u)·(p̂ − e_y),   p̂ = softmax over the classes ≠ y (0 at y),
 *
 * in which 1 − p_y never appears as a difference: value and gradient keep their digits where p_y rounds to 1.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, oneHot } from './numerics';

/**
 * −log p_n[y_n].
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns part `ce`, [N], in nats
 */
export function ce(studentLogits: Tensor2D, labels: Tensor1D): SampleParts {
  return { ce: crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])) };
}

export const ceLoss = defineLoss({
  name: 'ce',
  paper: 'textbook',
  basis: 'exact',
  formula: 'mean_n −log p_n[y_n]',
  source: 'batch mean as in PyTorch’s cross_entropy',
  gradient: '∂/∂z_i = p_i − [i = y]',
  traps: [
    'CE is −log p at temperature 1 whatever the temperature of a distillation part beside it.',
    'Subtracting p_y from 1 loses its digits for a sure sample; the log-odds form here does not.',
  ],
  required: ['labels', 'studentLogits'],
  options: [],
  bySample: ({ labels, studentLogits }) => ce(studentLogits, labels),
});
