import { describe, expect, it } from 'vitest';
import { decodeWeights, readPickle, readTorchFile } from '../../lib/formats';
import { described, fixture, index } from './corpus';

describe('files written by Python', () => {
  it.each(index.accepted)('$file', ({ file, mode, value }) => {
    const bytes = fixture('accepted', file);
    const read = file.endsWith('.pkl') ? readPickle(bytes, file, mode) : readTorchFile(bytes, file, mode);
    expect(described(read)).toEqual(value);
  });

  it('a pickle at any address', () => {
    const { value } = index.accepted.find(({ file }) => file === 'objects-5.pkl')!;
    const shifted = Buffer.concat([Buffer.alloc(3), fixture('accepted', 'objects-5.pkl')]).subarray(3);
    expect(described(readPickle(shifted, 'x', 'data'))).toEqual(value);
  });

  it('keys reach no prototype', () => {
    const objects = readPickle(fixture('accepted', 'objects-2.pkl'), 'x', 'data') as Map<string, any>;
    expect(objects.get('nested').get('__proto__').get('constructor')).toBe(1);
    expect(({} as { constructor: unknown }).constructor).toBe(Object);
  });
});

describe('weights', () => {
  it.each(['checkpoint.pth', 'checkpoint-legacy.pth'])('are found in a training script’s %s', (file) => {
    const { arrays } = decodeWeights(fixture('accepted', file), file);
    expect(Object.entries(arrays).map(([name, { shape }]) => [name, shape])).toEqual([
      ['0.weight', [2, 1, 2, 2]],
      ['0.bias', [2]],
      ['1.weight', [2]],
      ['1.bias', [2]],
      ['1.running_mean', [2]],
      ['1.running_var', [2]],
    ]);
    expect(arrays['0.weight'].data).toBeInstanceOf(Float32Array);
  });

  it('of every number type of .safetensors become float32', () => {
    const { arrays, metadata } = decodeWeights(fixture('types.safetensors'), 'x');
    expect(metadata).toEqual({ format: 'pt' });
    expect(Object.keys(arrays)).toEqual(Object.keys(index.types));
    for (const [name, { shape, data }] of Object.entries(index.types)) {
      expect(arrays[name].shape).toEqual(shape);
      expect(Array.from(arrays[name].data)).toEqual(data);
    }
  });
});
