/**
 * FitNet's hint loss (Romero et al., FitNets: Hints for Thin Deep Nets, ICLR 2015, eq. 3).
 *
 * Derivation. A middle layer of the student is to say what a middle layer of the teacher says. As their shapes differ,
 * a trained regressor r brings the student's map to the teacher's shape; on its output F^S = r(·),
 *
 *     L = ceWeight·CE + kdWeight·(1/(N·D))·Σ_{n,i} (F^S_{n,i} − F^T_{n,i})²,   ∂/∂F^S = kdWeight·2·(F^S − F^T)/(N·D).
 *
 * The regressor is not part of the loss: it gets features of equal width (maps flattened; their order does not matter).
 * The paper trains it as a first stage with ½‖·‖² per sample; the public code trains everything at once with the mean
 * over all N·D elements and a weight of 100, which is what is here.
 */
import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { kdWeight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureRows, fullCeWeight } from './feature-inputs';
import { scalarPart } from './numerics';

export interface FitnetOptions {
  ceWeight: number;
  kdWeight: number;
}

/**
 * @param student features behind the regressor, [N, D]
 * @param teacher [N, D], a constant
 * @returns part `kd`
 */
export function fitnet(student: Tensor2D, teacher: Tensor2D, { kdWeight }: FitnetOptions): LossParts {
  return { kd: scalarPart(kdWeight, () => student.sub(teacher).square().mean()) };
}

export const fitnetLoss = defineLoss({
  name: 'fitnet',
  paper: 'Romero et al. 2015',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·mean_{n,i}(F_student − F_teacher)²',
  source: 'weight 100 and mean over all elements of HobbitLong/RepDistiller',
  gradient: '∂/∂F^S = kdWeight·2·(F^S − F^T)/(N·D)',
  traps: [
    "The regressor that brings the student's map to the teacher's shape is the method's, not the loss's.",
    'The paper trains the hint first; the public code trains all at once with weight 100 and a mean over N·D.',
  ],
  required: FEATURE_INPUTS,
  options: [fullCeWeight, kdWeight(100)],
  evaluate: (inputs, options: FitnetOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...fitnet(...featureRows(inputs, 'fitnet', true), options),
  }),
});
