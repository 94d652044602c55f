import { InputError } from '../base';
import type { LabelledImages } from './definition';

/** Per-channel constants in units of pixel/255. */
export interface Normalisation {
  mean: number[]; // [C]
  std: number[]; // [C]
}

/**
 * Mean and standard deviation (dividing by N) of each channel over all pixels of a part, in units of pixel/255.
 * Summed over integer histograms, so exact up to the last division.
 */
export function measureNormalisation({ images, channels }: LabelledImages): Normalisation {
  const mean: number[] = [];
  const std: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const histogram = new Float64Array(256);
    for (let i = channel; i < images.length; i += channels) histogram[images[i]]++;
    const count = images.length / channels;
    const average = histogram.reduce((sum, n, value) => sum + n * value, 0) / count;
    const variance = histogram.reduce((sum, n, value) => sum + n * (value - average) ** 2, 0) / count;
    if (!(variance > 0)) {
      throw new InputError(
        `data.normalise: channel ${channel} of the training part is constant, it cannot be scaled to deviation 1`,
      );
    }
    mean.push(average / 255);
    std.push(Math.sqrt(variance) / 255);
  }
  return { mean, std };
}

/** float32((pixel/255 − mean)/std) for each channel and pixel value: [C][256]. */
export function lookupTables({ mean, std }: Normalisation): Float32Array[] {
  return mean.map((average, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - average) / std[channel]),
  );
}

/** Looks up `count` pixels of C channels: uint8 → normalised float32. */
export function normalisePixels(
  from: Uint8Array,
  start: number,
  to: Float32Array,
  out: number,
  pixels: number,
  tables: readonly Float32Array[],
): void {
  if (tables.length === 3) {
    const [red, green, blue] = tables;
    for (let i = start, end = start + 3 * pixels, o = out; i < end; i += 3, o += 3) {
      to[o] = red[from[i]];
      to[o + 1] = green[from[i + 1]];
      to[o + 2] = blue[from[i + 2]];
    }
    return;
  }
  const channels = tables.length;
  for (let channel = 0; channel < channels; channel++) {
    const table = tables[channel];
    for (let i = 0, at = channel; i < pixels; i++, at += channels) to[out + at] = table[from[start + at]];
  }
}
