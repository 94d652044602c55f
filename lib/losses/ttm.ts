/**
 * Transformed teacher matching (Zheng and Yang, Knowledge Distillation Based on Transformed Teacher Matching,
 * ICLR 2024).
 *
 * Derivation. KD softens teacher and student alike. TTM softens the teacher only, by a power transform of its
 * probabilities, which in logits v is a temperature 1/γ:
 *
 *     p_γ = p^γ/Σ_k p_k^γ = softmax(γ·log p) = softmax(γ·v),
 *     TTM = KL(p_γ‖q),   q = softmax(z) at temperature 1,   L = ceWeight·CE + kdWeight·mean_n TTM,
 *     ∂TTM/∂z_i = q_i − (p_γ)_i.
 *
 * There is no factor T². With q_γ = softmax(γ·z) and the Rényi entropy H_γ(q) = log(Σ_k q_k^γ)/(1 − γ),
 *
 *     KL(p_γ‖q_γ) = γ·TTM + (1 − γ)·(H_γ(q) − H(p_γ)):
 *
 * TTM is KD at T = 1/γ (times T) minus (T − 1)·H_γ(q), that is with a reward for the student's entropy. γ = 1 is KD at
 * T = 1; γ = 0 has the uniform teacher, KL(1/C‖q) = mean_i(−log q_i) − log C; γ → ∞ the teacher's largest class.
 * Public code raises float32 probabilities to γ, which loses those that have underflowed to 0 (0^γ = 0 however small γ
 * is, where the true value is near 1); softmax(γ·v) does not.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, exponent, kdWeight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, klDivergence, oneHot, samplePart } from './numerics';

export interface TtmOptions {
  ceWeight: number;
  kdWeight: number;
  exponent: number;
}

/** KL(p_γ‖q) by samples. @param teacherLogits [N, C], a constant @returns [N], in nats */
export function ttmDivergence(studentLogits: Tensor2D, teacherLogits: Tensor2D, exponent: number): Tensor1D {
  return klDivergence(teacherLogits.mul(exponent), studentLogits);
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function ttm(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: TtmOptions,
): SampleParts {
  const { ceWeight, kdWeight, exponent } = options;
  const [samples, classes] = studentLogits.shape;
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, oneHot(labels, classes))),
    kd: samplePart(kdWeight, samples, () => ttmDivergence(studentLogits, teacherLogits, exponent)),
  };
}

export const ttmLoss = defineLoss({
  name: 'ttm',
  paper: 'Zheng and Yang 2024',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·KL(p^γ/Σp^γ ‖ q), γ = exponent, student at temperature 1',
  source: 'batch mean of zkxufo/TTM; weights and exponent of its example (vgg13 to vgg8, CIFAR-100)',
  gradient: 'kdWeight·(q_i − (p_γ)_i), student at temperature 1, no T²',
  traps: [
    'The exponent γ is 1/T of the teacher alone.',
    'Raising float32 probabilities to γ loses those that underflowed; softmax(γ·v) does not.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(1), kdWeight(45), exponent(0.1)],
  bySample: ({ labels, studentLogits, teacherLogits }, options: TtmOptions) =>
    ttm(studentLogits, teacherLogits, labels, options),
});
