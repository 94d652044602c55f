import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';
import { InputError } from '../base';

/** A published checksum of a file's bytes. */
export interface Checksum {
  kind: 'md5' | 'sha1' | 'sha256';
  value: string;
}

/** Throws InputError naming the file, the expected and the found checksum; `null` (unverified) always passes. */
export function verifyBytes(bytes: Uint8Array, checksum: Checksum | null, file: string): void {
  if (!checksum) return;
  const found = createHash(checksum.kind).update(bytes).digest('hex');
  if (found !== checksum.value) throw mismatch(file, checksum, found);
}

/** The same for a file of any size, read as a stream. */
export async function verifyFile(
  file: string,
  checksum: Checksum | null,
  named: string = file,
): Promise<void> {
  if (!checksum) return;
  const found = await digestOf(file, checksum.kind);
  if (found !== checksum.value) throw mismatch(named, checksum, found);
}

/** Writes `file.sha256`, in the form that `sha256sum -c` reads, for a file without a published checksum. */
export async function recordChecksum(file: string): Promise<void> {
  writeFileAtomicSync(`${file}.sha256`, `${await digestOf(file, 'sha256')}  ${basename(file)}\n`);
}

/** What `file.sha256` holds; null where there is no record. */
export function recordedChecksum(file: string): Checksum | null {
  const record = `${file}.sha256`;
  if (!existsSync(record)) return null;
  const value = /^[0-9a-f]{64}(?=\s|$)/.exec(readFileSync(record, 'utf8'))?.[0];
  if (value !== undefined) return { kind: 'sha256', value };
  throw new InputError(`${record}: holds no SHA-256; remove it, so that a new one is recorded`);
}

async function digestOf(file: string, kind: Checksum['kind']): Promise<string> {
  const hash = createHash(kind);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function mismatch(file: string, { kind, value }: Checksum, found: string): InputError {
  return new InputError(`${file}: damaged, expected ${kind} ${value}, found ${found}; the file is not used`);
}
