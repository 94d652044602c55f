import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeSynced } from '../base/files';
import { TrainingFailure } from './failures';

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space and resume',
  EDQUOT: 'the disk quota is used up; free some space and resume',
  EROFS: 'the file system is read-only; choose another folder',
  EACCES: 'permission is denied; choose a folder that you may write',
  EPERM: 'permission is denied; choose a folder that you may write',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is in the place of the folder',
  EISDIR: 'a folder is in the place of the file',
  EIO: 'the disk reports an input/output error',
};

/** Runs a storage operation; a failure becomes one sentence that names the path and the way out. */
export function storing<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new TrainingFailure('storage', `${path}: cannot be written: ${REASONS[code] ?? message}`, {
      cause: error,
    });
  }
}

/**
 * Replaces a file as a whole: at any instant, also after a kill or a power cut, the old or the new content is there.
 * The temporary name is fixed (the folder has one owner), so that leftovers of a kill are overwritten. Written here
 * rather than with write-file-atomic, whose single `write` call may be short on a nearly full disk without an error.
 */
export function writeAtomic(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  storing(path, () => {
    try {
      writeSynced(temporary, content);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

export function writeJson(path: string, value: unknown): void {
  writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Appends a line that is on disk when this returns. */
export function appendLine(path: string, line: string): void {
  storing(path, () => appendFileSync(path, `${line}\n`, { flush: true }));
}

/** Complete lines of a JSON-lines file; a last line without its end (a kill while writing) is left out. */
export function readJsonLines<T>(path: string): T[] {
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

export function makeFolder(path: string): void {
  storing(path, () => mkdirSync(path, { recursive: true }));
}

/** A rename is only safe against a power cut once its folder is on disk. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
