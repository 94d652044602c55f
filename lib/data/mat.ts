import { inflateSync } from 'node:zlib';
import { InputError } from '../base';

/** A real matrix, sparse or full in the file; column after column, as MATLAB stores it. */
export interface MatMatrix {
  rows: number;
  columns: number;
  values: Float64Array; // [columns, rows]
}

/** MATLAB's data types (mi…) that hold numbers: bytes of one, and how it is read. */
const NUMBERS: Record<number, { bytes: number; at: (bytes: Buffer, offset: number) => number }> = {
  1: { bytes: 1, at: (bytes, i) => bytes.readInt8(i) },
  2: { bytes: 1, at: (bytes, i) => bytes.readUInt8(i) },
  3: { bytes: 2, at: (bytes, i) => bytes.readInt16LE(i) },
  4: { bytes: 2, at: (bytes, i) => bytes.readUInt16LE(i) },
  5: { bytes: 4, at: (bytes, i) => bytes.readInt32LE(i) },
  6: { bytes: 4, at: (bytes, i) => bytes.readUInt32LE(i) },
  7: { bytes: 4, at: (bytes, i) => bytes.readFloatLE(i) },
  9: { bytes: 8, at: (bytes, i) => bytes.readDoubleLE(i) },
  12: { bytes: 8, at: (bytes, i) => Number(bytes.readBigInt64LE(i)) },
  13: { bytes: 8, at: (bytes, i) => Number(bytes.readBigUInt64LE(i)) },
};
const MATRIX = 14;
const COMPRESSED = 15;
/** Array classes (mx…): sparse, and double to uint64. */
const SPARSE = 5;
const FULL = { from: 6, to: 15 };
const COMPLEX = 0x800;

const HEADER = 128;
/** More than any of the sets needs; a larger claim in a file is damage. */
const MOST_VALUES = 1 << 26;

/**
 * Reads the real matrices of a MATLAB file of version 5 (what MATLAB's `save -v6` and `-v7` write): full and sparse,
 * compressed or not, little-endian. Variables of other kinds (text, cells, structures) are passed over.
 *
 * @param source file name, opens the error message
 * @returns the matrices by variable name
 * @throws InputError where the file is of another kind, cut off or damaged
 */
export function readMat(bytes: Buffer, source: string): Map<string, MatMatrix> {
  if (bytes.length < HEADER || !bytes.toString('latin1', 0, 6).startsWith('MATLAB')) {
    throw new InputError(`${source}: not a MATLAB file (it does not begin with 'MATLAB')`);
  }
  const version = bytes.readUInt16LE(124);
  if (bytes.toString('latin1', 126, 128) !== 'IM' || version !== 0x100) {
    throw new InputError(
      `${source}: MATLAB file of another version, allowed is version 5, little-endian (save it with -v7)`,
    );
  }
  const matrices = new Map<string, MatMatrix>();
  for (let at = HEADER; at < bytes.length; ) {
    const { type, data, next } = element(bytes, at, source);
    const inner = type === COMPRESSED ? element(inflate(data, source), 0, source) : { type, data };
    const found = inner.type === MATRIX ? matrix(inner.data, source) : undefined;
    if (found) matrices.set(found.name, found.matrix);
    at = next;
  }
  return matrices;
}

interface Element {
  type: number;
  data: Buffer;
  /** Where the next element begins. */
  next: number;
}

/** One tagged element: type and length in 8 bytes, or both in 4 with up to 4 bytes of data behind them. */
function element(bytes: Buffer, at: number, source: string): Element {
  if (at + 8 > bytes.length) throw damaged(source, `an element at byte ${at} is cut off`);
  const word = bytes.readUInt32LE(at);
  const small = word >>> 16;
  const type = small ? word & 0xffff : word;
  const length = small || bytes.readUInt32LE(at + 4);
  const start = small ? at + 4 : at + 8;
  const end = start + length;
  if (end > bytes.length || small > 4) throw damaged(source, `an element at byte ${at} is cut off`);
  // Everything is padded to 8 bytes, but compressed elements are not.
  const next = small ? at + 8 : type === COMPRESSED ? end : start + Math.ceil(length / 8) * 8;
  return { type, data: bytes.subarray(start, end), next };
}

function matrix(bytes: Buffer, source: string): { name: string; matrix: MatMatrix } | undefined {
  let at = 0;
  const following = (): Element => {
    const read = element(bytes, at, source);
    at = read.next;
    return read;
  };
  const [flags] = numbers(following(), source);
  const dimensions = numbers(following(), source);
  const name = following().data.toString('latin1');
  const kind = flags & 0xff;
  if (kind !== SPARSE && !(kind >= FULL.from && kind <= FULL.to)) return undefined;
  const [rows, columns] = dimensions;
  if (dimensions.length !== 2 || !(rows >= 0 && columns >= 0 && rows * columns <= MOST_VALUES)) {
    throw damaged(source, `'${name}' has dimensions ${dimensions.join('×')}, a matrix is needed`);
  }
  if (flags & COMPLEX) throw new InputError(`${source}: '${name}' is complex, a real matrix is needed`);
  if (kind === SPARSE) {
    const [rowOf, starts, entries] = [following(), following(), following()].map((part) =>
      numbers(part, source),
    );
    return { name, matrix: fromSparse(rows, columns, rowOf, starts, entries, `${source}: '${name}'`) };
  }
  const values = numbers(following(), source);
  if (values.length !== rows * columns) {
    throw damaged(source, `'${name}' has ${values.length} values, expected ${rows}×${columns}`);
  }
  return { name, matrix: { rows, columns, values } };
}

/** Column c holds entries starts[c] … starts[c + 1] − 1, each with its row. */
function fromSparse(
  rows: number,
  columns: number,
  rowOf: Float64Array,
  starts: Float64Array,
  entries: Float64Array,
  where: string,
): MatMatrix {
  const values = new Float64Array(rows * columns);
  const total = starts[columns];
  if (starts.length !== columns + 1 || starts[0] !== 0 || !(total <= rowOf.length && total <= entries.length)) {
    throw damaged(where, 'the column index of the sparse matrix does not fit');
  }
  for (let column = 0; column < columns; column++) {
    for (let i = starts[column]; i < starts[column + 1]; i++) {
      if (!(rowOf[i] >= 0 && rowOf[i] < rows)) {
        throw damaged(where, `entry ${i} of the sparse matrix lies in row ${rowOf[i]} of ${rows}`);
      }
      values[column * rows + rowOf[i]] = entries[i];
    }
  }
  return { rows, columns, values };
}

function numbers({ type, data }: Element, source: string): Float64Array {
  if (!Object.hasOwn(NUMBERS, type)) throw damaged(source, `numbers of data type ${type}`);
  const { bytes, at } = NUMBERS[type];
  return Float64Array.from({ length: Math.floor(data.length / bytes) }, (_, i) => at(data, i * bytes));
}

function inflate(packed: Buffer, source: string): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_VALUES * 8 });
  } catch (error) {
    throw damaged(source, (error as Error).message);
  }
}

function damaged(source: string, what: string): InputError {
  return new InputError(`${source}: damaged, not a readable MATLAB file (${what})`);
}
