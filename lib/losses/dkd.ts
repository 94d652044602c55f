/**
 * Decoupled knowledge distillation (Zhao et al., Decoupled Knowledge Distillation, CVPR 2022, eq. 7).
 *
 * Derivation. Split softmax(z/T) at the true class t into the pair b = (p_t, 1 − p_t) and the distribution among the
 * others, p̂_i = p_i/(1 − p_t) for i ≠ t. With p^T, p^S of teacher and student, writing p_i = (1 − p_t) p̂_i gives
 *
 *     KL(p^T‖p^S) = KL(b^T‖b^S) + (1 − p_t^T)·KL(p̂^T‖p̂^S) = TCKD + (1 − p_t^T)·NCKD.
 *
 * Plain KD thus mutes the non-target part where the teacher is sure. DKD gives both parts weights of their own:
 *
 *     L = ceWeight·CE + r·T²·(tckdWeight·TCKD + nckdWeight·NCKD),   r = min((epoch + 1)/warmupEpochs, 1).
 *
 * Gradients (T = 1): ∂TCKD/∂z_t = p_t^S − p_t^T and, for i ≠ t, (p_t^T − p_t^S)·p̂_i^S; ∂NCKD/∂z_t = 0 and
 * ∂NCKD/∂z_i = p̂_i^S − p̂_i^T. With two classes p̂ = (1), so NCKD and its gradient are 0.
 * Both halves are computed in the log domain (numerics/decoupled.ts): public code takes logs of sums of probabilities
 * and a logit of −1000 for the target class, which overflows in float32 for large logits at T = 1.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, temperature, warmupEpochs, weight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, decoupledKl, oneHot, samplePart, warmUp } from './numerics';

export interface DkdOptions {
  ceWeight: number;
  tckdWeight: number;
  nckdWeight: number;
  temperature: number;
  warmupEpochs: number;
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @param epoch counted from 0; absent: no ramp
 * @param divergences (teacher, student, rows e_t, T) → [N, 2]; `lskd` standardises first
 * @returns parts `ce`, `tckd`, `nckd`, [N], in nats
 */
export function dkd(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: DkdOptions,
  epoch?: number,
  divergences: typeof decoupledKl = decoupledKl,
): SampleParts {
  const { ceWeight, tckdWeight, nckdWeight, temperature, warmupEpochs } = options;
  const scale = warmUp(epoch, warmupEpochs) * temperature ** 2;
  const [samples, classes] = studentLogits.shape;
  const truth = oneHot(labels, classes); // [N, C]
  const halves = divergences(teacherLogits, studentLogits, truth, temperature); // [N, 2]
  const [target, nonTarget] = halves.unstack<Tensor1D>(1); // [N] each
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, truth)),
    tckd: samplePart(scale * tckdWeight, samples, () => target),
    nckd: samplePart(scale * nckdWeight, samples, () => nonTarget),
  };
}

export const dkdLoss = defineLoss({
  name: 'dkd',
  paper: 'Zhao et al. 2022',
  basis: 'exact',
  formula: 'ceWeight·CE + min((epoch+1)/warmupEpochs, 1)·T²·(tckdWeight·TCKD + nckdWeight·NCKD)',
  source: 'eq. 7; weights, ramp and batch mean of megvii-research/mdistiller for CIFAR-100',
  gradient:
    '∂TCKD/∂z_t = p_t^S − p_t^T, ∂TCKD/∂z_i = (p_t^T − p_t^S)·p̂_i^S; ∂NCKD/∂z_t = 0, ∂NCKD/∂z_i = p̂_i^S − p̂_i^T (T = 1)',
  traps: [
    'mdistiller counts epochs from 1: the ramp is min((epoch + 1)/warmupEpochs, 1) with epoch from 0.',
    'nckdWeight 8 is for some pairs only: the published table uses 2, 6 or 8 by pair.',
    'Public code takes a logit of −1000 for the target class and overflows in float32 at T = 1.',
    'With two classes NCKD is 0.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  optional: ['epoch', 'epochs'],
  options: [
    ceWeight(1),
    weight('tckdWeight', 1, 'multiplies the target-class part'),
    weight('nckdWeight', 8, 'multiplies the non-target-class part'),
    temperature(4),
    warmupEpochs(20, 'TCKD and NCKD'),
  ],
  bySample: ({ labels, studentLogits, teacherLogits, epoch }, options: DkdOptions) =>
    dkd(studentLogits, teacherLogits, labels, options, epoch),
});
