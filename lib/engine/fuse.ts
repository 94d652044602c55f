import type { GraphNode } from './module';

type Norm = Extract<GraphNode, { kind: 'batch-norm' }>;

/**
 * The nodes with every batch norm turned into the own kernel's `fused-batch-norm`, which takes in the residual sum and
 * the ReLU behind it: a fused node stands at the number of the last node it replaces, so that readers stay as they are;
 * the swallowed ones are left without a reader. A value that something else reads, or that is handed out, stays.
 * @param outputs nodes handed out
 */
export function fuse(nodes: readonly GraphNode[], outputs: readonly number[]): GraphNode[] {
  const readers = countReaders(nodes, outputs);
  const result = [...nodes];
  const swallowed = new Set<number>();
  /** The batch norm at `id`, if the one reader in question is all it has. */
  const sole = (id: number): Norm | undefined => {
    const node = nodes[id];
    return node.kind === 'batch-norm' && readers[id] === 1 && !swallowed.has(id) ? node : undefined;
  };
  const put = (place: number, id: number, norm: Norm, relu: boolean, other?: number) => {
    swallowed.add(id);
    const inputs = [...norm.inputs, ...(other === undefined ? [] : [other])];
    const attributes = { ...norm.attributes, relu, side: other !== undefined };
    result[place] = { ...norm, kind: 'fused-batch-norm', attributes, inputs };
  };
  const putSum = (place: number, sum: GraphNode, relu: boolean): boolean => {
    const at = sum.inputs.findIndex((input) => sole(input));
    if (at < 0 || sum.inputs[0] === sum.inputs[1]) return false;
    put(place, sum.inputs[at], nodes[sum.inputs[at]] as Norm, relu, sum.inputs[1 - at]);
    return true;
  };
  // ReLUs first, since they take in the most; then sums without one; then what is left.
  nodes.forEach((node, id) => {
    if (node.kind !== 'relu') return;
    const [input] = node.inputs;
    const norm = sole(input);
    if (norm) put(id, input, norm, true);
    else if (nodes[input].kind === 'add' && readers[input] === 1 && putSum(id, nodes[input], true))
      swallowed.add(input);
  });
  nodes.forEach((node, id) => {
    if (node.kind === 'add' && !swallowed.has(id)) putSum(id, node, false);
  });
  nodes.forEach((node, id) => {
    if (node.kind === 'batch-norm' && !swallowed.has(id)) put(id, id, node, false);
  });
  return result;
}

/** Readers of each value among the nodes that the outputs need; being handed out counts as one more. */
function countReaders(nodes: readonly GraphNode[], outputs: readonly number[]): number[] {
  const readers = nodes.map(() => 0);
  for (const id of outputs) readers[id]++;
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (readers[id] > 0) nodes[id].inputs.forEach((input) => readers[input]++);
  }
  return readers;
}
