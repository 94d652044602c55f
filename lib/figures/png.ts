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
export const INDEXED = 3;

/**
 * The file around the samples. `rows`: each row's 8-bit samples behind a filter byte; `palette`: red, green and
 * blue of each index, for colour type INDEXED.
 */
export function pngFile(
  width: number,
  height: number,
  colourType: number,
  rows: Buffer,
  palette?: Buffer,
): Buffer {
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

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
