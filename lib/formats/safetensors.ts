import { readFileSync } from 'node:fs';
import { InputError } from '../base';
import { floatArrays } from './float-arrays';
import type { TensorFile } from './named-arrays';
import type { NumberTypeName } from './number-types';
import { numberType } from './number-types';
import { printable } from './printable';
import type { SafetensorsEntry } from './safetensors-header';
import { readSafetensorsHeader } from './safetensors-header';

/** Number types by the format's names. */
const TYPES: Readonly<Record<string, NumberTypeName>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  U8: 'uint8',
  BOOL: 'bool',
};

/**
 * The `.safetensors` layout: 8 bytes header length (little endian), a JSON header (name → dtype, shape, offsets;
 * `__metadata__`: text fields), then raw little-endian numbers in the header's order. Only float32 is written.
 */
export function encodeSafetensors({ arrays, metadata }: TensorFile): Buffer {
  const header = Object.assign(Object.create(null) as Record<string, unknown>, { __metadata__: metadata });
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8); // numbers start at a multiple of 8
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  const bodies = Object.values(arrays).map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([length, Buffer.from(text), ...bodies]);
}

/**
 * Reads a file written by `encodeSafetensors` or any other writer. Floats of any width become float32; whole numbers
 * are allowed as `…num_batches_tracked`, which is left out.
 *
 * @param source file name, opens the error message
 * @throws InputError on a damaged file, or an array of another type
 */
export function decodeSafetensors(bytes: Buffer, source: string): TensorFile {
  const { entries, metadata, start } = readSafetensorsHeader(bytes, source);
  const body = bytes.subarray(start);
  checkPlaces(entries, body.length, source);
  return {
    arrays: floatArrays(
      entries.map(({ name, dtype, shape, from, to }) => ({
        name,
        dtype: TYPES[dtype],
        shape,
        read: () => numberType(TYPES[dtype]).read(body.subarray(from, to)),
      })),
      source,
    ),
    metadata,
  };
}

/** Every array has a known type, the bytes its shape needs, and a place of its own; together they fill the file. */
function checkPlaces(entries: readonly SafetensorsEntry[], length: number, source: string): void {
  const broken = (why: string) => new InputError(`${source}: not a whole .safetensors file: ${why}`);
  for (const { name, dtype, shape, from, to } of entries) {
    if (!Object.hasOwn(TYPES, dtype)) {
      const allowed = Object.keys(TYPES).map((type) => `'${type}'`);
      throw new InputError(
        `${source}: array '${printable(name)}': found type '${printable(dtype)}', allowed are ${allowed.join(', ')}`,
      );
    }
    const needed = shape.reduce((product, side) => product * side, numberType(TYPES[dtype]).bytes);
    if (to - from !== needed || to > length) {
      throw broken(
        `array '${printable(name)}' of shape [${shape.slice(0, 8).join(', ')}] does not fit its bytes ${from}–${to}`,
      );
    }
  }
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < end) throw broken(`array '${printable(name)}' overlaps another`);
    if (from > end) throw broken(`bytes ${end}–${from} belong to no array`);
    end = to;
  }
  if (end < length) throw broken(`bytes ${end}–${length} belong to no array`);
}

/** Reads a `.safetensors` file from disk. */
export function readSafetensors(path: string): TensorFile {
  return decodeSafetensors(readFileSync(path), path);
}
