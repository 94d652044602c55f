import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

const MAGIC = Buffer.from('kdlab decoded pixels 1\n');
const HASH = 32;
const BLOCK = 1 << 26;

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/**
 * Pixels decoded once and kept beside the pictures they come from. The file holds a mark, the SHA-256 of `key`, the
 * pixels and their SHA-256; one that is cut off, damaged or made from other pictures counts as missing. It is written
 * under another name first, so that it is there whole or not at all; where it cannot be written, decoding simply
 * happens each time.
 *
 * @param key whatever the pixels depend on
 * @param length of the pixels, in bytes
 */
export function cachedPixels(
  file: string,
  key: string,
  length: number,
  decode: () => Uint8Array,
): Uint8Array {
  const kept = readCache(file, key, length);
  if (kept) return kept;
  const pixels = decode();
  writeCache(file, key, pixels);
  return pixels;
}

function readCache(file: string, key: string, length: number): Uint8Array | undefined {
  const head = Buffer.concat([MAGIC, sha256(key)]);
  let descriptor: number | undefined;
  try {
    if (statSync(file).size !== head.length + length + HASH) return undefined;
    descriptor = openSync(file, 'r');
    if (!readBytes(descriptor, 0, head.length).equals(head)) return undefined;
    const pixels = readBytes(descriptor, head.length, length);
    const sum = readBytes(descriptor, head.length + length, HASH);
    return sha256(pixels).equals(sum) ? pixels : undefined;
  } catch {
    return undefined; // not there, or not readable: decode
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** In blocks: one call reads at most 2 GiB. */
function readBytes(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const got = readSync(descriptor, bytes, at, Math.min(BLOCK, length - at), from + at);
    if (got === 0) throw new Error('cut off');
    at += got;
  }
  return bytes;
}

function writeCache(file: string, key: string, pixels: Uint8Array): void {
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(part, 'wx');
    for (const piece of [MAGIC, sha256(key), pixels, sha256(pixels)]) {
      for (let at = 0; at < piece.length; ) {
        at += writeSync(descriptor, piece, at, Math.min(BLOCK, piece.length - at));
      }
    }
    closeSync(descriptor);
    descriptor = undefined;
    renameSync(part, file);
  } catch {
    // A data folder may be read-only or full; the pixels are in memory all the same.
    if (descriptor !== undefined) closeSync(descriptor);
    rmSync(part, { force: true });
  }
}
