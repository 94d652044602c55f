/**
 * Normalised knowledge distillation (Yang et al., From Knowledge Distillation to Self-Knowledge Distillation: A
 * Unified Approach with Normalized Loss and Customized Soft Labels, ICCV 2023).
 *
 * Derivation. The cross entropy of teacher p and student q splits at the true class t,
 *
 *     H(p, q) = −p_t log q_t − Σ_{i≠t} p_i log q_i.
 *
 * The second sum compares two lists that need not have the same total, 1 − p_t and 1 − q_t, so it is not smallest where
 * they agree in shape. NKD normalises both: with p̂, q̂ the softmaxes over the classes ≠ t at temperature T,
 *
 *     target = −p_t log q_t (at T = 1),   nonTarget = γ·T²·H(p̂, q̂) = γ·T²·(NCKD + H(p̂)),
 *     L = ceWeight·CE + kdWeight·(target + nonTarget).
 *
 * Gradients: ∂target/∂z_i = p_t·(q_i − [i = t]), so the target part is the cross-entropy with the labels weighted by the
 * teacher's trust in them; ∂nonTarget/∂z_i = γ·T·(q̂_i − p̂_i), 0 at t: that of DKD's NCKD. The value keeps the teacher's
 * entropy H(p̂), a constant, and is not 0 at student = teacher. With two classes nonTarget is 0.
 * The first public code masks no class at all in p̂, q̂ (it scatters 1 into ones); the formula here is the paper's.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature, weight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, logOdds, oneHot, samplePart, teacherCrossEntropy, withoutClass } from './numerics';

export interface NkdOptions {
  ceWeight: number;
  kdWeight: number;
  nonTargetWeight: number;
  temperature: number;
}

/** −p_t log q_t at temperature 1. @param truth rows e_t, [N, C] @returns [N], in nats */
export function nkdTarget(studentLogits: Tensor2D, teacherLogits: Tensor2D, truth: Tensor2D): Tensor1D {
  const trust = logOdds(teacherLogits, truth).sigmoid().squeeze<Tensor1D>([1]); // p_t
  return crossEntropy(studentLogits, truth).mul(trust);
}

/** H(p̂, q̂) without the factor T². @param truth rows e_t, [N, C] @returns [N], in nats */
export function nkdNonTarget(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  truth: Tensor2D,
  temperature: number,
): Tensor1D {
  return teacherCrossEntropy(
    withoutClass(teacherLogits, truth),
    withoutClass(studentLogits, truth),
    temperature,
  );
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `target`, `nonTarget`, [N], in nats
 */
export function nkd(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: NkdOptions,
): SampleParts {
  const { ceWeight, kdWeight, nonTargetWeight, temperature } = options;
  const [samples, classes] = studentLogits.shape;
  const truth = oneHot(labels, classes); // [N, C]
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, truth)),
    target: samplePart(kdWeight, samples, () => nkdTarget(studentLogits, teacherLogits, truth)),
    nonTarget: samplePart(kdWeight * nonTargetWeight * temperature ** 2, samples, () =>
      nkdNonTarget(studentLogits, teacherLogits, truth, temperature),
    ),
  };
}

export const nkdLoss = defineLoss({
  name: 'nkd',
  paper: 'Yang et al. 2023',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·(−p_t log q_t + nonTargetWeight·T²·H(p̂^T, q̂^T)), p̂, q̂ without class t',
  source: 'weights, temperature and batch mean of the CRLD authors’ code for CIFAR-100',
  gradient: 'target: p_t·(q_i − [i = t]); nonTarget: γ·T·(q̂_i − p̂_i), 0 at t',
  traps: [
    "The value keeps the teacher's entropy and is not 0 at student = teacher.",
    'The first public code masks no class at all in the non-target part.',
    'With two classes nonTarget is 0.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [
    ceWeight(1),
    kdWeight(1),
    weight('nonTargetWeight', 1.5, 'γ, multiplies the cross entropy among the other classes'),
    temperature(1),
  ],
  bySample: ({ labels, studentLogits, teacherLogits }, options: NkdOptions) =>
    nkd(studentLogits, teacherLogits, labels, options),
});
