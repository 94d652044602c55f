import type { ImageShape } from '../views';
import { scratchCopy } from './scratch';

let columns = new Int32Array(0); // source column of each column

/**
 * Pillow's `image.transform(image.size, AFFINE, (a, b, c, d, e, f))`: the pixel at (x, y) is taken from the one at
 * (ax + by + c, dx + ey + f), its nearest; outside the image is black. Changes in place.
 *
 * As in Pillow, scaling and shifting step in float64 and all else in whole numbers of 2^-16, which decides which of two
 * neighbours is nearest. (Beyond the range of the latter, coordinates of ±32768, Pillow goes on in float64; slopes and
 * sides of that size are not meant here.)
 */
export function affine(
  pixels: Uint8Array,
  shape: ImageShape,
  ...[a, b, c, d, e, f]: [a: number, b: number, c: number, d: number, e: number, f: number]
): void {
  const source = scratchCopy(pixels);
  pixels.fill(0);
  if (b === 0 && d === 0) scale(source, pixels, shape, a, c, e, f);
  else {
    const start = [fixed(c + a * 0.5 + b * 0.5), fixed(f + d * 0.5 + e * 0.5)] as const;
    slant(source, pixels, shape, start, fixed(a), fixed(b), fixed(d), fixed(e));
  }
}

function scale(
  source: Uint8Array,
  target: Uint8Array,
  { height, width, channels }: ImageShape,
  a: number,
  c: number,
  e: number,
  f: number,
): void {
  if (columns.length < width) columns = new Int32Array(width);
  for (let x = 0, at = c + a * 0.5; x < width; x++, at += a) columns[x] = at < width ? Math.floor(at) : -1;
  for (let y = 0, at = f + e * 0.5; y < height; y++, at += e) {
    if (at < 0 || at >= height) continue;
    const line = Math.floor(at) * width;
    for (let x = 0, to = y * width * channels; x < width; x++, to += channels) {
      if (columns[x] < 0) continue;
      const from = (line + columns[x]) * channels;
      for (let channel = 0; channel < channels; channel++) target[to + channel] = source[from + channel];
    }
  }
}

/** The general case; all numbers in units of 2^-16. */
function slant(
  source: Uint8Array,
  target: Uint8Array,
  { height, width, channels }: ImageShape,
  [startX, startY]: readonly [number, number],
  a: number,
  b: number,
  d: number,
  e: number,
): void {
  let to = 0;
  for (let y = 0; y < height; y++) {
    let atX = startX + y * b;
    let atY = startY + y * e;
    for (let x = 0; x < width; x++) {
      const fromX = atX >> 16;
      const fromY = atY >> 16;
      if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) {
        const from = (fromY * width + fromX) * channels;
        for (let channel = 0; channel < channels; channel++) target[to + channel] = source[from + channel];
      }
      to += channels;
      atX += a;
      atY += d;
    }
  }
}

const fixed = (value: number): number => Math.floor(value * 65536 + 0.5);
