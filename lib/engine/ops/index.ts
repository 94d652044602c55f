import type { GraphNode } from '../module';
import type { Operation } from '../operation';
import { add } from './add';
import { averagePool } from './average-pool';
import { batchNorm } from './batch-norm';
import { channelShuffle } from './channel-shuffle';
import { concat } from './concat';
import { conv2d } from './conv2d';
import { depthwiseConv2d } from './depthwise-conv2d';
import { detach } from './detach';
import { fusedBatchNorm } from './fused-batch-norm';
import { flatten } from './flatten';
import { globalAveragePool } from './global-average-pool';
import { groupedConv2d } from './grouped-conv2d';
import { linear } from './linear';
import { maxPool } from './max-pool';
import { relu } from './relu';
import { sliceChannels } from './slice-channels';

/** The operation behind each kind of node. One file, one line. */
const OPERATIONS = {
  conv2d,
  'depthwise-conv2d': depthwiseConv2d,
  'grouped-conv2d': groupedConv2d,
  'batch-norm': batchNorm,
  'fused-batch-norm': fusedBatchNorm,
  relu,
  add,
  concat,
  'slice-channels': sliceChannels,
  'channel-shuffle': channelShuffle,
  'max-pool': maxPool,
  'average-pool': averagePool,
  'global-average-pool': globalAveragePool,
  detach,
  flatten,
  linear,
};

/** Operation of a node; the graph's types tie `kind` and `attributes` together, so the attributes fit. */
export function operationOf(kind: Exclude<GraphNode['kind'], 'input'>): Operation<unknown> {
  return OPERATIONS[kind] as Operation<unknown>;
}
