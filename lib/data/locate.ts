import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../base';

/**
 * The first place where `file` lies: in each folder in turn, `SUB/file` for the official sub-folders, or `file` itself
 * where the folder given *is* such a sub-folder. Undefined where it is nowhere.
 */
export function locate(
  folders: readonly string[],
  subfolders: readonly string[],
  file: string,
): string | undefined {
  for (const folder of folders) {
    const here = subfolders.includes(basename(folder)) ? [folder] : [];
    for (const place of [...subfolders.map((sub) => join(folder, sub)), ...here]) {
      const path = join(place, file);
      if (existsSync(path)) return path;
    }
  }
  return undefined;
}

/** "Not here" in one sentence that says where was looked and how to mend it. */
export function notFound(
  name: string,
  file: string,
  folders: readonly string[],
  downloadable: boolean,
): InputError {
  const mend = downloadable
    ? `set KDLAB_DATA to a folder that holds it, or run 'kdlab data get ${name}'`
    : 'it comes with the project; restore it from version control';
  return new InputError(`data set '${name}': ${file} not found in ${folders.join(', ')}; ${mend}`);
}
