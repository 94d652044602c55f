import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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
  const hash = createHash(checksum.kind);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const found = hash.digest('hex');
  if (found !== checksum.value) throw mismatch(named, checksum, found);
}

function mismatch(file: string, { kind, value }: Checksum, found: string): InputError {
  return new InputError(`${file}: damaged, expected ${kind} ${value}, found ${found}; the file is not used`);
}
