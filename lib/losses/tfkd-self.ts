/**
 * Teacher-free knowledge distillation by self-training (Yuan et al., Revisiting Knowledge Distillation via Label
 * Smoothing Regularization, CVPR 2020, section 4: Tf-KD_self).
 *
 * Derivation. Any teacher smooths the labels, so a copy of the student itself, trained before and frozen, will do:
 *
 *     L = (1 − α)·CE + α·m·T²·(1/(N·C))·Σ_n KL(p_n^T ‖ q_n^T),   ∂/∂z_i of one sample's KL part = α·m·T·(q_i − p_i)/(N·C).
 *
 * It is `kd` with a sum over samples *and* classes divided by N·C: the reference code uses PyTorch's default reduction
 * of the KL, so the distillation part is C times smaller than in `kd` with the same weights. That is part of the
 * published setting (α = 0.95 at C = 100 acts as a weight of 0.0095·T²). `ceWeight` is 1 − α, `kdWeight` α·m.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { batchMeanPart, crossEntropy, klDivergence, oneHot } from './numerics';

export interface TfkdSelfOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits of the frozen copy, [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, in nats (`kd` divided by C)
 */
export function tfkdSelf(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: TfkdSelfOptions,
): LossParts {
  const { ceWeight, kdWeight, temperature } = options;
  const classes = studentLogits.shape[1];
  return {
    ce: batchMeanPart(ceWeight, () => crossEntropy(studentLogits, oneHot(labels, classes))),
    kd: batchMeanPart((kdWeight * temperature ** 2) / classes, () =>
      klDivergence(teacherLogits, studentLogits, temperature),
    ),
  };
}

export const tfkdSelfLoss = defineLoss({
  name: 'tfkd-self',
  paper: 'Yuan et al. 2020',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·T²/C·KL(p_teacher^T ‖ p_student^T)',
  source: 'mean over N·C, and α 0.95, T 20 of MobileNetV2, of yuanli2333/Teacher-free-Knowledge-Distillation',
  gradient: 'ceWeight·(q_i − [i = y]) + kdWeight·T/C·(q_i^T − p_i^T)',
  traps: [
    'The KL is averaged over N·C: C times smaller than kd with the same weights.',
    "kdWeight is α times the code's multiplier, ceWeight 1 − α.",
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(0.05), kdWeight(0.95), temperature(20)],
  evaluate: ({ labels, studentLogits, teacherLogits }, options: TfkdSelfOptions) =>
    tfkdSelf(studentLogits, teacherLogits, labels, options),
});
