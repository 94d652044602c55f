/**
 * Teacher-free knowledge distillation by a made-up teacher (Yuan et al., Revisiting Knowledge Distillation via Label
 * Smoothing Regularization, CVPR 2020, section 4: Tf-KD_reg).
 *
 * Derivation. A virtual teacher is right with probability a = 0.99 and undecided among the rest,
 * u = a·e_y + (1 − a)/(C − 1)·(1 − e_y). Its probabilities, *taken as logits*, are softened by T:
 *
 *     p = softmax(u/T),   p_y/p_i = exp((a − (1 − a)/(C − 1))/T)  for i ≠ y,
 *     L = (1 − α)·CE + α·m·(1/(N·C))·Σ_n KL(p_n ‖ q_n),   q = softmax(z) at temperature 1, no T².
 *
 * The softmax of probabilities is what the reference code does: at T = 40 and C = 100 the target is uniform but for
 * 2.4 % more on the true class, so this is nearly label smoothing with ε close to 1, with a weight of α·m/C.
 * T → ∞ gives the uniform target, a = 1/C too. A softmax of log u would be the teacher that the paper draws.
 * `ceWeight` is 1 − α, `kdWeight` α·m; the KL is averaged over N·C as there.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { LossParts, OptionDefinition } from './definition';
import { batchMeanPart, crossEntropy, klDivergence, oneHot } from './numerics';

export interface TfkdRegOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
  correctProbability: number;
}

/**
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, in nats (`kd` divided by C)
 */
export function tfkdReg(studentLogits: Tensor2D, labels: Tensor1D, options: TfkdRegOptions): LossParts {
  const { ceWeight, kdWeight, temperature, correctProbability } = options;
  const classes = studentLogits.shape[1];
  const truth = oneHot(labels, classes); // [N, C]
  return {
    ce: batchMeanPart(ceWeight, () => crossEntropy(studentLogits, truth)),
    kd: batchMeanPart(kdWeight / classes, () => {
      // a constant on every class changes no softmax: only the lead of the true class counts
      const lead = correctProbability - (1 - correctProbability) / (classes - 1);
      return klDivergence(truth.mul(lead / temperature), studentLogits);
    }),
  };
}

const correctProbability: OptionDefinition = {
  name: 'correctProbability',
  kind: 'number',
  default: 0.99,
  unit: '1',
  meaning: 'a, the virtual teacher’s probability of the true class',
  min: 0,
  max: 1,
};

export const tfkdRegLoss = defineLoss({
  name: 'tfkd-reg',
  paper: 'Yuan et al. 2020',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight/C·KL(softmax(u/T) ‖ p_student), u = a on y, (1 − a)/(C − 1) elsewhere',
  source: 'mean over N·C, and α 0.95, T 40 of MobileNetV2, of yuanli2333/Teacher-free-Knowledge-Distillation',
  gradient: 'ceWeight·(q_i − [i = y]) + kdWeight/C·(q_i − p_i)',
  traps: [
    "The virtual teacher's probabilities are taken as logits: at T = 40 the target is nearly uniform.",
    'The KL is averaged over N·C and there is no T².',
    "kdWeight is α times the code's multiplier, ceWeight 1 − α.",
  ],
  required: ['labels', 'studentLogits'],
  options: [ceWeight(0.05), kdWeight(0.95), temperature(40), correctProbability],
  evaluate: ({ labels, studentLogits }, options: TfkdRegOptions) => tfkdReg(studentLogits, labels, options),
});
