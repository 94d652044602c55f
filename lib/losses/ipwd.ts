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
import { stopGradient, tf } from '../engine';
import { ceWeight, kdWeight, temperature, weight } from './common-options';
import { defineLoss } from './define';
import type { LossParts, OptionDefinition } from './definition';
import { batchMeanPart, crossEntropy, klDivergence, oneHot, standardiseRows } from './numerics';

export interface IpwdWeightOptions {
  ratio: 'cls-over-kd' | 'kd-over-cls';
  standardise: boolean;
  normaliseWeights: boolean;
  /** Largest w before the division by the batch mean; null: no limit. */
  weightClip: number | null;
  weightEpsilon: number;
}

export interface IpwdOptions extends IpwdWeightOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
  classifierWeight: number;
}

/**
 * The weights w, one a sample; constants to every gradient.
 * @param studentLogits of the distilled head, [N, C]
 * @param classifierLogits of the auxiliary head, [N, C]
 * @param labels int32 [N]
 * @returns [N], at least 1, or of mean 1 with `normaliseWeights`
 */
export function ipwdWeights(
  studentLogits: Tensor2D,
  classifierLogits: Tensor2D,
  labels: Tensor1D,
  options: IpwdWeightOptions,
): Tensor1D {
  const { ratio, standardise, normaliseWeights, weightClip, weightEpsilon } = options;
  const truth = oneHot(labels, studentLogits.shape[1]);
  const entropy = (logits: Tensor2D): Tensor1D => {
    const constant = stopGradient(logits);
    return crossEntropy(standardise ? standardiseRows(constant) : constant, truth);
  };
  const [kd, cls] = [entropy(studentLogits), entropy(classifierLogits)];
  const [above, below] = ratio === 'cls-over-kd' ? [cls, kd] : [kd, cls];
  const raw = above.div(below.add(weightEpsilon)).add<Tensor1D>(1);
  const clipped = weightClip === null ? raw : tf.minimum<Tensor1D>(raw, weightClip);
  return normaliseWeights ? clipped.div(clipped.mean()) : clipped;
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
        weights ?? ipwdWeights(studentLogits, classifierLogits, labels, options),
      ),
    ),
  };
}

/** How the weights are made; the method that weights PS-KD takes them, too. */
export const ipwdWeightOptions: readonly OptionDefinition[] = [
  {
    name: 'ratio',
    kind: 'choice',
    default: 'cls-over-kd',
    unit: '1',
    meaning: 'w = 1 + H_cls/H_kd or 1 + H_kd/H_cls',
    choices: ['cls-over-kd', 'kd-over-cls'],
  },
  {
    name: 'standardise',
    kind: 'boolean',
    default: true,
    unit: '1',
    meaning: 'whether the entropies in w are those of z-scored logits',
  },
  {
    name: 'normaliseWeights',
    kind: 'boolean',
    default: true,
    unit: '1',
    meaning: 'whether w is divided by its batch mean',
  },
  {
    name: 'weightClip',
    kind: 'number',
    default: null,
    unit: '1',
    meaning: 'largest w, before the division by the batch mean; null: no limit',
    min: 1,
  },
  {
    name: 'weightEpsilon',
    kind: 'number',
    default: 1e-7,
    unit: 'nats',
    meaning: 'added to the entropy that w divides by',
    min: 0,
  },
];

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
  required: ['labels', 'studentLogits', 'teacherLogits', 'classifierLogits'],
  options: [ceWeight(0.1), kdWeight(0.9), temperature(4), classifierWeight, ...ipwdWeightOptions],
  evaluate: ({ labels, studentLogits, teacherLogits, classifierLogits }, options: IpwdOptions) =>
    ipwd(studentLogits, classifierLogits, teacherLogits, labels, options),
});
