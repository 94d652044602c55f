import type { ImageShape } from '../views';

const counts = new Int32Array(256); // of one channel
const table = new Uint8Array(256); // new level by old level

/**
 * Stretches every channel so that its darkest level becomes 0 and its brightest 255: Pillow's
 * `ImageOps.autocontrast(image)`. A channel of a single level stays. Changes in place.
 */
export function autocontrast(pixels: Uint8Array, { channels }: ImageShape): void {
  for (let channel = 0; channel < channels; channel++) {
    count(pixels, channel, channels);
    let low = 0;
    let high = 255;
    while (low < 255 && counts[low] === 0) low++;
    while (high > 0 && counts[high] === 0) high--;
    if (high <= low) continue;
    const scale = 255 / (high - low);
    const offset = -low * scale;
    for (let level = 0; level < 256; level++) {
      table[level] = Math.min(Math.max(Math.trunc(level * scale + offset), 0), 255);
    }
    replace(pixels, channel, channels);
  }
}

/**
 * Spreads the levels of every channel so that all are about equally frequent: Pillow's `ImageOps.equalize(image)`.
 * Changes in place.
 */
export function equalize(pixels: Uint8Array, { channels }: ImageShape): void {
  for (let channel = 0; channel < channels; channel++) {
    count(pixels, channel, channels);
    let brightest = 255;
    while (brightest > 0 && counts[brightest] === 0) brightest--;
    const step = Math.floor((pixels.length / channels - counts[brightest]) / 255);
    if (step === 0) continue;
    let below = step >> 1;
    for (let level = 0; level < 256; level++) {
      // Small images have small steps, whose rounding takes the last levels beyond 255; Pillow clips them as well.
      table[level] = Math.min(Math.floor(below / step), 255);
      below += counts[level];
    }
    replace(pixels, channel, channels);
  }
}

function count(pixels: Uint8Array, channel: number, channels: number): void {
  counts.fill(0);
  for (let i = channel; i < pixels.length; i += channels) counts[pixels[i]]++;
}

function replace(pixels: Uint8Array, channel: number, channels: number): void {
  for (let i = channel; i < pixels.length; i += channels) pixels[i] = table[pixels[i]];
}
