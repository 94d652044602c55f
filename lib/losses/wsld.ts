/**
 * Weighted soft labels (Zhou et al., Rethinking Soft Labels for Knowledge Distillation: A Bias-Variance Tradeoff
 * Perspective, ICLR 2021).
 *
 * Derivation. Samples on which the student, trained with soft labels, is already better than its teacher
 * ("regularisation samples") add variance rather than remove bias. Each sample's soft part is weighted by how much worse
 * than the teacher the student does on it, both at temperature 1:
 *
 *     w = 1 − exp(−CE(z, y)/(CE(v, y) + 1e-7)),   w in [0, 1), a constant (no gradient),
 *     soft = mean_n w_n·T²·H(p_n, q_n),   p = softmax(v/T), q = softmax(z/T),
 *     L = ceWeight·CE(z, y) + kdWeight·soft.
 *
 * Gradient of a share: w·T·(q_i − p_i). The soft part is the cross entropy H(p, q) = KL(p‖q) + H(p): the gradient is
 * that of weighted KD, but the teacher's entropy is in the value, which is not 0 at student = teacher. w → 0 for a
 * student that is sure and right, w = 1 − 1/e where both do equally well, w → 1 for a teacher surer than the student; the
 * 1e-7 counts only where the teacher's cross-entropy is of that size. w is computed as −expm1(−ratio) from
 * cross-entropies that keep their digits, so that it stays relatively right when small.
 * Public code has ImageNet's 1000 classes, T = 2 and kdWeight 2.5 wired in; for CIFAR-100 the authors named T = 4, 2.25.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient } from '../engine';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, oneHot, samplePart, teacherCrossEntropy } from './numerics';

export interface WsldOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
}

/** Added to the teacher's cross-entropy, as in the authors' code. */
const EPSILON = 1e-7;

/** w = 1 − exp(−CE_student/(CE_teacher + 1e-7)). @param truth rows e_y, [N, C] @returns [N], a constant */
export function wsldWeights(studentLogits: Tensor2D, teacherLogits: Tensor2D, truth: Tensor2D): Tensor1D {
  const student = crossEntropy(stopGradient(studentLogits), truth);
  const teacher = crossEntropy(teacherLogits, truth);
  return student.div<Tensor1D>(teacher.add(EPSILON)).neg().expm1().neg();
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function wsld(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: WsldOptions,
): SampleParts {
  const { ceWeight, kdWeight, temperature } = options;
  const [samples, classes] = studentLogits.shape;
  const truth = oneHot(labels, classes); // [N, C]
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, truth)),
    kd: samplePart(kdWeight * temperature ** 2, samples, () =>
      teacherCrossEntropy(teacherLogits, studentLogits, temperature).mul(
        wsldWeights(studentLogits, teacherLogits, truth),
      ),
    ),
  };
}

export const wsldLoss = defineLoss({
  name: 'wsld',
  paper: 'Zhou et al. 2021',
  basis: 'exact',
  formula:
    'ceWeight·CE + kdWeight·T²·mean_n w_n·H(p^T_n, q^T_n), w = 1 − exp(−CE_student/(CE_teacher + 1e-7))',
  source: 'weights, temperature and batch mean of bellymonster/Weighted-Soft-Label-Distillation (ImageNet)',
  gradient: 'kdWeight·w·T·(q_i − p_i); no gradient through w',
  traps: [
    'Public code has 1000 classes, T = 2 and kdWeight 2.5 wired in (ImageNet); for CIFAR-100 the authors named T = 4, 2.25.',
    "The soft part is a cross entropy: the teacher's entropy is in the value.",
    'w is taken at temperature 1 while the soft part is at T.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(1), kdWeight(2.5), temperature(2)],
  bySample: ({ labels, studentLogits, teacherLogits }, options: WsldOptions) =>
    wsld(studentLogits, teacherLogits, labels, options),
});
