/**
 * Progressive self-knowledge distillation (Kim, Ji, Yoon, Hwang, Self-Knowledge Distillation with Progressive
 * Refinement of Targets, ICCV 2021, eq. 5 and 6).
 *
 * Derivation. The network is its own teacher, one epoch late: with P the probabilities that it gave the same sample in
 * the epoch before, the target is
 *
 *     q = (1 − α_t) e_y + α_t·P,   α_t = α_T·(t + 1)/E   (epoch t from 0, E epochs),
 *     L = H(q, p) = (1 − α_t)·CE + α_t·H(P, p),   ∂L/∂z_i = p_i − q_i,   all at temperature 1.
 *
 * The value is a cross-entropy: the entropy of P is in it, so it is not 0 where p = P. In the first epoch P is the
 * one-hot label, and L is plain CE whatever α. P uniform makes it label smoothing with ε = α_t.
 * `kdWeight` is α_T, reached in the last epoch; without an epoch there is no ramp, α_t = α_T. The cross-entropy's
 * weight is what is left of 1. Weights per sample (those of IPWD, a reconstruction) multiply H(P, p) alone.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { defineLoss } from './define';
import type { LossParts, OptionDefinition } from './definition';
import { batchMeanPart, crossEntropy, oneHot, softCrossEntropy } from './numerics';

export interface PskdOptions {
  kdWeight: number;
}

export interface PskdMoment {
  /** Counted from 0; absent: no ramp. */
  epoch?: number;
  epochs?: number;
}

/** α_t. Throws InputError for an epoch without the number of epochs. */
export function pskdRamp({ kdWeight }: PskdOptions, { epoch, epochs }: PskdMoment): number {
  if (epoch === undefined) return kdWeight;
  if (epochs === undefined) {
    throw new InputError("loss 'pskd': found epoch without epochs; give both, or neither for no ramp");
  }
  return (kdWeight * (epoch + 1)) / epochs;
}

/**
 * @param studentLogits [N, C]
 * @param previousProbabilities P, [N, C], constants
 * @param labels int32 [N]
 * @param weights [N], constants that multiply H(P, p); absent: 1
 * @returns parts `ce`, `kd`, in nats
 */
export function pskd(
  studentLogits: Tensor2D,
  previousProbabilities: Tensor2D,
  labels: Tensor1D,
  options: PskdOptions,
  moment: PskdMoment = {},
  weights?: Tensor1D,
): LossParts {
  const share = pskdRamp(options, moment);
  return {
    ce: batchMeanPart(1 - share, () => crossEntropy(studentLogits, oneHot(labels, studentLogits.shape[1]))),
    kd: batchMeanPart(share, () => {
      const soft = softCrossEntropy(previousProbabilities, studentLogits); // [N]
      return weights ? soft.mul(weights) : soft;
    }),
  };
}

const share: OptionDefinition = {
  name: 'kdWeight',
  kind: 'number',
  default: 0.8,
  unit: '1',
  meaning: 'α_T, the share of the previous epoch’s probabilities in the target of the last epoch',
  min: 0,
  max: 1,
};

export const pskdLoss = defineLoss({
  name: 'pskd',
  paper: 'Kim et al. 2021',
  basis: 'exact',
  formula: '(1 − α_t)·CE + α_t·H(P_previous, p), α_t = kdWeight·(epoch+1)/epochs',
  source: 'ramp, share and batch mean of lgcnsai/PS-KD-Pytorch',
  gradient: '∂/∂z_i = p_i − q_i, q = (1 − α_t) e_y + α_t·P; P is a constant',
  traps: [
    'kdWeight is α_T, reached in the last epoch: α_t rises linearly over the epochs.',
    "P is last epoch's prediction under that epoch's augmentation.",
    'Everything is at temperature 1; the value is a cross entropy, not a KL.',
  ],
  required: ['labels', 'studentLogits', 'previousProbabilities'],
  optional: ['epoch', 'epochs'],
  options: [share],
  evaluate: ({ labels, studentLogits, previousProbabilities, epoch, epochs }, options: PskdOptions) =>
    pskd(studentLogits, previousProbabilities, labels, options, { epoch, epochs }),
});
