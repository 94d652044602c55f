import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';
import { gunzip } from './gzip';

const BLOCK = 512;

/** Unpacked bytes of the archive read last: the test part follows the training part out of the same archive. */
let last: { key: string; bytes: WeakRef<Buffer> } | undefined;

/**
 * Reads one file out of a `.tar.gz` archive, as downloaded, after checking the archive's checksum.
 *
 * @param member path inside the archive, such as `cifar-100-binary/train.bin`
 * @throws InputError where the archive is damaged or lacks the member
 */
export function readTarMember(archive: string, checksum: Checksum | null, member: string): Buffer {
  const tar = unpack(archive, checksum);
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = text(tar, at, 100).replace(/^\.\//, '');
    const size = parseInt(text(tar, at + 124, 12), 8);
    const body = at + BLOCK;
    if (!Number.isInteger(size) || body + size > tar.length) {
      throw new InputError(
        `${archive}: not a readable tar archive, entry '${name}' at byte ${at} is cut off`,
      );
    }
    if (name === member) return tar.subarray(body, body + size);
    at = body + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new InputError(`${archive}: holds no file '${member}'`);
}

function unpack(archive: string, checksum: Checksum | null): Buffer {
  const { size, mtimeMs } = statSync(archive);
  const key = `${archive}|${size}|${mtimeMs}`;
  const kept = last?.key === key ? last.bytes.deref() : undefined;
  if (kept) return kept;
  const packed = readFileSync(archive);
  verifyBytes(packed, checksum, archive);
  const bytes = gunzip(packed, archive);
  last = { key, bytes: new WeakRef(bytes) };
  return bytes;
}

/** A NUL-terminated field of a tar header. */
function text(tar: Buffer, start: number, length: number): string {
  const field = tar.toString('latin1', start, start + length);
  const end = field.indexOf('\0');
  return (end < 0 ? field : field.slice(0, end)).trim();
}
