import { crc32, deflateSync } from 'node:zlib';
import { InputError } from '../base/errors';

/** An image as the data sets hold it: uint8, row by row, channels last. */
export interface PixelImage {
  /** [height · width · channels] */
  pixels: Uint8Array | number[];
  width: number;
  height: number;
  /** 1 (grey) or 3 (red, green, blue). */
  channels: 1 | 3;
}

/**
 * Writes a PNG (8 bits, grey or RGB; ISO/IEC 15948). `scale` repeats each pixel, so that small images are
 * shown with sharp squares instead of a blur. Throws InputError where the sizes do not fit.
 */
export function encodePng(image: PixelImage, scale = 1): Buffer {
  const { pixels, width, height, channels } = image;
  if (pixels.length !== width * height * channels) {
    throw new InputError(
      `image: found ${pixels.length} values, but ${height}×${width}×${channels} needs ${width * height * channels}`,
    );
  }
  const rowLength = width * scale * channels;
  const rows = Buffer.alloc(height * scale * (rowLength + 1)); // each row starts with filter type 0
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      for (let c = 0; c < channels; c++) {
        rows[y * (rowLength + 1) + 1 + x * channels + c] = pixels[from + c];
      }
    }
  }
  return pngFile(width * scale, height * scale, channels === 1 ? GREY : RGB, rows);
}

/** The same as a `data:` address, for Plotly's `layout.images` and for pages. */
export function pngUri(image: PixelImage, scale = 4): string {
  return `data:image/png;base64,${encodePng(image, scale).toString('base64')}`;
}

const GREY = 0;
const RGB = 2;
const INDEXED = 3;

/** `rows`: a filter byte before each row's samples of 8 bits. `palette`: red, green, blue of each index. */
function pngFile(width: number, height: number, colourType: number, rows: Buffer, palette?: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(colourType, 9);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Writes opaque RGBA pixels with at most 256 colours, a third of the size of a full-colour PNG of the same
 * figure. Colours are counted on a grid of 32 steps a channel; the 256 most frequent cells, each at the mean of
 * its pixels, are kept, and every other pixel takes the nearest of them.
 *
 * @param rgba [height · width · 4]
 */
export function encodeIndexedPng(rgba: Uint8Array, width: number, height: number): Buffer {
  const cellOf = (at: number): number =>
    ((rgba[at] >> 3) << 10) | ((rgba[at + 1] >> 3) << 5) | (rgba[at + 2] >> 3);
  const sums = new Float64Array(CELLS * 4); // count, red, green, blue
  for (let at = 0; at < rgba.length; at += 4) {
    const cell = cellOf(at) * 4;
    sums[cell]++;
    for (let c = 0; c < 3; c++) sums[cell + 1 + c] += rgba[at + c];
  }
  const used = Array.from({ length: CELLS }, (_, cell) => cell).filter((cell) => sums[cell * 4] > 0);
  used.sort((a, b) => sums[b * 4] - sums[a * 4]);
  const means = used.map((cell) => [1, 2, 3].map((c) => Math.round(sums[cell * 4 + c] / sums[cell * 4])));
  const palette = means.slice(0, 256);
  const indexOf = new Uint8Array(CELLS);
  used.forEach((cell, rank) => {
    indexOf[cell] = rank < palette.length ? rank : nearest(palette, means[rank]);
  });
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf[cellOf((y * width + x) * 4)];
  }
  return pngFile(width, height, INDEXED, rows, Buffer.from(palette.flat()));
}

const CELLS = 32 ** 3;

function nearest(palette: number[][], wanted: number[]): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((entry, index) => {
    const distance = entry.reduce((sum, value, c) => sum + (value - wanted[c]) ** 2, 0);
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
