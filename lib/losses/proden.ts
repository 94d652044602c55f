/**
 * PRODEN (Lv et al., Progressive Identification of True Labels for Partial-Label Learning, ICML 2020):
 * learning when all that is known of a sample is a set s of candidate labels.
 *
 * Each sample carries a target w over its candidates, and the loss is the cross entropy with it,
 *
 *     L = H(w, p) = −Σ_{j ∈ s} w_j log p_j,   ∂L/∂z_i = p_i − w_i,
 *
 * w a constant. At first w is uniform over the candidates; afterwards it is the model's own last prediction within
 * them, w_j = p_j/Σ_{i ∈ s} p_i for j ∈ s (the minimiser of the loss over all w on s is the one class of largest p_j;
 * this takes it step by step). The mass that w puts outside the candidates, if any, is moved inside in proportion; a
 * target with no mass inside starts anew from the uniform one. With one candidate it is `ce`.
 *
 * With P = Σ_{j ∈ s} p_j it is computed as −Σw·log P + H(w, p/P), the first term by the log-odds of the set and the
 * second among the candidates alone, so that a sure sample keeps its digits.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { setLogOdds, softCrossEntropy, withoutClass } from './numerics';

/**
 * H(w_n, p_n).
 * @param studentLogits [N, C]
 * @param candidates [N, C] of 0 and 1, at least one 1 in a row
 * @param target the current w, [N, C], constants; absent: uniform over the candidates
 * @returns part `ce`, [N], in nats
 */
export function proden(studentLogits: Tensor2D, candidates: Tensor2D, target?: Tensor2D): SampleParts {
  const w = withinCandidates(candidates, target); // [N, C]
  const outside = tf.softplus(setLogOdds(studentLogits, candidates).neg()).mul(w.sum(1, true)); // −Σw·log P, [N, 1]
  const among = softCrossEntropy(w, withoutClass(studentLogits, tf.sub(1, candidates))); // [N]
  return { ce: outside.squeeze<Tensor1D>([1]).add(among) };
}

/**
 * A target with all its mass on the candidates, its sum kept.
 * @param candidates [N, C] of 0 and 1 @param target [N, C]; absent: uniform @returns [N, C]
 */
export function withinCandidates(candidates: Tensor2D, target?: Tensor2D): Tensor2D {
  const uniform = candidates.div<Tensor2D>(candidates.sum(1, true));
  if (!target) return uniform;
  const inside = target.mul<Tensor2D>(candidates);
  const mass = inside.sum<Tensor2D>(1, true); // [N, 1]
  const moved = inside.mul<Tensor2D>(
    target.sum(1, true).div(tf.where(mass.greater(0), mass, tf.onesLike(mass))),
  );
  return tf.where(mass.greater(0), moved, uniform);
}

export const prodenLoss = defineLoss({
  name: 'proden',
  paper: 'Lv et al. 2020',
  basis: 'exact',
  formula:
    'mean_n H(w_n, p_n), w the last prediction within the candidates (first: uniform over them), constant',
  source:
    'loss, target update and batch mean of Lvcrezia77/PRODEN; labels may stand in a case and do not count',
  gradient: '∂/∂z_i = p_i − w_i; the target w is a constant',
  traps: [
    'When the target is updated (each step, each epoch) belongs to the method, not to the loss.',
    'A target with no mass inside the candidates starts anew from the uniform one.',
    'It memorises: without early stopping the last epoch can lie far below the best.',
  ],
  required: ['candidates', 'studentLogits'],
  optional: ['previousProbabilities', 'labels'],
  options: [],
  bySample: ({ candidates, studentLogits, previousProbabilities }) =>
    proden(studentLogits, candidates, previousProbabilities),
});
