/**
 * DIST (Huang et al., Knowledge Distillation from A Stronger Teacher, NeurIPS 2022).
 *
 * Derivation. A KL asks for equal probabilities; DIST only for the teacher's relations. With P, Q the [N, C] tables of
 * softmax(v/T), softmax(z/T) and ρ Pearson's correlation, invariant to shift and positive scale,
 *
 *     inter = T²·(1 − mean_n ρ(Q_n·, P_n·))   rows: among the classes of a sample,
 *     intra = T²·(1 − mean_c ρ(Q_·c, P_·c))   columns: among the samples, for each class,
 *     L = ceWeight·CE + interWeight·inter + intraWeight·intra.
 *
 * As in the authors' code ρ(a, b) = a·b/(‖a‖‖b‖ + 1e-8) of the centred vectors. The 1e-8 counts: a class to which no
 * sample of the batch gives much probability has ‖a‖‖b‖ below it, so ρ ≈ 0 and its distance is 1, not 0. Likewise for a
 * batch of one sample, whose columns have no spread: intra = T² with gradient 0. A student row without spread has ρ = 0
 * too; there the formula's gradient, −b/1e-8, is exact and huge. With two classes ρ of rows is ±1 and inter 0 or 2T².
 * Gradient in a (centred): ∂(1 − ρ)/∂a = (ρ·a/‖a‖ − b/‖b‖)/‖a‖, orthogonal to a, then through the softmax.
 * The authors' two files have no temperature (T = 1) and no T²; the copy in TTM's code has T = 4 and T².
 * 1 − ρ is formed from the difference Q − P (numerics/correlation.ts), not as 1 minus a number near 1.
 */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, temperature, weight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import {
  batchMeanPart,
  centredSoftmax,
  correlationDistance,
  crossEntropy,
  oneHot,
  softmaxDifference,
} from './numerics';
import type { Axis } from './numerics';

export interface DistOptions {
  ceWeight: number;
  interWeight: number;
  intraWeight: number;
  temperature: number;
}

/** Added to ‖a‖‖b‖, as in the authors' code. */
const EPSILON = 1e-8;

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce` in nats, `inter`, `intra` (each from 0 to 2T² times its weight)
 */
export function dist(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: DistOptions,
): LossParts {
  const { ceWeight, interWeight, intraWeight, temperature } = options;
  const part = (weight: number, axis: Axis): Scalar => {
    if (weight === 0) return tf.scalar(0);
    const difference = softmaxDifference(teacherLogits, studentLogits, temperature);
    const distances = correlationDistance(
      centredSoftmax(teacherLogits, temperature, axis),
      centredSoftmax(studentLogits, temperature, axis),
      difference.sub(difference.mean(axis, true)),
      axis,
      EPSILON,
    );
    return distances.mean<Scalar>().mul(weight * temperature ** 2);
  };
  return {
    ce: batchMeanPart(ceWeight, () => crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1]))),
    inter: part(interWeight, 1),
    intra: part(intraWeight, 0),
  };
}

export const distLoss = defineLoss({
  name: 'dist',
  paper: 'Huang et al. 2022',
  basis: 'exact',
  formula: 'ceWeight·CE + T²·(interWeight·(1 − mean_n ρ(Q_n, P_n)) + intraWeight·(1 − mean_c ρ(Q_c, P_c)))',
  source: 'weights and 1e-8 of hunto/DIST_KD, which has T = 1; the factor T² of the copy in zkxufo/TTM',
  gradient: '∂(1 − ρ)/∂a = (ρ·a/‖a‖ − b/‖b‖)/‖a‖ for centred a, then through the softmax',
  traps: [
    "Neither official file has a temperature; the copy in TTM's code has T = 4 and multiplies by T².",
    'The 1e-8 beside ‖a‖‖b‖ counts: a class without probability in the batch has distance 1, not 0.',
    'intra depends on the batch: a batch of one sample has no columns to compare.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [
    ceWeight(1),
    weight('interWeight', 1, 'β, multiplies the part of rows (relations among classes)'),
    weight('intraWeight', 1, 'γ, multiplies the part of columns (relations among samples)'),
    temperature(1),
  ],
  evaluate: ({ labels, studentLogits, teacherLogits }, options: DistOptions) =>
    dist(studentLogits, teacherLogits, labels, options),
});
