import { INDEXED, pngFile } from './png';

/** Palette entries for the most frequent exact colours; the rest serves all other colours in groups. */
const EXACT = 160;
const ENTRIES = 256;

/**
 * Writes opaque RGBA pixels with at most 256 colours: a third of the size of a full-colour PNG of the same figure.
 * The most frequent colours (ground, fills, lines) are kept as they are; the others are grouped on a grid of 16
 * steps a channel, the fullest groups enter at the mean of their pixels, and each pixel takes the nearest entry.
 *
 * @param rgba [height · width · 4]
 */
export function encodeIndexedPng(rgba: Uint8Array, width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgba.length; at += 4) {
    const colour = (rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const colours = [...counts].sort((a, b) => b[1] - a[1]);
  const exact = colours.length <= ENTRIES ? colours : colours.slice(0, EXACT);
  const palette = [
    ...exact.map(([colour]) => channels(colour)),
    ...groupMeans(colours.slice(exact.length)).slice(0, ENTRIES - exact.length),
  ];
  const indexOf = new Map(
    colours.map(([colour], rank) => [
      colour,
      rank < exact.length ? rank : nearest(palette, channels(colour)),
    ]),
  );
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const colour = (rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2];
      rows[y * (width + 1) + 1 + x] = indexOf.get(colour) ?? 0;
    }
  }
  return pngFile(width, height, INDEXED, rows, Buffer.from(palette.flat()));
}

const channels = (colour: number): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** Mean colour of each filled group, the fullest first. */
function groupMeans(colours: [number, number][]): number[][] {
  const sums = new Map<number, [number, number, number, number]>(); // count, red, green, blue
  for (const [colour, count] of colours) {
    const [red, green, blue] = channels(colour);
    const group = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const [n, r, g, b] = sums.get(group) ?? [0, 0, 0, 0];
    sums.set(group, [n + count, r + count * red, g + count * green, b + count * blue]);
  }
  const groups = [...sums.values()].sort((a, b) => b[0] - a[0]);
  return groups.map(([n, ...rgb]) => rgb.map((sum) => Math.round(sum / n)));
}

function nearest(palette: number[][], wanted: number[]): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((entry, index) => {
    const distance = entry.reduce((sum, value, c) => sum + (value - wanted[c]) ** 2, 0);
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
