import { InputError } from '../base';

/** An unsigned-byte idx array: the layout of MNIST and its successors. */
export interface IdxArray {
  shape: number[];
  data: Uint8Array;
}

/**
 * Decodes an idx file of unsigned bytes: magic `00 00 08 rank`, one big-endian 32-bit size per axis, then the bytes.
 *
 * @param shape expected sizes; `file` opens the error message
 * @throws InputError on a wrong magic number, wrong sizes or a wrong length
 */
export function decodeIdx(bytes: Uint8Array, shape: readonly number[], file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = 4 + 4 * shape.length;
  if (bytes.length < header) {
    throw new InputError(`${file}: wrong length, expected at least ${header} bytes, found ${bytes.length}`);
  }
  const magic = view.getUint32(0);
  const expected = 0x0800 + shape.length;
  if (magic !== expected) {
    throw new InputError(`${file}: wrong magic number, expected ${hex(expected)}, found ${hex(magic)}`);
  }
  const sizes = shape.map((_, axis) => view.getUint32(4 + 4 * axis));
  if (sizes.some((size, axis) => size !== shape[axis])) {
    throw new InputError(`${file}: wrong shape, expected ${shape.join('×')}, found ${sizes.join('×')}`);
  }
  const length = header + shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== length) {
    throw new InputError(`${file}: wrong length, expected ${length} bytes unpacked, found ${bytes.length}`);
  }
  return { shape: sizes, data: bytes.subarray(header) };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
