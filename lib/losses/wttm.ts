/**
 * Weighted transformed teacher matching (Zheng and Yang, Knowledge Distillation Based on Transformed Teacher Matching,
 * ICLR 2024).
 *
 * Derivation. TTM matches the student to the power-transformed teacher p_γ = p^γ/Σ_k p_k^γ. WTTM weights each sample by
 * the power sum, the normaliser that the transform divides by:
 *
 *     u = Σ_k p_k^γ,   WTTM = u·KL(p_γ‖q),   L = ceWeight·CE + kdWeight·mean_n WTTM,
 *     ∂WTTM/∂z_i = u·(q_i − (p_γ)_i).
 *
 * For 0 < γ < 1, u grows with the spread of p, from 1 for a one-hot teacher to C^{1−γ} for a uniform one (log u is
 * (1 − γ) times its Rényi entropy of order γ): samples on which the teacher says more than the label count more.
 * γ = 1 gives u = 1, plain KD at T = 1; γ = 0 gives u = C; for γ > 1, u falls with the spread.
 * In logits u = Σ_k exp(γ·log p_k), with log p from the log-softmax: public code raises float32 probabilities to γ and so
 * counts those that underflowed to 0 not at all. As to the scale, u is of order C^{1−γ}: kdWeight is not TTM's.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, exponent, kdWeight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, logSoftmax, oneHot, samplePart } from './numerics';
import { ttmDivergence } from './ttm';
import type { TtmOptions } from './ttm';

export type WttmOptions = TtmOptions;

/** u = Σ_k p_k^γ. @param teacherLogits [N, C] @returns [N], from 1 to C^{1−γ} for γ ≤ 1 */
export function powerSum(teacherLogits: Tensor2D, exponent: number): Tensor1D {
  return logSoftmax(teacherLogits).mul(exponent).exp().sum<Tensor1D>(1);
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function wttm(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: WttmOptions,
): SampleParts {
  const { ceWeight, kdWeight, exponent } = options;
  const [samples, classes] = studentLogits.shape;
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, oneHot(labels, classes))),
    kd: samplePart(kdWeight, samples, () =>
      ttmDivergence(studentLogits, teacherLogits, exponent).mul(powerSum(teacherLogits, exponent)),
    ),
  };
}

export const wttmLoss = defineLoss({
  name: 'wttm',
  paper: 'Zheng and Yang 2024',
  basis: 'exact',
  formula:
    'ceWeight·CE + kdWeight·mean_n (Σ_k p_k^γ)·KL(p^γ/Σp^γ ‖ q), γ = exponent, student at temperature 1',
  source: 'batch mean of zkxufo/TTM; weight and exponent of its only example of WTTM (beside CRD)',
  gradient: 'kdWeight·u·(q_i − (p_γ)_i), u = Σ_k p_k^γ, a constant',
  traps: [
    'u is of order C^(1−γ): kdWeight is not that of ttm.',
    'Power sums of float32 probabilities lose what underflowed; the log domain does not.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(1), kdWeight(4), exponent(0.2)],
  bySample: ({ labels, studentLogits, teacherLogits }, options: WttmOptions) =>
    wttm(studentLogits, teacherLogits, labels, options),
});
