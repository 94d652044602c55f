import { describe, expect, it } from 'vitest';
import { BackboneBuilder } from '../../lib/engine/backbone-builder';
import { fuse } from '../../lib/engine/fuse';
import type { GraphNode } from '../../lib/engine/module';

/** Two branches with a batch norm each, their sum, a ReLU. */
function residual() {
  const b = new BackboneBuilder({ side: 8, channels: 3 });
  const options = { filters: 4, kernel: 3, padding: 1, initial: 'default' as const };
  const main = b.batchNorm(b.conv(b.input, { name: 'conv1', ...options }), 'bn1');
  const shortCut = b.batchNorm(b.conv(b.input, { name: 'conv2', ...options }), 'bn2');
  const sum = b.add(main, shortCut);
  const active = b.relu(sum);
  const features = b.globalAveragePool(active);
  const backbone = b.finish({ features, logits: b.linear(features, { name: 'fc', outputs: 2 }) });
  return { backbone, main, shortCut, sum, active };
}

/** Kinds of the nodes that the outputs need. */
function needed(nodes: readonly GraphNode[], outputs: readonly number[]): string[] {
  const wanted = new Set(outputs);
  for (let id = nodes.length - 1; id >= 0; id--)
    if (wanted.has(id)) nodes[id].inputs.forEach((i) => wanted.add(i));
  return nodes.filter((_, id) => wanted.has(id)).map(({ kind }) => kind);
}

describe('fuse', () => {
  it('takes batch norm, sum and ReLU together and leaves the other branch its own', () => {
    const { backbone, active, shortCut } = residual();
    const outputs = [backbone.logits, backbone.features];
    const nodes = fuse(backbone.nodes, outputs);
    expect(nodes[active]).toMatchObject({ kind: 'fused-batch-norm', attributes: { relu: true, side: true } });
    expect(nodes[active].inputs[1]).toBe(shortCut);
    expect(nodes[shortCut]).toMatchObject({
      kind: 'fused-batch-norm',
      attributes: { relu: false, side: false },
    });
    expect(needed(nodes, outputs)).toEqual([
      ...[
        'input',
        'conv2d',
        'conv2d',
        'fused-batch-norm',
        'fused-batch-norm',
        'global-average-pool',
        'linear',
      ],
    ]);
  });

  it('keeps a value that is handed out', () => {
    const { backbone, sum, active, main } = residual();
    const nodes = fuse(backbone.nodes, [backbone.logits, sum]);
    expect(nodes[active].kind).toBe('relu');
    expect(nodes[sum]).toMatchObject({ kind: 'fused-batch-norm', attributes: { relu: false, side: true } });
    const both = fuse(backbone.nodes, [backbone.logits, sum, main]);
    expect(both[sum].inputs).toEqual([expect.any(Number), main]);
  });

  it('keeps a value that two nodes read', () => {
    const b = new BackboneBuilder({ side: 8, channels: 3 });
    const norm = b.batchNorm(b.input, 'bn');
    const sum = b.add(norm, b.relu(norm));
    const nodes = fuse(b.finish({ logits: sum, features: sum }).nodes, [sum]);
    expect(nodes.map(({ kind }) => kind)).toEqual(['input', 'fused-batch-norm', 'relu', 'add']);
  });

  it('leaves a sum of one value with itself alone', () => {
    const b = new BackboneBuilder({ side: 8, channels: 3 });
    const norm = b.batchNorm(b.input, 'bn');
    const sum = b.add(norm, norm);
    const nodes = fuse(b.finish({ logits: sum, features: sum }).nodes, [sum]);
    expect(nodes[sum].kind).toBe('add');
  });
});
