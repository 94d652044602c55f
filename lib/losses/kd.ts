/**
 * Knowledge distillation (Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, section 2).
 *
 * Derivation. Teacher and student logits v, z are softened by the same temperature, p = softmax(v/T),
 * q = softmax(z/T), and the student is drawn to the teacher by
 *
 *     KD = T²·KL(p‖q) = T²·Σ_i p_i (log p_i − log q_i),
 *     ∂KD/∂z_i = T·(q_i − p_i).
 *
 * For large T, q_i ≈ (1 + (z_i − z̄)/T)/C, so the gradient tends to ((z_i − z̄) − (v_i − v̄))/C: matching of centred
 * logits. It is of order 1 whatever T, which is why the T² stands there. The direction of the KL matters: the
 * teacher comes first. The teacher is a constant. Cross-entropy is taken at temperature 1:
 *
 *     L = ceWeight·CE(y, softmax(z)) + kdWeight·KD,   both means over the batch.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, klDivergence, oneHot, samplePart } from './numerics';

export interface KdOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @param divergence (teacher, student, T) → [N]; `lskd` standardises first
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function kd(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: KdOptions,
  divergence: typeof klDivergence = klDivergence,
): SampleParts {
  const { ceWeight, kdWeight, temperature } = options;
  const [samples, classes] = studentLogits.shape;
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, oneHot(labels, classes))),
    kd: samplePart(kdWeight * temperature ** 2, samples, () =>
      divergence(teacherLogits, studentLogits, temperature),
    ),
  };
}

export const kdLoss = defineLoss({
  name: 'kd',
  paper: 'Hinton et al. 2015',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·T²·KL(p_teacher^T ‖ p_student^T)',
  source: 'weights, temperature and batch mean of megvii-research/mdistiller for CIFAR-100',
  gradient: '∂/∂z_i = ceWeight·(q_i − [i = y]) + kdWeight·T·(q_i^T − p_i^T)',
  traps: [
    'The direction matters: KL(teacher‖student).',
    'Without the factor T² the distillation part shrinks with the temperature.',
    "PyTorch's KLDivLoss averages over N·C by default: C times less than the batch mean here (see tfkd-self).",
    '`alpha` means the weight of either part in different code bases: here there are ceWeight and kdWeight.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(0.1), kdWeight(0.9), temperature(4)],
  bySample: ({ labels, studentLogits, teacherLogits }, options: KdOptions) =>
    kd(studentLogits, teacherLogits, labels, options),
});
