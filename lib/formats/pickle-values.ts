import type { NumberArray, NumberTypeName } from './number-types';

/** `weights`: tensors and plain containers. `data`: NumPy arrays of plain types besides. */
export type PickleMode = 'weights' | 'data';

/** A NumPy array in C order; `dtype` as NumPy writes it: '<f4', '|u1', … */
export interface NumpyArray {
  kind: 'numpy';
  dtype: string;
  shape: number[];
  data: NumberArray;
}

/** A PyTorch tensor, gathered from its storage into C order; 16-bit floats are held as float32. */
export interface TorchTensor {
  kind: 'tensor';
  dtype: NumberTypeName;
  shape: number[];
  data: NumberArray;
}

/** Keys of dictionaries; a key of bytes is read as Latin-1 text. */
export type PickleKey = null | boolean | number | bigint | string;

/**
 * What the reader can build, and nothing else. Lists and tuples are both arrays (tuples frozen); dictionaries are maps,
 * so that no key can reach a prototype; whole numbers beyond 2⁵³ are bigints; Python 2's `str` is Latin-1 text.
 */
export type PickleValue =
  | PickleKey
  | Uint8Array
  | readonly PickleValue[]
  | Map<PickleKey, PickleValue>
  | NumpyArray
  | TorchTensor;

/** The kind of a value in a sentence. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (Array.isArray(value)) return Object.isFrozen(value) ? 'a tuple' : 'a list';
  if (value instanceof Map) return 'a dictionary';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  const { kind } = value as { kind?: string };
  return kind === 'tensor' ? 'a tensor' : kind === 'numpy' ? 'a NumPy array' : 'no plain value';
}
