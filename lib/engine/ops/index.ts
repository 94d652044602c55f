import type { GraphNode } from '../module';
import type { Operation } from '../operation';
import { add } from './add';
import { batchNorm } from './batch-norm';
import { conv2d } from './conv2d';
import { detach } from './detach';
import { fusedBatchNorm } from './fused-batch-norm';
import { flatten } from './flatten';
import { globalAveragePool } from './global-average-pool';
import { linear } from './linear';
import { maxPool } from './max-pool';
import { relu } from './relu';

/** The operation behind each kind of node. One file, one line. */
const OPERATIONS = {
  conv2d,
  'batch-norm': batchNorm,
  'fused-batch-norm': fusedBatchNorm,
  relu,
  add,
  'max-pool': maxPool,
  'global-average-pool': globalAveragePool,
  detach,
  flatten,
  linear,
};

/** Operation of a node; the graph's types tie `kind` and `attributes` together, so the attributes fit. */
export function operationOf(kind: Exclude<GraphNode['kind'], 'input'>): Operation<unknown> {
  return OPERATIONS[kind] as Operation<unknown>;
}
