/**
 * Inverse probability weighting distillation (Niu et al., Respecting Transfer Gap in Knowledge Distillation, NeurIPS
 * 2022). A reconstruction: the weight formula is known from a summary alone, what surrounds it is chosen here.
 *
 * Derivation. The teacher's responses favour some samples: "labelled by the machine" is a biased selection with
 * propensity P(x). Weighting each sample by 1/P(x) undoes the bias. The propensity is read off two heads on the same
 * features, one distilled (z), one trained by cross-entropy alone (c). With H(·) the cross-entropy of a head,
 *
 *     P = H(z)/(H(z) + H(c)),   w = 1/P = 1 + H(c)/H(z)                      (ratio `cls-over-kd`),
 *     L = ceWeight·CE(z) + classifierWeight·CE(c) + kdWeight·T²·mean_n[w_n·KL(p_n^T ‖ q_n^T)].
 *
 * `kd-over-cls` takes H(z)/H(c) instead, the other reading of the summary. The entropies are taken at T = 1, of
 * z-scored logits by default: scaling or shifting one head then changes no weight. w is a constant of the gradient,
 *
 *     ∂L/∂z = ceWeight·(q − e_y) + kdWeight·T·w·(q^T − p^T),   ∂L/∂c = classifierWeight·(softmax(c) − e_y)   (per sample).
 *
 * w > 1 always, so the weights are divided by their batch mean, else KD would merely count more; equal heads give
 * w = 2 everywhere, and plain KD after the division. A cut at `weightClip` comes before the division. A constant row
 * standardises to zeros: H = log C.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, kdWeight, temperature, weight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { ipwdWeightOptions, ipwdWeights } from './ipwd-weights';
import type { IpwdWeightOptions } from './ipwd-weights';
import { batchMeanPart, crossEntropy, klDivergence, oneHot } from './numerics';

export interface IpwdOptions extends IpwdWeightOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
  classifierWeight: number;
}

/**
 * @param studentLogits [N, C]
 * @param classifierLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @param weights [N], constants; by default `ipwdWeights` of the same inputs
 * @returns parts `ce`, `classifier`, `kd`, in nats
 */
export function ipwd(
  studentLogits: Tensor2D,
  classifierLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: IpwdOptions,
  weights?: Tensor1D,
): LossParts {
  const { ceWeight, classifierWeight, kdWeight, temperature } = options;
  const truth = oneHot(labels, studentLogits.shape[1]);
  return {
    ce: batchMeanPart(ceWeight, () => crossEntropy(studentLogits, truth)),
    classifier: batchMeanPart(classifierWeight, () => crossEntropy(classifierLogits, truth)),
    kd: batchMeanPart(kdWeight * temperature ** 2, () =>
      klDivergence(teacherLogits, studentLogits, temperature).mul(
        weights ?? weightsOf(studentLogits, classifierLogits, labels, options),
      ),
    ),
  };
}

/** The weights as a tensor: read off the logits, so no gradient goes through them. */
function weightsOf(
  studentLogits: Tensor2D,
  classifierLogits: Tensor2D,
  labels: Tensor1D,
  options: IpwdOptions,
): Tensor1D {
  return tf.tensor1d(
    ipwdWeights(studentLogits.dataSync(), classifierLogits.dataSync(), labels.dataSync(), options),
  );
}

export const classifierWeight = weight(
  'classifierWeight',
  1,
  'multiplies the cross-entropy of the auxiliary head',
);

export const ipwdLoss = defineLoss({
  name: 'ipwd',
  paper: 'Niu et al. 2022',
  basis: 'reconstruction',
  formula:
    'ceWeight·CE + classifierWeight·CE(classifier) + kdWeight·T²·mean_n[w_n·KL(p_teacher^T ‖ p_student^T)], w = 1 + H_cls/H_kd',
  source:
    'weight formula of a summary of the paper; all else a reconstruction, with the batch mean and weights of kd',
  gradient:
    '∂/∂z = ceWeight·(q − e_y) + kdWeight·T·w·(q^T − p^T), ∂/∂c = classifierWeight·(softmax(c) − e_y); no gradient through w',
  traps: [
    "A reconstruction: the paper's equations are not public to us but for the weight, and the direction of that is open (`ratio`).",
    'w > 1: without `normaliseWeights` it also raises the weight of KD.',
    'Without `standardise` the weights grow without bound and training collapses in our runs.',
    'A sure distilled head has H(z) near 0: see `weightEpsilon` and `weightClip`.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits', 'classifierLogits'],
  options: [ceWeight(0.1), kdWeight(0.9), temperature(4), classifierWeight, ...ipwdWeightOptions],
  evaluate: ({ labels, studentLogits, teacherLogits, classifierLogits }, options: IpwdOptions) =>
    ipwd(studentLogits, classifierLogits, teacherLogits, labels, options),
});
