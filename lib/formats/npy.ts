import { sync as writeFileAtomicSync } from 'write-file-atomic';
import { MAGIC, decodeNpy } from './npy-decode';
import type { NpyArray, NpyData, NpyType } from './npy-decode';
import { readBytes } from './read-bytes';

export { decodeNpy, npyFloat32, npyInt32 } from './npy-decode';
export type { NpyArray, NpyData, NpyType } from './npy-decode';

/**
 * Encodes an array as .npy, byte for byte as `numpy.save` does (version 1.0).
 *
 * @param dtype default: by the kind of `data`; `|b1` must be asked for
 */
export function encodeNpy(
  data: NpyData,
  shape: readonly number[],
  dtype: NpyType = defaultType(data),
): Buffer {
  const size = shape.reduce((product, side) => product * side, 1);
  if (size !== data.length) {
    throw new RangeError(
      `encodeNpy: shape (${shape.join(', ')}) needs ${size} numbers, found ${data.length}`,
    );
  }
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sides}), }`;
  // NumPy leaves room for the first side to grow to 21 digits, then pads to a multiple of 64.
  const room = shape.length > 0 ? 21 - String(shape[0]).length : 0;
  const padded = Math.ceil((10 + text.length + room + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10);
  head.write(MAGIC, 'latin1');
  head[6] = 1;
  head.writeUInt16LE(padded, 8);
  const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(padded - 1)}\n`, 'latin1'), body]);
}

function defaultType(data: NpyData): NpyType {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Int32Array) return '<i4';
  return data instanceof BigInt64Array ? '<i8' : '|u1';
}

/** Reads a .npy file; a missing or unreadable file is an InputError. */
export function readNpy(file: string): NpyArray {
  return decodeNpy(readBytes(file, 'a .npy file'), file);
}

/** Writes a .npy file in one piece: it is there whole or not at all. */
export function writeNpy(file: string, data: NpyData, shape: readonly number[], dtype?: NpyType): void {
  writeFileAtomicSync(file, encodeNpy(data, shape, dtype));
}
