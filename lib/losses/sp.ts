/**
 * Similarity-preserving distillation (Tung, Mori, Similarity-Preserving Knowledge Distillation, ICCV 2019, eq. 4).
 *
 * Derivation. Two images that excite the teacher alike are to excite the student alike. With F the features of a batch,
 * one flattened row a sample,
 *
 *     G = F Fᵀ   [N, N],   Ĝ = G with each row divided by its length,
 *     L = ceWeight·CE + kdWeight·‖Ĝ^S − Ĝ^T‖_F²/N².
 *
 * Widths may differ. Each row of Ĝ has length 1, so scaling all features of one network changes nothing; scaling those
 * of one sample does. A single sample has Ĝ = 1 on both sides: no gradient. A row of zeros counts as 0.
 */
import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { kdWeight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureRows, fullCeWeight } from './feature-inputs';
import { scalarPart, unitRowDifference } from './numerics';

export interface SpOptions {
  ceWeight: number;
  kdWeight: number;
}

/**
 * @param student flattened features, [N, D]
 * @param teacher [N, D′], a constant
 * @returns part `kd`
 */
export function sp(student: Tensor2D, teacher: Tensor2D, { kdWeight }: SpOptions): LossParts {
  const similarity = (rows: Tensor2D): Tensor2D => tf.matMul(rows, rows, false, true); // [N, N]
  return {
    kd: scalarPart(kdWeight, () =>
      unitRowDifference(similarity(student), similarity(teacher)).square().mean(),
    ),
  };
}

export const spLoss = defineLoss({
  name: 'sp',
  paper: 'Tung, Mori 2019',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·‖Ĝ_student − Ĝ_teacher‖_F²/N², G = F·Fᵀ with rows of length 1',
  source: 'eq. 4; weight 3000 and the last feature map of HobbitLong/RepDistiller',
  gradient: '∂/∂F = (H + Hᵀ)·F, H the gradient in G through rows of length 1',
  traps: [
    'In training it is fed the last feature map, flattened, not the pooled features.',
    'It divides by N².',
  ],
  required: FEATURE_INPUTS,
  options: [fullCeWeight, kdWeight(3000)],
  evaluate: (inputs, options: SpOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...sp(...featureRows(inputs, 'sp'), options),
  }),
});
