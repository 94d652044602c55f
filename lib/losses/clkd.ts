/**
 * Class-aware logit knowledge distillation (Zhang et al., Class-aware Information for Logit-based Knowledge
 * Distillation, 2022). A reconstruction: public re-implementations agree on all but the correlation term.
 *
 * Derivation. Take the raw logits of a batch as a matrix Z, one row a sample, one column a class, no softmax and no
 * temperature. Rows say what each instance looks like, columns what the batch looks like to a class. With x̂ = x/‖x‖,
 *
 *     L_ins = mean_{n,c} (roŵ Z^S − roŵ Z^T)²,   L_cla = mean_{n,c} (col̂ Z^S − col̂ Z^T)²,
 *     D = Z − mean over the batch,   B = DᵀD/(C − 1)   [C, C],   L_cc = ‖B^S − B^T‖_F²/C²,
 *     L = ceWeight·CE + instanceWeight·L_ins + classWeight·L_cla + correlationWeight·L_cc.
 *
 * `correlation: 'NxN'` takes B = DDᵀ/(C − 1), a literal reading of the sum over classes. ‖DDᵀ‖ = ‖DᵀD‖ for each matrix
 * alone, not for the difference of two. `squared: false` is ‖·‖_F/C². Scaling the student's logits leaves L_ins and
 * L_cla as they are. A row or column of zeros has no direction: it counts as 0 and gets no gradient.
 * A constant added to a row changes the loss: raw logits are not shift invariant.
 *
 * Numerics: x̂ − ŷ from x − y (numerics/vectors.ts), and B^S − B^T = D_SᵀΔ + ΔᵀD_T with Δ = D_S − D_T, so that a
 * student close to its teacher keeps its digits.
 */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, weight } from './common-options';
import { defineLoss } from './define';
import type { LossParts, OptionDefinition } from './definition';
import { batchMeanPart, crossEntropy, oneHot, safeRoot, scalarPart, unitRowDifference } from './numerics';

export interface ClkdOptions {
  ceWeight: number;
  instanceWeight: number;
  classWeight: number;
  correlationWeight: number;
  correlation: 'CxC' | 'NxN';
  squared: boolean;
}

/**
 * @param studentLogits [N, C]
 * @param teacherLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce` (nats), `instance`, `class`, `correlation`
 */
export function clkd(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  labels: Tensor1D,
  options: ClkdOptions,
): LossParts {
  const { ceWeight, instanceWeight, classWeight, correlationWeight } = options;
  const truth = oneHot(labels, studentLogits.shape[1]);
  const meanSquare = (student: Tensor2D, teacher: Tensor2D): Scalar =>
    unitRowDifference(student, teacher).square().mean();
  return {
    ce: batchMeanPart(ceWeight, () => crossEntropy(studentLogits, truth)),
    instance: scalarPart(instanceWeight, () => meanSquare(studentLogits, teacherLogits)),
    class: scalarPart(classWeight, () => meanSquare(studentLogits.transpose(), teacherLogits.transpose())),
    correlation: scalarPart(correlationWeight, () => correlationPart(studentLogits, teacherLogits, options)),
  };
}

/** ‖B^S − B^T‖_F² or its root, over C². */
function correlationPart(
  student: Tensor2D,
  teacher: Tensor2D,
  { correlation, squared }: Pick<ClkdOptions, 'correlation' | 'squared'>,
): Scalar {
  const classes = student.shape[1];
  const centred = (z: Tensor2D): Tensor2D => z.sub(z.mean(0, true));
  const [own, target, delta] = [centred(student), centred(teacher), centred(student.sub(teacher))];
  const overSamples = correlation === 'CxC';
  const product = (a: Tensor2D, b: Tensor2D): Tensor2D => tf.matMul(a, b, overSamples, !overSamples);
  const difference = product(own, delta)
    .add<Tensor2D>(product(delta, target))
    .div(classes - 1);
  const square = difference.square().sum<Scalar>();
  return (squared ? square : safeRoot(square)).div(classes ** 2);
}

const correlation: OptionDefinition = {
  name: 'correlation',
  kind: 'choice',
  default: 'CxC',
  unit: '1',
  meaning: 'whether B correlates classes (DᵀD) or samples (DDᵀ)',
  choices: ['CxC', 'NxN'],
};

const squared: OptionDefinition = {
  name: 'squared',
  kind: 'boolean',
  default: true,
  unit: '1',
  meaning: 'whether the Frobenius norm of the correlation part is squared',
};

export const clkdLoss = defineLoss({
  name: 'clkd',
  paper: 'Zhang et al. 2022',
  basis: 'reconstruction',
  formula:
    'ceWeight·CE + instanceWeight·MSE(row-normalised Z) + classWeight·MSE(column-normalised Z) + correlationWeight·‖B_student − B_teacher‖_F²/C²',
  source: 'weights λ 0.1, μ 0.5, μ·β 1, ν 0.4 and means over N·C of public re-implementations',
  gradient:
    'through x̂ = x/‖x‖ of rows and columns: (g − x̂(x̂·g))/‖x‖ with g the gradient in x̂; L_cc: 4/(C − 1)·D(B^S − B^T)/C²',
  traps: [
    'Raw logits: a constant added to a row changes the loss.',
    'Re-implementations disagree on the correlation term (`correlation`, `squared`).',
    'A column says what the batch looks like to a class: the value depends on the batch size.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [
    ceWeight(0.1),
    weight('instanceWeight', 0.5, 'μ, multiplies the part on rows of the logits'),
    weight('classWeight', 1, 'μ·β, multiplies the part on columns of the logits'),
    weight('correlationWeight', 0.4, 'ν, multiplies the part on correlations'),
    correlation,
    squared,
  ],
  evaluate: ({ labels, studentLogits, teacherLogits }, options: ClkdOptions) =>
    clkd(studentLogits, teacherLogits, labels, options),
});
