import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { toEngineLayout, toTorchLayout } from '../../lib/engine/layout';
import { buildNetwork } from '../../lib/models';
import { hashedMap } from './tensors';

const build = (seed: number) => buildNetwork('cnn28-small', { classes: 3, side: 12, channels: 2, seed });

describe('state', () => {
  it('moves a network exactly, names and order as in PyTorch', () => {
    const [source, target] = [build(1), build(2)];
    const images = hashedMap(1, [3, 2, 12, 12]);
    source.forward(images).release(); // moves the running statistics
    target.loadState(source.state(), 'a checkpoint');
    expect(Array.from(target.logits(images).dataSync())).toEqual(
      Array.from(source.logits(images).dataSync()),
    );
    expect(target.state()).toEqual(source.state());
    expect(Object.keys(source.state()).slice(0, 6)).toEqual([
      'conv1.weight',
      'bn1.weight',
      'bn1.bias',
      'bn1.running_mean',
      'bn1.running_var',
      'conv2.weight',
    ]);
  });

  it('ignores num_batches_tracked', () => {
    const network = build(1);
    const state = {
      ...network.state(),
      'bn1.num_batches_tracked': { shape: [], data: new Float32Array([7]) },
    };
    expect(() => network.loadState(state, 'weights.pth')).not.toThrow();
  });

  it('names file and array where something is missing, wrongly shaped or further', () => {
    const network = build(1);
    const { 'fc2.bias': bias, ...missing } = network.state();
    const load = (state: Parameters<typeof network.loadState>[0]) => () =>
      network.loadState(state, 'weights.pth');
    expect(load(missing)).toThrow(InputError);
    expect(load(missing)).toThrow("weights.pth (cnn28-small): 'fc2.bias' is missing, expected shape [3]");
    const wrong = { ...missing, 'fc2.bias': { shape: [4], data: new Float32Array(4) } };
    expect(load(wrong)).toThrow("weights.pth (cnn28-small): 'fc2.bias': found shape [4], expected [3]");
    const further = { ...missing, 'fc2.bias': bias, 'fc3.bias': bias };
    expect(load(further)).toThrow("weights.pth (cnn28-small): 'fc3.bias' does not belong to this model");
  });
});

describe('layouts', () => {
  it('conv: [out, in, kh, kw] ↔ [kh, kw, in, out]', () => {
    const parameter = { shape: [2, 1, 1, 3], layout: { kind: 'conv' as const } };
    const torch = Float32Array.from([1, 2, 3, 4, 5, 6]);
    expect(Array.from(toEngineLayout(torch, parameter))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(toTorchLayout(toEngineLayout(torch, parameter), parameter)).toEqual(torch);
  });

  it('flattened: columns over (c, h, w) ↔ (h, w, c)', () => {
    const parameter = {
      shape: [1, 4],
      layout: { kind: 'flattened' as const, height: 1, width: 2, channels: 2 },
    };
    const torch = Float32Array.from([1, 2, 3, 4]); // c0: 1 2, c1: 3 4
    expect(Array.from(toEngineLayout(torch, parameter))).toEqual([1, 3, 2, 4]);
    expect(toTorchLayout(toEngineLayout(torch, parameter), parameter)).toEqual(torch);
  });
});
