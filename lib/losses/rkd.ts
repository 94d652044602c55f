/**
 * Relational knowledge distillation (Park et al., Relational Knowledge Distillation, CVPR 2019, eq. 4 to 10).
 *
 * Derivation. What counts is the figure that a batch forms in feature space, not where it lies. Of the features x_n,
 *
 *     ψ_ij = ‖x_i − x_j‖/μ,  μ the mean distance of distinct samples,    e_ij = (x_j − x_i)/‖x_j − x_i‖,
 *     L_D = mean_{i,j} l(ψ^S_ij − ψ^T_ij),   L_A = mean_{i,j,k} l(e^S_ij·e^S_ik − e^T_ij·e^T_ik),
 *     L = ceWeight·CE + kdWeight·(distanceWeight·L_D + angleWeight·L_A),   l(x) = ½x² below 1, |x| − ½ beyond.
 *
 * Both relations ignore shifts, rotations and the scale of one network's features, so widths may differ. The means run
 * over all N² and N³ entries, the ones that are 0 or 1 by definition included, as in the public code; the gradient passes
 * through μ. Distances come from differences, not from a Gram matrix, whose digits cancel.
 * Two samples at one place: their distance counts as 1e-6 as in that code, their direction as 0, with no gradient for
 * either. A single sample has no relations: both parts are 0.
 */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { kdWeight, weight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureRows, fullCeWeight } from './feature-inputs';
import { meanSmoothL1, rowNorms, scalarPart, unitRows } from './numerics';

export interface RkdOptions {
  ceWeight: number;
  kdWeight: number;
  distanceWeight: number;
  angleWeight: number;
}

const SMALLEST_DISTANCE = 1e-6;

/**
 * @param student [N, D]
 * @param teacher [N, D′], a constant
 * @returns parts `distance`, `angle`
 */
export function rkd(student: Tensor2D, teacher: Tensor2D, options: RkdOptions): LossParts {
  const { kdWeight, distanceWeight, angleWeight } = options;
  const none = student.shape[0] < 2;
  return {
    distance: scalarPart(none ? 0 : kdWeight * distanceWeight, () =>
      meanSmoothL1(distances(student).sub(distances(teacher))),
    ),
    angle: scalarPart(none ? 0 : kdWeight * angleWeight, () =>
      meanSmoothL1(angles(student).sub(angles(teacher))),
    ),
  };
}

/** x_j − x_i for all pairs, row i·N + j. @returns [N², D] */
function differences(rows: Tensor2D): Tensor2D {
  const [n, width] = rows.shape;
  return rows
    .expandDims(0)
    .sub(rows.expandDims(1))
    .reshape([n * n, width]);
}

/** ψ, [N, N], with 0 on the diagonal. */
function distances(rows: Tensor2D): Tensor2D {
  const n = rows.shape[0];
  const apart = tf.sub(1, tf.eye(n));
  const raw = rowNorms(differences(rows)).reshape([n, n]).maximum(SMALLEST_DISTANCE).mul<Tensor2D>(apart);
  return raw.div(raw.sum().div(n * (n - 1)));
}

/** e_ij·e_ik, [N, N, N]; for j = k exactly 1 (0 for a direction of length 0). */
function angles(rows: Tensor2D): Tensor3D {
  const [n, width] = rows.shape;
  const directions = unitRows(differences(rows)).reshape<Tensor3D>([n, n, width]);
  const products = tf.matMul(directions, directions, false, true);
  const same = tf.eye(n);
  return products.mul(tf.sub(1, same)).add(products.round().mul(same));
}

export const rkdLoss = defineLoss({
  name: 'rkd',
  paper: 'Park et al. 2019',
  basis: 'exact',
  formula:
    'ceWeight·CE + kdWeight·(distanceWeight·smoothL1(ψ_student − ψ_teacher) + angleWeight·smoothL1(cos∠_student − cos∠_teacher))',
  source: 'weights 25, 50, 1 and means over N², N³ of HobbitLong/RepDistiller',
  gradient: 'through ψ_ij = ‖x_i − x_j‖/μ (μ too) and the cosines of all triples',
  traps: [
    'Means run over all N² and N³ entries, the trivial ones included.',
    'The angle part is N³: mind the batch size.',
    'Two samples at one place get the distance 1e-6 and no gradient.',
  ],
  required: FEATURE_INPUTS,
  options: [
    fullCeWeight,
    kdWeight(1),
    weight('distanceWeight', 25, 'multiplies the part on pairwise distances'),
    weight('angleWeight', 50, 'multiplies the part on angles of triples'),
  ],
  evaluate: (inputs, options: RkdOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...rkd(...featureRows(inputs, 'rkd'), options),
  }),
});
