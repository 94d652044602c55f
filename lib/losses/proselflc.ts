/**
 * ProSelfLC, progressive self label correction (Wang et al., CVPR 2021, eq. 7; target temperature: arXiv 2207.00118).
 *
 * Derivation. The label is corrected by the model's own prediction, p_T = softmax(z/T), as far as it is trusted:
 *
 *     L = H(q̃, p),   q̃ = (1 − ε) e_y + ε p_T,   ε = g(t)·l(p_T),
 *     g(t) = h(B·(t/Γ − transition)),   h(x) = 1/(1 + exp(−x)),
 *     l = 1 (`global`),   1 − H(p_T)/log C (`global-local`, the paper),   max_i p_T,i (`global-max`).
 *
 * p in the logarithm stays at temperature 1. Target and ε are constants of the gradient, as in the authors' code:
 *
 *     ∂L/∂z = p − q̃ = (1 − ε)(p − e_y) + ε·(p − p_T).
 *
 * At T = 1 the second term is 0: a constant target of one's own prediction only weighs the samples by 1 − ε and turns
 * no gradient. At T < 1 it sharpens. The label keeps the argmax of q̃ as long as ε < ½, so for all t before transition.
 *
 * Computed as (1 − ε)·CE + ε·(H(p_T) + KL(p_T‖p)), sums of terms that cannot be negative, with 1 − ε = (1 − g) + g·(1 − l)
 * and 1 − l without a difference. The authors' code adds 1e-8 inside logarithms, which caps a sample's loss at 18.4,
 * and returns KL(q̃‖p): same gradient, other value.
 */
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient, tf } from '../engine';
import { defineLoss } from './define';
import type { OptionDefinition, SampleParts } from './definition';
import { atTemperature, crossEntropy, doubt, entropy, klDivergence, logistic, oneHot } from './numerics';

export type Trust = 'global' | 'global-local' | 'global-max';

export interface ProSelfLcOptions {
  growth: number;
  trust: Trust;
  transition: number;
  temperature: number;
}

/**
 * H(q̃_n, p_n), q̃ a constant.
 * @param studentLogits [N, C]
 * @param labels int32 [N]
 * @param progress t/Γ, the fraction of training done, in [0, 1]
 * @returns part `ce`, [N], in nats
 */
export function proSelfLc(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: ProSelfLcOptions,
  progress: number,
): SampleParts {
  const own = atTemperature(stopGradient(studentLogits), options.temperature);
  const { trust, distrust } = selfTrust(own, options, progress);
  const hard = crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1])); // [N]
  const ownEntropy = entropy(own); // [N]
  const soft = options.temperature === 1 ? ownEntropy : ownEntropy.add(klDivergence(own, studentLogits));
  return { ce: hard.mul(distrust).add(soft.mul(trust)) };
}

/**
 * How far each prediction is trusted: ε and 1 − ε.
 * @param own z/T, [N, C], constants
 * @param progress t/Γ, in [0, 1]
 * @returns [N] each, or numbers where all samples are trusted alike
 */
export function selfTrust(
  own: Tensor2D,
  { growth, trust, transition }: Omit<ProSelfLcOptions, 'temperature'>,
  progress: number,
): { trust: Tensor1D | number; distrust: Tensor1D | number } {
  const global = logistic(growth * (progress - transition));
  const rest = logistic(growth * (transition - progress)); // 1 − g
  if (trust === 'global') return { trust: global, distrust: rest };
  const distance: Tensor1D = trust === 'global-max' ? doubt(own) : entropy(own).div(Math.log(own.shape[1])); // 1 − l
  const share = distance.minimum(1).mul<Tensor1D>(global); // g·(1 − l); rounding must not make ε negative
  return { trust: tf.sub<Tensor1D>(global, share), distrust: share.add<Tensor1D>(rest) };
}

const options: OptionDefinition[] = [
  { name: 'growth', kind: 'number', default: 12, unit: '1', meaning: 'B, how steep g(t) rises', min: 0 },
  {
    name: 'trust',
    kind: 'choice',
    default: 'global-local',
    unit: '1',
    meaning: 'ε: g(t), g(t)·(1 − H(p)/log C) or g(t)·max p',
    choices: ['global', 'global-local', 'global-max'],
  },
  {
    name: 'transition',
    kind: 'number',
    default: 0.5,
    unit: 'fraction of training',
    meaning: 'where g(t) = ½',
    min: 0,
    max: 1,
  },
  {
    name: 'temperature',
    kind: 'number',
    default: 1,
    unit: '1',
    meaning: 'T of the prediction in target and trust, softmax(z/T); the logarithm stays at 1',
    above: 0,
  },
];

export const proSelfLcLoss = defineLoss({
  name: 'proselflc',
  paper: 'Wang et al. 2021',
  basis: 'exact',
  formula:
    'mean_n H(q̃_n, p_n), q̃ = (1 − ε) e_y + ε p_T constant, ε = h(growth·(progress − transition))·l(p_T)',
  source:
    'eq. 7 and XinshaoAmosWang/DeepCriticalLearning (target without gradient, batch mean); B 8, 10, 12 in table 3',
  gradient: '∂/∂z = (1 − ε)(p − e_y) + ε·(p − p_T); target and ε are constants',
  traps: [
    "At temperature 1 it changes no sample's direction, only its weight 1 − ε.",
    'Its `temperature` is that of target and trust alone; the p in the logarithm stays at 1.',
    "The authors' code returns KL(q̃‖p) and caps a sample's loss at 18.4 by 1e-8 inside the logarithm: same gradient, other value.",
    'progress counts optimiser steps, not epochs.',
  ],
  required: ['labels', 'studentLogits', 'progress'],
  options,
  bySample: ({ labels, studentLogits, progress }, options: ProSelfLcOptions) =>
    proSelfLc(studentLogits, labels, options, progress),
  trust({ studentLogits, progress }, options: ProSelfLcOptions) {
    const own = atTemperature(stopGradient(studentLogits), options.temperature);
    const { trust } = selfTrust(own, options, progress);
    return typeof trust === 'number' ? tf.fill<Rank.R1>([studentLogits.shape[0]], trust) : trust;
  },
});
