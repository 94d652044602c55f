import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { encodeIndexedPng } from '../../lib/figures/indexed-png';
import { encodePng, pngUri } from '../../lib/figures/png';
import { wobble } from './samples';

/** The chunks of a PNG by name, and its samples: filter type 0 only, which is all that we write. */
function decode(file: Buffer): { width: number; height: number; chunks: Map<string, Buffer>; rows: Buffer } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    chunks,
    rows: inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0)),
  };
}

describe('encodePng', () => {
  it('writes grey pixels row by row behind a filter byte', () => {
    const file = encodePng({ pixels: [0, 50, 100, 150, 200, 250], width: 3, height: 2, channels: 1 });
    const { width, height, rows } = decode(file);
    expect([width, height]).toEqual([3, 2]);
    expect([...rows]).toEqual([0, 0, 50, 100, 0, 150, 200, 250]);
  });

  it('repeats each pixel of a colour image', () => {
    const file = encodePng({ pixels: [1, 2, 3, 4, 5, 6], width: 2, height: 1, channels: 3 }, 2);
    const row = [0, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
    expect([...decode(file).rows]).toEqual([...row, ...row]);
  });

  it('refuses sizes that do not fit', () => {
    const image = { pixels: [1, 2, 3], width: 2, height: 2, channels: 1 as const };
    expect(() => encodePng(image)).toThrow(InputError);
    expect(() => pngUri(image)).toThrow('image: found 3 values, but 2×2×1 needs 4');
  });
});

describe('encodeIndexedPng', () => {
  /** Red, green and blue of every pixel after a round trip. */
  const roundTrip = (rgba: Uint8Array, width: number, height: number): number[][] => {
    const { rows, chunks } = decode(encodeIndexedPng(rgba, width, height));
    const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
    expect(palette.length).toBeLessThanOrEqual(256 * 3);
    return Array.from({ length: width * height }, (_, pixel) => {
      const index = rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)];
      return [...palette.subarray(index * 3, index * 3 + 3)];
    });
  };

  it('keeps up to 256 colours exactly', () => {
    const rgba = Uint8Array.from({ length: 256 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * 37) % 256));
    const expected = Array.from({ length: 256 }, (_, pixel) => [...rgba.subarray(pixel * 4, pixel * 4 + 3)]);
    expect(roundTrip(rgba, 16, 16)).toEqual(expected);
  });

  it('keeps the most frequent of more colours exactly and the others nearly', () => {
    const size = 100;
    const rgba = new Uint8Array(size * size * 4).fill(255); // white ground
    for (let pixel = 0; pixel < 3000; pixel++) {
      const grey = Math.floor(256 * wobble(pixel));
      rgba.set([grey, Math.min(255, grey + (pixel % 7)), grey], pixel * 4); // some 1,700 colours
    }
    const result = roundTrip(rgba, size, size);
    expect(result[size * size - 1]).toEqual([255, 255, 255]);
    const errors = result.map((rgb, pixel) =>
      Math.max(...rgb.map((value, c) => Math.abs(value - rgba[pixel * 4 + c]))),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(12);
    expect(errors.filter((error) => error === 0).length).toBeGreaterThan(7000);
  });
});
