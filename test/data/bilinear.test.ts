import { expect, it } from 'vitest';
import { resizeBilinear } from '../../lib/data/bilinear';
import { decodeJpeg } from '../../lib/engine';
import { archives, fromBase64, sha256 } from './archives';

const picture = decodeJpeg(fromBase64(archives.resize.png), 'resize');
const size = { height: picture.height, width: picture.width, channels: 3 };

it.each(archives.resize.sizes)(
  'resizes to the very pixels of Pillow: $height × $width',
  ({ height, width, sha256: expected }) => {
    const resized = resizeBilinear(picture.pixels, size, height, width);
    expect(resized).toHaveLength(height * width * 3);
    expect(sha256(resized)).toBe(expected);
  },
);

it('leaves a picture of the wanted size alone, and an even one even', () => {
  expect(resizeBilinear(picture.pixels, size, size.height, size.width)).toEqual(picture.pixels);
  const even = new Uint8Array(7 * 5).fill(201);
  const resized = resizeBilinear(even, { height: 7, width: 5, channels: 1 }, 3, 11);
  expect([...new Set(resized)]).toEqual([201]);
});
