import { fortranStrides, gatherBytes } from './gather';
import type { NumberTypeName } from './number-types';
import { numberType } from './number-types';
import type { PickleContext } from './pickle-context';
import { isCounts, PickleGlobal } from './pickle-context';
import { wholeNumber } from './pickle-literals';
import type { NumpyArray } from './pickle-values';
import { kindOf } from './pickle-values';
import { printable } from './printable';

/** NumPy's plain types; no objects, text, dates, structures or complex numbers. */
const TYPES: Readonly<Record<string, NumberTypeName>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f4: 'float32',
  f8: 'float64',
};

/** A number type; its byte order comes later, by BUILD. */
class NumpyType {
  order?: '<' | '|';

  constructor(readonly code: string) {}

  get bytes(): number {
    return numberType(TYPES[this.code]).bytes;
  }
}

const ndarray = new PickleGlobal('numpy.ndarray');

const reconstruct = new PickleGlobal('numpy.core.multiarray._reconstruct', (args, context) => {
  if (args[0] !== ndarray || args.length !== 3) {
    throw context.fail('a NumPy array: found another class than numpy.ndarray to be made');
  }
  const array: NumpyArray = { kind: 'numpy', dtype: '', shape: [], data: new Uint8Array(0) };
  context.unfilled.set(array, (state) => {
    if (!Array.isArray(state) || state.length !== 5) throw context.fail('a NumPy array: unreadable state');
    const [, shape, type, fortran, data] = state as unknown[];
    fillArray(array, { shape, type, fortran: Boolean(fortran), data }, context);
  });
  return array;
});

// Protocol 5 has its own function: (buffer, type, shape, order).
const fromBuffer = new PickleGlobal('numpy.core.numeric._frombuffer', (args, context) => {
  const [data, type, shape, order] = args;
  if (args.length !== 4 || (order !== 'C' && order !== 'F')) {
    throw context.fail("a NumPy array: found an unknown order, allowed are 'C' and 'F'");
  }
  const array: NumpyArray = { kind: 'numpy', dtype: '', shape: [], data: new Uint8Array(0) };
  fillArray(array, { shape, type, fortran: order === 'F', data }, context);
  return array;
});

const dtype = new PickleGlobal('numpy.dtype', (args, context) => {
  const [code] = args;
  if (typeof code !== 'string' || !Object.hasOwn(TYPES, code)) {
    const found = typeof code === 'string' ? `'${printable(code)}'` : kindOf(code);
    throw context.fail(`found the NumPy type ${found}, allowed are ${Object.keys(TYPES).join(', ')}`);
  }
  const type = new NumpyType(code);
  context.unfilled.set(type, (state) => {
    const [, order, ...rest] = Array.isArray(state) ? (state as unknown[]) : [];
    if (order !== (type.bytes === 1 ? '|' : '<') || rest.slice(0, 3).some((part) => part !== null)) {
      const found = order === '>' ? 'big-endian' : 'unreadable';
      throw context.fail(`the NumPy type '${code}': found ${found} layout, allowed is little-endian`);
    }
    type.order = order as '<' | '|';
  });
  return type;
});

const scalar = new PickleGlobal('numpy.core.multiarray.scalar', (args, context) => {
  const [given, data] = args;
  const type = readyType(given, context);
  const numbers = numberType(TYPES[type.code]).read(exactBytes(data, type.bytes, context));
  const [value] = numbers;
  return type.code === 'b1' ? value !== 0 : typeof value === 'bigint' ? wholeNumber(value) : value;
});

/** What Python 3 writes for bytes where the protocol has none. */
const encode = new PickleGlobal('_codecs.encode', (args, context) => {
  const [text, encoding] = args;
  if (typeof text !== 'string' || args.length !== 2 || (encoding !== 'latin1' && encoding !== 'latin-1')) {
    const found = typeof encoding === 'string' ? `'${printable(encoding)}'` : kindOf(encoding);
    throw context.fail(`_codecs.encode: found the encoding ${found}, allowed is 'latin1' of a string`);
  }
  return fromLatin1(text, context);
});

/** And for none at all. */
const noBytes = new PickleGlobal('builtins.bytes', (args, context) => {
  if (args.length === 0) return new Uint8Array(0);
  throw context.fail('builtins.bytes: found arguments, allowed are none');
});

/** Everything of NumPy that a data file may name: NumPy 1 says `core`, NumPy 2 `_core`, Python 2 `__builtin__`. */
export const NUMPY_GLOBALS: Readonly<Record<string, PickleGlobal>> = {
  'numpy.core.multiarray._reconstruct': reconstruct,
  'numpy._core.multiarray._reconstruct': reconstruct,
  'numpy.core.multiarray.scalar': scalar,
  'numpy._core.multiarray.scalar': scalar,
  'numpy.core.numeric._frombuffer': fromBuffer,
  'numpy._core.numeric._frombuffer': fromBuffer,
  'numpy.ndarray': ndarray,
  'numpy.dtype': dtype,
  '_codecs.encode': encode,
  'builtins.bytes': noBytes,
  '__builtin__.bytes': noBytes,
};

function fillArray(
  array: NumpyArray,
  { shape, type: given, fortran, data }: { shape: unknown; type: unknown; fortran: boolean; data: unknown },
  context: PickleContext,
): void {
  const type = readyType(given, context);
  if (!isCounts(shape))
    throw context.fail('a NumPy array: found a shape that is no tuple of whole numbers ≥ 0');
  const length = shape.includes(0) ? 0 : shape.reduce((product, side) => product * side, type.bytes);
  const bytes = exactBytes(data, length, context);
  context.budget.take(length);
  const ordered = fortran ? gatherBytes(bytes, 0, type.bytes, shape, fortranStrides(shape)) : bytes;
  array.dtype = `${type.order}${type.code}`;
  array.shape = [...shape];
  array.data = numberType(TYPES[type.code]).read(ordered);
}

function readyType(type: unknown, context: PickleContext): NumpyType {
  if (type instanceof NumpyType && type.order !== undefined) return type;
  throw context.fail('a NumPy array or number: found no finished NumPy type');
}

/** Python 2 has the numbers as `str`, Python 3 as `bytes`. */
function exactBytes(data: unknown, length: number, context: PickleContext): Uint8Array {
  const found = typeof data === 'string' ? data.length : data instanceof Uint8Array ? data.length : -1;
  if (found !== length) {
    throw context.fail(
      `a NumPy array or number: ${length} bytes are needed, found ${found < 0 ? kindOf(data) : found}`,
    );
  }
  return typeof data === 'string' ? fromLatin1(data, context) : (data as Uint8Array);
}

function fromLatin1(text: string, context: PickleContext): Uint8Array {
  context.budget.take(text.length);
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 255)
      throw context.fail('found a character beyond Latin-1 in the place of a byte');
  }
  return bytes;
}
