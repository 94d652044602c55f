/**
 * Deep mutual learning (Zhang et al., Deep Mutual Learning, CVPR 2018): networks that are trained together
 * are each other's teachers. For the network with logits z and its peer with logits v,
 *
 *     L = ceWeight·CE + kdWeight·T²·KL(p_peer^T‖p^T),
 *     ∂KL/∂z = (p^T − p_peer^T)/T.
 *
 * The peer comes first and is a constant: each network's gradient is taken in its own weights only. T is 1 in the
 * paper; T² keeps the size of the gradient as in distillation. So this is `kd` with other defaults and the peer in the
 * teacher's place. Of K > 2 networks each has K − 1 peers: the paper averages the KL over them, the official code adds
 * it up. The official guards, log(1e-8 + p2/(p1 + 1e-8)), give 11.3 where the KL is 28.9 (logits of ±60); here it is
 * exact.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { kd } from './kd';
import type { KdOptions } from './kd';

export type DmlOptions = KdOptions;

/**
 * One network's loss in the pair.
 * @param studentLogits [N, C]
 * @param peerLogits [N, C], a constant
 * @param labels int32 [N]
 * @returns parts `ce`, `kd`, [N], in nats
 */
export function dml(
  studentLogits: Tensor2D,
  peerLogits: Tensor2D,
  labels: Tensor1D,
  options: DmlOptions,
): SampleParts {
  return kd(studentLogits, peerLogits, labels, options);
}

export const dmlLoss = defineLoss({
  name: 'dml',
  paper: 'Zhang et al. 2018',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·T²·KL(p_peer^T ‖ p^T)',
  source: 'weight 1, T = 1 and batch mean of YingZhangDUT/Deep-Mutual-Learning',
  gradient: 'ceWeight·(p_i − [i = y]) + kdWeight·T·(p_i^T − p_peer,i^T); the peer is a constant',
  traps: [
    'The peer comes first: KL(p_peer‖p).',
    'Of more than two networks the paper averages over the peers, the official code adds up.',
    'The official guards 1e-8 give 11.3 where the KL is 28.9 (logits of ±60).',
    'The official code draws a fresh mini-batch for each network and updates them in turn.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  options: [ceWeight(1), kdWeight(1), temperature(1)],
  bySample: ({ labels, studentLogits, teacherLogits }, options: DmlOptions) =>
    dml(studentLogits, teacherLogits, labels, options),
});
