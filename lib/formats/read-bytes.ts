import { readFileSync } from 'node:fs';
import { InputError } from '../base';
import { whyUnreadable } from '../base/files';

/** Bytes of a file; a missing or unreadable one is an InputError. @param needed what should be there, such as `a .npy file` */
export function readBytes(file: string, needed: string, what = file): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(`${what}: ${whyUnreadable(error)}, ${needed} is needed`);
  }
}
