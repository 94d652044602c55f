import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { decodeJpeg, tensorCount } from '../../lib/engine';
import { archives, fromBase64, sha256 } from '../data/archives';

const [colour] = archives.jpegs;

it.each(archives.jpegs)(
  'decodes to the very pixels of Pillow: $name',
  ({ name, file, shape, sha256: expected }) => {
    const { pixels, height, width } = decodeJpeg(fromBase64(file), name);
    expect([height, width, 3]).toEqual(shape);
    expect(pixels).toBeInstanceOf(Uint8Array);
    expect(sha256(pixels)).toBe(expected);
  },
);

it('repeats grey in three channels', () => {
  const { pixels } = decodeJpeg(fromBase64(archives.jpegs.find(({ name }) => name === 'grey')!.file), 'grey');
  for (let i = 0; i < pixels.length; i += 3) {
    expect(pixels[i + 1]).toBe(pixels[i]);
    expect(pixels[i + 2]).toBe(pixels[i]);
  }
});

it('leaves no tensor behind', () => {
  const before = tensorCount();
  for (let i = 0; i < 20; i++) decodeJpeg(fromBase64(colour.file), 'again');
  expect(() => decodeJpeg(fromBase64(colour.file).subarray(0, 200), 'cut')).toThrow(InputError);
  expect(tensorCount()).toBe(before);
});

describe('refuses in one sentence', () => {
  it.each([
    ['cut off', fromBase64(colour.file).subarray(0, 700), /^a\.JPEG: damaged image \(.*\)$/],
    ['another format', Buffer.from('GIF89a'), /^a\.JPEG: not a JPEG image \(6 bytes, /],
    ['nothing', Buffer.alloc(0), /^a\.JPEG: not a JPEG image \(0 bytes, /],
    ['a PNG cut off', Buffer.from('89504e470d0a1a0a0000', 'hex'), /^a\.JPEG: damaged image/],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeJpeg(bytes, 'a.JPEG')).toThrow(InputError);
    expect(() => decodeJpeg(bytes, 'a.JPEG')).toThrow(message);
  });
});
