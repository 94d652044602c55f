import type { ImageShape } from '../views';
import { affine } from './affine';

/**
 * Rotates anticlockwise about the centre: Pillow's `image.rotate(degrees)`, nearest pixel, black outside. In place.
 *
 * Pillow transposes at whole quarter turns. The matrix, whose sines and cosines are rounded to 15 decimals, does the
 * same there.
 */
export function rotate(pixels: Uint8Array, shape: ImageShape, degrees: number): void {
  const turn = degrees % 360;
  const angle = -((turn < 0 ? turn + 360 : turn) * (Math.PI / 180));
  const cos = rounded(Math.cos(angle));
  const sin = rounded(Math.sin(angle));
  const x = shape.width / 2;
  const y = shape.height / 2;
  affine(pixels, shape, cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y);
}

/** Pillow's `image.transform(image.size, AFFINE, (1, slope, 0, 0, 1, 0))`: rows slide by slope · y. In place. */
export function shearX(pixels: Uint8Array, shape: ImageShape, slope: number): void {
  affine(pixels, shape, 1, slope, 0, 0, 1, 0);
}

/** Pillow's `image.transform(image.size, AFFINE, (1, 0, 0, slope, 1, 0))`: columns slide by slope · x. In place. */
export function shearY(pixels: Uint8Array, shape: ImageShape, slope: number): void {
  affine(pixels, shape, 1, 0, 0, slope, 1, 0);
}

/** Shifts to the left by `share` of the width: Pillow's AFFINE with (1, 0, share · width, 0, 1, 0). In place. */
export function translateX(pixels: Uint8Array, shape: ImageShape, share: number): void {
  affine(pixels, shape, 1, 0, share * shape.width, 0, 1, 0);
}

/** Shifts upwards by `share` of the height: Pillow's AFFINE with (1, 0, 0, 0, 1, share · height). In place. */
export function translateY(pixels: Uint8Array, shape: ImageShape, share: number): void {
  affine(pixels, shape, 1, 0, 0, 0, 1, share * shape.height);
}

const rounded = (value: number): number => Number(value.toFixed(15));
