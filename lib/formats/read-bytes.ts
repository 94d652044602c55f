import { readFileSync } from 'node:fs';
import { InputError } from '../base';

/** Bytes of a file; a missing or unreadable one is an InputError. @param needed what should be there, such as `a .npy file` */
export function readBytes(file: string, needed: string, what = file): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };
    throw new InputError(
      `${what}: ${reasons[code ?? ''] ?? `it cannot be read (${code})`}, ${needed} is needed`,
    );
  }
}
