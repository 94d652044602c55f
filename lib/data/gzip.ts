import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../base';

/** Unpacks gzip data; a damaged stream is an InputError that names the file. */
export function gunzip(packed: Uint8Array, file: string): Buffer {
  try {
    return gunzipSync(packed);
  } catch (error) {
    throw new InputError(`${file}: damaged, not a readable gzip file (${(error as Error).message})`);
  }
}

/** Reads a file's bytes, unpacked where it is gzipped (by its first bytes, whatever its name says). */
export function readMaybeGzipped(file: string): Buffer {
  const bytes = readFileSync(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, file) : bytes;
}
