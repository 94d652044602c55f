import { fuse } from './fuse';
import { ownKernels } from './kernels';
import type { Backbone, GraphNode } from './module';
import type { Keeps } from './operation';
import { operationOf } from './ops';

/** What has to run, and how long each value lives, for one set of outputs and one mode. */
export interface Plan {
  /** The backbone's nodes, some of them fused (`fuse.ts`); numbers stay. */
  readonly nodes: readonly GraphNode[];
  /** Nodes that the outputs need, in order, without the input. */
  readonly order: readonly number[];
  /** Holders of each node's value: readers in the forward, readers in the backward, and handing out. */
  readonly holders: readonly number[];
  /** Nodes that a gradient has to pass: something at or before them learns. */
  readonly learns: readonly boolean[];
}

/**
 * Counts the holders of every value, so that the tape can free it the moment the last one is done.
 * @param outputs nodes handed out (a node listed twice is held twice)
 */
export function planPass(backbone: Backbone, outputs: readonly number[], training: boolean): Plan {
  const nodes = ownKernels() ? fuse(backbone.nodes, outputs) : backbone.nodes;
  const needed = new Set(outputs);
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) nodes[id].inputs.forEach((input) => needed.add(input));
  }
  const order = nodes.map((_, id) => id).filter((id) => needed.has(id) && nodes[id].kind !== 'input');
  const learns = nodes.map(() => false);
  const holders = nodes.map(() => 0);
  for (const id of outputs) holders[id]++;
  for (const id of order) {
    const node = nodes[id];
    if (node.kind === 'input') continue;
    learns[id] =
      node.parameters.length > 0 || (node.kind !== 'detach' && node.inputs.some((input) => learns[input]));
    const keeps = operationOf(node.kind).keeps(node.attributes);
    const later = training && learns[id];
    for (const input of node.inputs) holders[input]++;
    if (later) for (const input of keptInputs(node.inputs, keeps)) holders[input]++;
    if (later && keeps.output) holders[id]++;
  }
  return { nodes, order, holders, learns };
}

/** The inputs whose values the backward reads again. */
export function keptInputs(inputs: readonly number[], { inputs: kept }: Keeps): readonly number[] {
  if (kept === 'first') return inputs.slice(0, 1);
  return kept ? inputs : [];
}
