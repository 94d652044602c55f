import { InputError } from '../base';

/**
 * Reduces images by area average: each output pixel is the mean of the input area it covers, rounded half up to uint8.
 * Computed in integers, so exact: with side s → r, an input pixel and an output pixel overlap by a whole number on a
 * grid of s·r cells. 32 → 16 is the 2×2 mean.
 *
 * @param images [N, H, W, C] uint8
 * @param side output height and width, at most H and W
 * @returns [N, side, side, C] uint8
 */
export function areaAverage(
  images: Uint8Array,
  size: { count: number; height: number; width: number; channels: number },
  side: number,
): Uint8Array {
  const { count, height, width, channels } = size;
  if (!Number.isInteger(side) || side < 1 || side > Math.min(height, width)) {
    throw new InputError(
      `data.resolution: found ${side}, allowed are whole numbers up to ${Math.min(height, width)}`,
    );
  }
  const rows = overlaps(height, side);
  const columns = overlaps(width, side);
  const area = height * width;
  const reduced = new Uint8Array(count * side * side * channels);
  let out = 0;
  for (let image = 0; image < count; image++) {
    const base = image * height * width * channels;
    for (const row of rows) {
      for (const column of columns) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let y = 0; y < row.weights.length; y++) {
            let line = 0;
            let at = base + ((row.start + y) * width + column.start) * channels + channel;
            for (let x = 0; x < column.weights.length; x++, at += channels)
              line += column.weights[x] * images[at];
            sum += row.weights[y] * line;
          }
          reduced[out++] = Math.floor((2 * sum + area) / (2 * area)); // half up
        }
      }
    }
  }
  return reduced;
}

/** For each of `to` output cells: the first input cell it covers and the overlaps, in units of 1/to of an input cell. */
function overlaps(from: number, to: number): { start: number; weights: number[] }[] {
  return Array.from({ length: to }, (_, cell) => {
    const start = Math.floor((cell * from) / to);
    const weights: number[] = [];
    for (let i = start; i * to < (cell + 1) * from; i++) {
      weights.push(Math.min((i + 1) * to, (cell + 1) * from) - Math.max(i * to, cell * from));
    }
    return { start, weights };
  });
}
