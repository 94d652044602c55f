/**
 * NormKD (Chi et al., NormKD: Normalized Logits for Knowledge Distillation, 2023).
 *
 * Derivation. One temperature for all samples softens a sample with widely spread logits too little and one with
 * narrow logits too much. Each row gets the temperature that gives its logits the same spread: with σ(·) the standard
 * deviation over the classes (unbiased, divided by C − 1), of the teacher's logits v and of the student's z apart,
 *
 *     τ_T = T·σ(v),   τ_S = T·σ(z),   KD = mean_n τ_T²·KL(softmax(v/τ_T)‖softmax(z/τ_S)),
 *     L = ceWeight·CE + kdWeight·KD.
 *
 * The factor is the teacher's temperature squared, a constant: no gradient flows through it. It does flow through τ_S:
 * the part depends on the direction of the centred student row only, so its gradient is orthogonal to that row,
 * Σ_i (z_i − z̄)·∂KD/∂z_i = 0, and asks for no change of its length. Scaling a student row changes nothing; scaling a
 * teacher row by a multiplies its share by a². With two classes the normalised rows are ±(1, −1)/(T√2): gradient 0.
 * It is lskd without the 1e-7 and with τ_T² in the place of T².
 *
 * Rows of equal logits have no direction; public code divides by 0 there. Here the normalised row is 0: with such a
 * teacher the share is 0 (its limit, for τ_T² → 0 and the KL is bounded); with such a student it is τ_T²·KL(p‖uniform)
 * and its gradient 0.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, deviation, klOfPair, oneHot, samplePart, standardisedPair } from './numerics';

export interface NormKdOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
}

/** τ_T²·KL by samples. @param teacherLogits a constant @returns [N], in nats */
export function normKdDivergence(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Tensor1D {
  const divergence = klOfPair(standardisedPair(teacherLogits, studentLogits, { temperature, epsilon: 0 }));
  const ownTemperature = deviation(teacherLogits).mul(temperature).squeeze<Tensor1D>([1]); // τ_T
  return divergence.mul(ownTemperature.square());
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function normKd(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: NormKdOptions,
): SampleParts {
  const { ceWeight, kdWeight, temperature } = options;
  const [samples, classes] = studentLogits.shape;
  return {
    ce: samplePart(ceWeight, samples, () => crossEntropy(studentLogits, oneHot(labels, classes))),
    kd: samplePart(kdWeight, samples, () => normKdDivergence(studentLogits, teacherLogits, temperature)),
  };
}

export const normKdLoss = defineLoss({
  name: 'normkd',
  paper: 'Chi et al. 2023',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·mean_n τ_T²·KL(softmax(v/τ_T) ‖ softmax(z/τ_S)), τ = T·std(logits)',
  source: 'weights, temperature, unbiased deviation and batch mean of gizi1/NormKD for CIFAR-100',
  gradient: 'orthogonal to the centred student row: Σ_i (z_i − z̄)·∂KD/∂z_i = 0',
  traps: [
    "The factor is the teacher's τ², a sample's own: scaling a teacher row by a multiplies its share by a².",
    'σ is the unbiased standard deviation.',
    'Rows of equal logits are NaN in public code; here they are the limit (README of the losses).',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [
    ceWeight(0.1),
    kdWeight(0.9),
    {
      ...temperature(2),
      meaning: 'T in softmax(z/(T·σ)), σ the standard deviation of the row of logits; ImageNet: 1',
    },
  ],
  bySample: ({ labels, studentLogits, teacherLogits }, options: NormKdOptions) =>
    normKd(studentLogits, teacherLogits, labels, options),
});
