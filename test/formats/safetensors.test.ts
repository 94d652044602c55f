import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { decodeSafetensors, encodeSafetensors } from '../../lib/formats/safetensors';

const file = {
  arrays: {
    'conv.weight': { shape: [2, 1, 1, 3], data: Float32Array.of(1, -2, 3.5, 0, -0, 1e-40) },
    scalar: { shape: [], data: Float32Array.of(7) },
    empty: { shape: [0, 4], data: new Float32Array(0) },
  },
  metadata: { epoch: '3', note: 'Größe' },
};

describe('.safetensors', () => {
  it('gives back what was written, bit for bit', () => {
    const bytes = encodeSafetensors(file);
    const back = decodeSafetensors(bytes, 'x.safetensors');
    expect(back).toEqual(file);
    expect(Object.is(back.arrays['conv.weight'].data[4], -0)).toBe(true);
  });

  it('has the published layout', () => {
    const bytes = encodeSafetensors(file);
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    expect(header['conv.weight']).toEqual({ dtype: 'F32', shape: [2, 1, 1, 3], data_offsets: [0, 24] });
    expect(header.scalar).toEqual({ dtype: 'F32', shape: [], data_offsets: [24, 28] });
    expect(length % 8).toBe(0);
    expect(bytes.readFloatLE(8 + length + 8)).toBe(3.5);
    expect(bytes.length).toBe(8 + length + 28);
  });

  it('reads numbers that start at any address', () => {
    const bytes = encodeSafetensors(file);
    const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    expect(decodeSafetensors(shifted, 'x')).toEqual(file);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), /'scalar' of shape \[\]/],
    ['empty', () => Buffer.alloc(0), /found 0 bytes/],
    [
      'with a huge header',
      (bytes: Buffer) => Buffer.concat([Buffer.alloc(8, 255), bytes]),
      /header would have/,
    ],
    ['with a broken header', (bytes: Buffer) => bytes.fill('{', 8, 40), /not JSON/],
  ])('names a file that is %s', (_, damage, message) => {
    const read = () => decodeSafetensors(damage(encodeSafetensors(file)), 'w.safetensors');
    expect(read).toThrow(InputError);
    expect(read).toThrow(/^w\.safetensors: /);
    expect(read).toThrow(message);
  });

  it('refuses other number types by name', () => {
    const bytes = Buffer.from(encodeSafetensors(file).toString('latin1').replace('F32', 'F8_'), 'latin1');
    expect(() => decodeSafetensors(bytes, 'w')).toThrow(
      "w: array 'conv.weight': found type 'F8_', allowed are 'F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'U8', 'BOOL'",
    );
  });

  it('takes any name for a name', () => {
    const arrays = Object.fromEntries([['__proto__', { shape: [1], data: Float32Array.of(3) }]]);
    const read = decodeSafetensors(encodeSafetensors({ arrays, metadata: {} }), 'w').arrays;
    expect(Object.entries(read)).toEqual([['__proto__', { shape: [1], data: Float32Array.of(3) }]]);
  });
});
