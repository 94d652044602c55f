import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { InputError } from '../base';
import { whyUnreadable } from '../base/files';

/** Reads a text file (or standard input for `-`) named by an argument; `what` opens the error message. */
export function readText(file: string, what: string, needed = 'a readable file is needed'): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(`${what} '${file}': ${whyUnreadable(error)}; ${needed}`);
  }
}

export function readJson(file: string, what: string, needed?: string): unknown {
  return parseJson(readText(file, what, needed), `${what} '${file}'`);
}

export function parseJson(text: string, source: string, reviver?: (key: string, value: unknown) => unknown) {
  try {
    return JSON.parse(text, reviver) as unknown;
  } catch (error) {
    throw new InputError(`${source}: not valid JSON (${(error as Error).message})`);
  }
}

/** Writes a result file whole or not at all; a device or pipe, such as /dev/stdout, is written to as it is. */
export async function writeResult(file: string, text: string): Promise<void> {
  try {
    if (existsSync(file) && !statSync(file).isFile()) writeFileSync(file, text);
    else await writeFileAtomic(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `--out '${file}': cannot be written (${code}); a file in an existing, writable folder is needed`,
    );
  }
}

/** Makes the folder an option names; refused before any work where that cannot be. */
export function makeOptionFolder(folder: string, option: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its place' : `cannot be made (${code})`;
    throw new InputError(`${option} '${folder}': ${reason}; a writable folder is needed`);
  }
}
