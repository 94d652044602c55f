import { sync as writeFileAtomicSync } from 'write-file-atomic';
import { InputError, oneOf, shown } from '../base';
import { readBytes } from './read-bytes';

export type NpyData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
export type NpyType = '<f4' | '<f8' | '<i4' | '<i8' | '|u1' | '|b1';

/** An array as NumPy stores it, C order. `|b1` is held as bytes 0 and 1. */
export interface NpyArray {
  dtype: NpyType;
  shape: number[];
  data: NpyData;
}

const TYPES: Record<NpyType, { bytes: number; view: (buffer: ArrayBuffer) => NpyData }> = {
  '<f4': { bytes: 4, view: (buffer) => new Float32Array(buffer) },
  '<f8': { bytes: 8, view: (buffer) => new Float64Array(buffer) },
  '<i4': { bytes: 4, view: (buffer) => new Int32Array(buffer) },
  '<i8': { bytes: 8, view: (buffer) => new BigInt64Array(buffer) },
  '|u1': { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  '|b1': { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
};

const MAGIC = '\x93NUMPY';

/**
 * Decodes NumPy's .npy format, versions 1.0 to 3.0 (numpy.lib.format).
 *
 * @param source file name, opens the error message
 * @throws InputError on another format, Fortran order, another type, or a wrong length
 */
export function decodeNpy(bytes: Uint8Array, source: string): NpyArray {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 12 || buffer.toString('latin1', 0, 6) !== MAGIC) {
    throw new InputError(`${source}: not a .npy file (it does not begin with \\x93NUMPY)`);
  }
  const major = buffer[6];
  if (major < 1 || major > 3) {
    throw new InputError(`${source}: .npy format ${major}.${buffer[7]}, allowed are 1.0 to 3.0`);
  }
  const start = major === 1 ? 10 : 12;
  const end = start + (major === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8));
  if (end > buffer.length)
    throw new InputError(`${source}: cut off inside the .npy header (${buffer.length} bytes)`);
  const header = buffer.toString(major === 3 ? 'utf8' : 'latin1', start, end);
  const { dtype, shape } = parseHeader(header, source);
  const { bytes: width, view } = TYPES[dtype];
  const length = shape.reduce((product, side) => product * side, 1) * width;
  if (buffer.length - end !== length) {
    throw new InputError(
      `${source}: wrong length, expected ${length} bytes after the header for ${dtype} of shape (${shape.join(', ')}), found ${buffer.length - end}`,
    );
  }
  // Copied, because numbers of 4 and 8 bytes must begin at a multiple of their width.
  const data = view(new Uint8Array(buffer.subarray(end)).buffer);
  return { dtype, shape, data };
}

/** The header is a Python dictionary literal with exactly three keys. */
function parseHeader(header: string, source: string): { dtype: NpyType; shape: number[] } {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|([^,]*))/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const sides = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header);
  if (!descr || !order || !sides) {
    throw new InputError(`${source}: unreadable .npy header ${shown(header.trim())}`);
  }
  const dtype = descr[1] ?? descr[2];
  if (!Object.hasOwn(TYPES, dtype)) {
    throw new InputError(`${source}: type ${shown(dtype)}, allowed are ${oneOf(Object.keys(TYPES))}`);
  }
  const shape = sides[1]
    .split(',')
    .map((side) => side.trim())
    .filter((side) => side !== '')
    .map((side) => parseInt(side, 10));
  if (order[1] === 'True') {
    throw new InputError(
      `${source}: Fortran order, only C order is allowed (save numpy.ascontiguousarray(array))`,
    );
  }
  return { dtype: dtype as NpyType, shape };
}

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

/** The numbers as float32, whatever type the file had. */
export function npyFloat32({ data }: NpyArray): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>, Number);
}

/** The numbers as int32; a fraction or a number out of range is an InputError. */
export function npyInt32({ data }: NpyArray, source: string): Int32Array {
  if (data instanceof Int32Array) return data;
  return Int32Array.from(data as ArrayLike<number>, (entry, i) => {
    const value = Number(entry);
    if (value === (value | 0)) return value;
    throw new InputError(`${source}: entry ${i} is ${value}, whole numbers of 32 bits are needed`);
  });
}
