import { InputError, oneOf, shown } from '../base/errors';

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

export const MAGIC = '\x93NUMPY';

/**
 * Decodes NumPy's .npy format, versions 1.0 to 3.0 (numpy.lib.format).
 *
 * @param source file name, opens the error message
 * @throws InputError on another format, Fortran order, another type, or a wrong length
 */
export function decodeNpy(bytes: Uint8Array, source: string): NpyArray {
  if (bytes.length < 12 || latin1(bytes.subarray(0, 6)) !== MAGIC) {
    throw new InputError(`${source}: not a .npy file (it does not begin with \\x93NUMPY)`);
  }
  const major = bytes[6];
  if (major < 1 || major > 3) {
    throw new InputError(`${source}: .npy format ${major}.${bytes[7]}, allowed are 1.0 to 3.0`);
  }
  const start = major === 1 ? 10 : 12;
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start + (major === 1 ? numbers.getUint16(8, true) : numbers.getUint32(8, true));
  if (end > bytes.length)
    throw new InputError(`${source}: cut off inside the .npy header (${bytes.length} bytes)`);
  const text = bytes.subarray(start, end);
  const header = major === 3 ? new TextDecoder().decode(text) : latin1(text);
  const { dtype, shape } = parseHeader(header, source);
  const { bytes: width, view } = TYPES[dtype];
  const length = shape.reduce((product, side) => product * side, 1) * width;
  if (bytes.length - end !== length) {
    throw new InputError(
      `${source}: wrong length, expected ${length} bytes after the header for ${dtype} of shape (${shape.join(', ')}), found ${bytes.length - end}`,
    );
  }
  // Copied, because numbers of 4 and 8 bytes must begin at a multiple of their width.
  const data = view(new Uint8Array(bytes.subarray(end)).buffer);
  return { dtype, shape, data };
}

/** One character a byte; the browser's decoder of this name reads Windows-1252 instead. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
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
    const remedy = /^[<>=|]?[fiu]\d+$/.test(dtype) ? " (save array.astype('float32') or 'int64')" : '';
    throw new InputError(
      `${source}: type ${shown(dtype)}, allowed are ${oneOf(Object.keys(TYPES))}${remedy}`,
    );
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
