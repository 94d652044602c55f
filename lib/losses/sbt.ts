/**
 * Training of a skillful but bad teacher (Yuan et al., Learning From Biased Soft Labels, NeurIPS 2023, eq. 5 to 8): a
 * network that keeps the truth among its k best classes but seldom on top.
 *
 * With ℓ the cross-entropy, m the predicted class, Ω_k the k best classes of the network's own current output and
 * s_rnd the k − 1 labels ≠ y drawn for the sample,
 *
 *     L = ℓ(y) − α1·[m = y]·ℓ(y) + α2·[y ∉ Ω_k]·ℓ(y) + α3·Σ_{r ∈ s_rnd} ℓ(r).
 *
 * The second term punishes a correct top-1, the third brings the truth back among the best k, the fourth keeps the other
 * places from always going to the similar classes. The indicators are constants of the gradient:
 *
 *     ∂L/∂z_i = w_y (p_i − [i = y]) + α3·Σ_r (p_i − [i = r]),   w_y = 1 − α1·[m = y] + α2·[y ∉ Ω_k].
 *
 * While y is on top with weight 1 − α1 and each drawn label has weight α3, p_y tends to (1 − α1)/(1 − α1 + (k−1)·α3).
 * Whether ℓ(s_rnd) adds up or averages over its labels is not printed: `reduction`. Only the sum reaches a teacher below
 * 30 % top-1 with the printed weights. Of equal logits the lower class index ranks first. With k ≥ C nothing is
 * compensated.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, counted } from '../base';
import { tf } from '../engine';
import { weight } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, inTopK, oneHot, samplePart } from './numerics';

export interface SbtOptions {
  punishWeight: number;
  compensateWeight: number;
  randomWeight: number;
  k: number;
  reduction: 'sum' | 'mean';
}

/**
 * @param studentLogits of the teacher in training, [N, C]
 * @param labels int32 [N]
 * @param randomLabels int32 [N, k − 1], none the sample's own label
 * @returns parts `ce`, `punish` (≤ 0), `compensate`, `random`, [N], in nats. Throws InputError for another number of
 * random labels
 */
export function sbt(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  randomLabels: Tensor2D,
  options: SbtOptions,
): SampleParts {
  const { punishWeight, compensateWeight, randomWeight, k, reduction } = options;
  const [samples, classes] = studentLogits.shape;
  const drawn = randomLabels.shape[1];
  if (drawn !== k - 1) {
    throw new InputError(
      `randomLabels: found ${counted(drawn, 'label')} a sample, allowed are k − 1 = ${k - 1}`,
    );
  }
  const truth = oneHot(labels, classes); // [N, C]
  const hard = crossEntropy(studentLogits, truth); // [N]
  const share = reduction === 'sum' ? randomWeight : randomWeight / drawn;
  return {
    ce: hard,
    punish: samplePart(-punishWeight, samples, () => hard.mul(inTopK(studentLogits, truth, 1))),
    compensate: samplePart(compensateWeight, samples, () =>
      hard.mul(tf.sub(1, inTopK(studentLogits, truth, k))),
    ),
    random: samplePart(share, samples, () =>
      randomLabels
        .unstack<Tensor1D>(1)
        .map((label) => crossEntropy(studentLogits, oneHot(label, classes)))
        .reduce((sum, part) => sum.add(part)),
    ),
  };
}

export const sbtLoss = defineLoss({
  name: 'sbt',
  paper: 'Yuan et al. 2023',
  basis: 'reconstruction',
  formula:
    'CE − punishWeight·[argmax p = y]·CE + compensateWeight·[y ∉ Ω_k]·CE + randomWeight·Σ_r CE(r), batch mean',
  source:
    'eq. 5 to 8, terms as printed; weights from the printed ranges; the reduction over the random labels is ours',
  gradient:
    '∂/∂z_i = w_y (p_i − [i = y]) + α3·Σ_r (p_i − [i = r]), w_y = 1 − α1·[argmax p = y] + α2·[y ∉ Ω_k]',
  traps: [
    "Whether the random labels' losses add up or average is not printed (`reduction`); only the sum reaches a teacher below 30 % with the printed weights.",
    "Random labels drawn anew each step do not give the paper's effect in our trials; fixed per image they do.",
    "Ω_k comes from the network's own current output, ties by the lower index.",
  ],
  required: ['labels', 'studentLogits', 'randomLabels'],
  options: [
    weight('punishWeight', 0.2, 'α1, taken off the cross-entropy of a sample whose prediction is its label'),
    weight('compensateWeight', 1.1, 'α2, added for a sample whose label is not among the k best'),
    weight('randomWeight', 2, 'α3, multiplies the cross-entropy with the random labels'),
    {
      name: 'k',
      kind: 'number',
      default: 4,
      unit: 'classes',
      meaning: 'size of the top-k set; k − 1 random labels are given',
      min: 2,
      integer: true,
    },
    {
      name: 'reduction',
      kind: 'choice',
      default: 'sum',
      unit: '1',
      meaning: 'over the random labels of a sample',
      choices: ['sum', 'mean'],
    },
  ],
  bySample: ({ labels, studentLogits, randomLabels }, options: SbtOptions) =>
    sbt(studentLogits, labels, randomLabels, options),
});
