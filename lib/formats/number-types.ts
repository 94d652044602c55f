import { fromBfloat16, fromFloat16 } from './half';

/** What arrays of a file are read into; 16-bit floats become float32, booleans bytes 0 and 1. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export interface NumberType {
  bytes: number;
  float: boolean;
  /** Little-endian bytes at any address, a multiple of `bytes` long. */
  read: (bytes: Uint8Array) => NumberArray;
}

/** A copy, because numbers of 2 bytes and more must begin at a multiple of their width. */
const copy = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Number types by PyTorch's names. Quantised and complex ones are not among them. */
export const NUMBER_TYPES = {
  float64: { bytes: 8, float: true, read: (bytes) => new Float64Array(copy(bytes)) },
  float32: { bytes: 4, float: true, read: (bytes) => new Float32Array(copy(bytes)) },
  float16: { bytes: 2, float: true, read: fromFloat16 },
  bfloat16: { bytes: 2, float: true, read: fromBfloat16 },
  int64: { bytes: 8, float: false, read: (bytes) => new BigInt64Array(copy(bytes)) },
  uint64: { bytes: 8, float: false, read: (bytes) => new BigUint64Array(copy(bytes)) },
  int32: { bytes: 4, float: false, read: (bytes) => new Int32Array(copy(bytes)) },
  uint32: { bytes: 4, float: false, read: (bytes) => new Uint32Array(copy(bytes)) },
  int16: { bytes: 2, float: false, read: (bytes) => new Int16Array(copy(bytes)) },
  uint16: { bytes: 2, float: false, read: (bytes) => new Uint16Array(copy(bytes)) },
  int8: { bytes: 1, float: false, read: (bytes) => new Int8Array(copy(bytes)) },
  uint8: { bytes: 1, float: false, read: (bytes) => new Uint8Array(copy(bytes)) },
  bool: { bytes: 1, float: false, read: (bytes) => new Uint8Array(copy(bytes)) },
} satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof NUMBER_TYPES;

/** The type's entry, typed alike for all of them. */
export function numberType(name: NumberTypeName): NumberType {
  return NUMBER_TYPES[name];
}
