import { readFileSync } from 'node:fs';
import { InputError } from '../base';
import type { NamedArrays, TensorFile } from './named-arrays';

/** The largest header a reader accepts; the reference implementation has the same limit. */
const HEADER_LIMIT = 100_000_000;

/**
 * The `.safetensors` layout: 8 bytes header length (little endian), a JSON header (name → dtype, shape, offsets;
 * `__metadata__`: text fields), then raw little-endian numbers in the header's order. Only float32 is written.
 */
export function encodeSafetensors({ arrays, metadata }: TensorFile): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
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

/** Reads a file written by `encodeSafetensors` or any other writer of float32 arrays; `source` opens error messages. */
export function decodeSafetensors(bytes: Buffer, source: string): TensorFile {
  const broken = (why: string) => new InputError(`${source}: not a whole .safetensors file: ${why}`);
  if (bytes.length < 8) throw broken(`found ${bytes.length} bytes`);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  if (headerLength > Math.min(HEADER_LIMIT, bytes.length - 8)) {
    throw broken(`the header would have ${headerLength} bytes, the file has ${bytes.length}`);
  }
  let header: Record<string, HeaderEntry>;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<string, HeaderEntry>;
  } catch {
    throw broken('the header is not JSON');
  }
  const { __metadata__, ...entries } = header;
  const start = 8 + headerLength;
  const arrays: NamedArrays = {};
  for (const [name, entry] of Object.entries(entries)) {
    if (entry?.dtype !== 'F32') {
      throw new InputError(`${source}: array '${name}': found type '${entry?.dtype}', allowed is 'F32'`);
    }
    const [from, to] = entry.data_offsets;
    const size = entry.shape.reduce((product, side) => product * side, 1);
    if (to - from !== 4 * size || from < 0 || start + to > bytes.length) {
      throw broken(
        `array '${name}' of shape [${entry.shape.join(', ')}] does not fit its bytes ${from}–${to}`,
      );
    }
    // Copied, because a Float32Array may not start at an odd address.
    const data = new Float32Array(new Uint8Array(bytes.subarray(start + from, start + to)).buffer);
    arrays[name] = { shape: [...entry.shape], data };
  }
  return { arrays, metadata: (__metadata__ as unknown as Record<string, string>) ?? {} };
}

/** Reads a `.safetensors` file from disk. */
export function readSafetensors(path: string): TensorFile {
  return decodeSafetensors(readFileSync(path), path);
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}
