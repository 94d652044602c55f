import type { ImageShape } from '../views';
import { blend, luma } from './blend';

const table = new Uint8Array(256); // new level by old level

/** Blends with black: Pillow's `ImageEnhance.Brightness(image).enhance(factor)`. Changes in place. */
export function brightness(pixels: Uint8Array, factor: number): void {
  towards(pixels, 0, factor);
}

/**
 * Blends with the image's mean brightness, rounded: Pillow's `ImageEnhance.Contrast(image).enhance(factor)`. In place.
 */
export function contrast(pixels: Uint8Array, { channels }: ImageShape, factor: number): void {
  let sum = 0;
  if (channels === 3) {
    for (let i = 0; i < pixels.length; i += 3) sum += luma(pixels[i], pixels[i + 1], pixels[i + 2]);
  } else {
    for (let i = 0; i < pixels.length; i++) sum += pixels[i];
  }
  towards(pixels, Math.trunc(sum / (pixels.length / channels) + 0.5), factor);
}

/**
 * Blends with the grey image: Pillow's `ImageEnhance.Color(image).enhance(factor)`. An image of one channel is grey
 * already and stays. Changes in place.
 */
export function color(pixels: Uint8Array, { channels }: ImageShape, factor: number): void {
  if (channels !== 3) return;
  const float = Math.fround(factor);
  for (let i = 0; i < pixels.length; i += 3) {
    const grey = luma(pixels[i], pixels[i + 1], pixels[i + 2]);
    pixels[i] = blend(grey, pixels[i], float);
    pixels[i + 1] = blend(grey, pixels[i + 1], float);
    pixels[i + 2] = blend(grey, pixels[i + 2], float);
  }
}

/** Blends every value with one and the same level. */
function towards(pixels: Uint8Array, level: number, factor: number): void {
  const float = Math.fround(factor);
  for (let value = 0; value < 256; value++) table[value] = blend(level, value, float);
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i]];
}
