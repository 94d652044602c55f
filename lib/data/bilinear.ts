/** Pillow keeps filter weights as whole numbers of 2^-22. */
const PRECISION = 22;

interface Weights {
  /** First source position of each output position, [size]. */
  first: Int32Array;
  /** Number of source positions, [size]. */
  count: Int32Array;
  /** Weights in units of 2^-22, [size, most]. */
  weights: Int32Array;
  most: number;
}

/**
 * Bilinear resizing with antialiasing, bit for bit as Pillow's `Image.resize(..., BILINEAR)` and so torchvision's
 * `Resize` on Pillow images: a triangle filter as wide as the reduction, along rows first, then along columns, rounded
 * to whole pixel values after each. (Where one side grows and the other shrinks, which keeping the aspect ratio
 * excludes, Pillow 13 takes the columns first.)
 *
 * @param pixels [H, W, C], uint8
 * @returns [toHeight, toWidth, C], uint8
 */
export function resizeBilinear(
  pixels: Uint8Array,
  size: { height: number; width: number; channels: number },
  toHeight: number,
  toWidth: number,
): Uint8Array {
  const { height, width, channels } = size;
  const rows =
    toWidth === width
      ? pixels
      : alongAxis(pixels, triangle(width, toWidth), height, width, toWidth, channels);
  // A column is an axis whose positions lie a row apart.
  return toHeight === height
    ? rows
    : alongAxis(rows, triangle(height, toHeight), 1, height, toHeight, toWidth * channels);
}

/** Filters axis 1 of [outer, from, inner] to [outer, to, inner]. */
function alongAxis(
  pixels: Uint8Array,
  { first, count, weights, most }: Weights,
  outer: number,
  from: number,
  to: number,
  inner: number,
): Uint8Array {
  const out = new Uint8ClampedArray(outer * to * inner);
  for (let o = 0; o < outer; o++) {
    for (let position = 0; position < to; position++) {
      const source = (o * from + first[position]) * inner;
      const target = (o * to + position) * inner;
      for (let i = 0; i < inner; i++) {
        let sum = 1 << (PRECISION - 1);
        for (let k = 0; k < count[position]; k++) {
          sum += pixels[source + k * inner + i] * weights[position * most + k];
        }
        out[target + i] = sum >> PRECISION;
      }
    }
  }
  return new Uint8Array(out.buffer);
}

/** The triangle filter for an axis of `from` positions reduced or enlarged to `to`. */
function triangle(from: number, to: number): Weights {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const most = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * most);
  const raw = new Float64Array(most);
  for (let position = 0; position < to; position++) {
    const centre = (position + 0.5) * scale;
    first[position] = Math.max(Math.trunc(centre - support + 0.5), 0);
    count[position] = Math.min(Math.trunc(centre + support + 0.5), from) - first[position];
    let total = 0;
    for (let k = 0; k < count[position]; k++) {
      // Multiplied by the reciprocal, as Pillow does: the last bit can decide a rounding.
      const distance = Math.abs((first[position] + k - centre + 0.5) * (1 / support));
      raw[k] = distance < 1 ? 1 - distance : 0;
      total += raw[k];
    }
    for (let k = 0; k < count[position]; k++) {
      weights[position * most + k] = Math.trunc(0.5 + (raw[k] / total) * 2 ** PRECISION);
    }
  }
  return { first, count, weights, most };
}
