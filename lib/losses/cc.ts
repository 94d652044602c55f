/**
 * Correlation congruence (Peng et al., Correlation Congruence for Knowledge Distillation, ICCV 2019), as the public code
 * of the baselines tables has it.
 *
 * Derivation. The paper compares the correlations of all pairs of a batch by a kernel. The code that made the published
 * rows (HobbitLong/RepDistiller) has a loss of its own: with embeddings of equal width and δ_n = |F^S_n − F^T_n|,
 *
 *     L = ceWeight·CE + kdWeight·(1/(N − 1))·Σ_{n<N} Σ_i δ_{n,i}·δ_{n+1,i},
 *
 * the products of neighbours in the batch. It depends on the order of the samples, and it is 0 as soon as one of two
 * neighbours is right. Gradient in F^S_n: sign(F^S_n − F^T_n)·(δ_{n−1} + δ_{n+1})/(N − 1), sign(0) = 0. A single sample
 * has no neighbour: the part is 0 (a mean over nothing there).
 */
import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { kdWeight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureRows, fullCeWeight } from './feature-inputs';
import { absolute, scalarPart } from './numerics';

export interface CcOptions {
  ceWeight: number;
  kdWeight: number;
}

/**
 * @param student embeddings, [N, D]
 * @param teacher embeddings, [N, D], a constant
 * @returns part `kd`
 */
export function cc(student: Tensor2D, teacher: Tensor2D, { kdWeight }: CcOptions): LossParts {
  const pairs = student.shape[0] - 1;
  return {
    kd: scalarPart(pairs === 0 ? 0 : kdWeight, () => {
      const delta = absolute(student.sub<Tensor2D>(teacher));
      return delta.slice(0, pairs).mul(delta.slice(1, pairs)).sum().div(pairs);
    }),
  };
}

export const ccLoss = defineLoss({
  name: 'cc',
  paper: 'Peng et al. 2019',
  basis: 'exact',
  formula:
    'ceWeight·CE + kdWeight/(N−1)·Σ_n Σ_i |F_student − F_teacher|_{n,i}·|F_student − F_teacher|_{n+1,i}',
  source: 'loss and weight 0.02 of HobbitLong/RepDistiller, on embeddings of equal width',
  gradient: 'kdWeight·sign(F^S_n − F^T_n)·(δ_{n−1} + δ_{n+1})/(N − 1)',
  traps: [
    "It is the loss of the code behind the published rows, not the paper's kernel.",
    'It depends on the order of the samples in the batch.',
  ],
  required: FEATURE_INPUTS,
  options: [fullCeWeight, kdWeight(0.02)],
  evaluate: (inputs, options: CcOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...cc(...featureRows(inputs, 'cc', true), options),
  }),
});
