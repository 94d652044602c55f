import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Why a file could not be read, in words; what opens and closes the sentence is the caller's. */
export function whyUnreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return `it cannot be read (${code})`;
}

/** Writes a file whole and waits until it is on disk; a first half of a replacement by renaming. */
export function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content); // loops until every byte is written
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
