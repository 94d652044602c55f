/**
 * Attention transfer (Zagoruyko, Komodakis, Paying More Attention to Attention, ICLR 2017, section 3.1).
 *
 * Derivation. Where a map is large, the network looks. The attention of a map F [C, H, W] is the mean over channels of
 * its squares, as a vector of H·W numbers of length 1, so that networks of any width and scale compare:
 *
 *     Q = vec(mean_c F_c²)/‖vec(mean_c F_c²)‖,
 *     L = ceWeight·CE + kdWeight·Σ_stages mean_{n, hw} (Q^S − Q^T)².
 *
 * With g = ∂L/∂Q, the gradient in the map is 2F/C·(g − Q(Q·g))/‖·‖: none where F is 0, and none for the sign of F.
 * The public code takes the mean over N·H·W (the paper sums the norms ‖Q^S − Q^T‖ with β/2), for which the weight is
 * 1000. Where the sides of two maps differ the larger is average-pooled to the smaller (adaptive pooling of PyTorch). A
 * map of zeros has no attention: Q = 0, no gradient.
 */
import type { Scalar, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { kdWeight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureStages, fullCeWeight } from './feature-inputs';
import { averagePoolTo, scalarPart, unitRowDifference } from './numerics';

export interface AtOptions {
  ceWeight: number;
  kdWeight: number;
}

/**
 * @param stages pairs of maps [N, C, H, W], student and teacher (a constant); channels and sides may differ
 * @returns part `kd`
 */
export function at(stages: readonly [Tensor4D, Tensor4D][], { kdWeight }: AtOptions): LossParts {
  return { kd: scalarPart(kdWeight, () => tf.addN(stages.map(attentionGap))) };
}

/** mean (Q^S − Q^T)² of one stage. */
function attentionGap([student, teacher]: [Tensor4D, Tensor4D]): Scalar {
  const sides = [2, 3].map((axis) => Math.min(student.shape[axis], teacher.shape[axis]));
  const energy = (map: Tensor4D): Tensor2D => {
    const pooled = averagePoolTo(map, sides[0], sides[1]);
    return pooled
      .square()
      .mean(1)
      .reshape([map.shape[0], sides[0] * sides[1]]); // [N, H·W]
  };
  return unitRowDifference(energy(student), energy(teacher)).square().mean();
}

export const atLoss = defineLoss({
  name: 'at',
  paper: 'Zagoruyko, Komodakis 2017',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·Σ_stages mean_{n,hw}(Q_student − Q_teacher)², Q = mean_c F²/‖mean_c F²‖',
  source: 'weight 1000, mean over N·H·W and pooling of HobbitLong/RepDistiller',
  gradient: '∂/∂F = 2F/C·(g − Q(Q·g))/‖·‖, g = 2·kdWeight·(Q^S − Q^T)/(N·H·W)',
  traps: [
    'The paper sums norms with β/2; the public code takes the mean over N·H·W, for which the weight is 1000.',
    'The sign of an activation plays no part; where F is 0 there is no gradient.',
    'Maps of different sides: the larger is average-pooled.',
  ],
  required: FEATURE_INPUTS,
  options: [fullCeWeight, kdWeight(1000)],
  evaluate: (inputs, options: AtOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...at(featureStages(inputs, 'at'), options),
  }),
});
