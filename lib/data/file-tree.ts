import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import { ZipArchive } from '../formats';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';

/** The files of a data set, in a folder or packed in an archive. */
export interface FileTree {
  /** The folder or archive, opens error messages. */
  source: string;
  /** Paths of all files below `folder`, with `/`, in no particular order. */
  list(folder: string): string[];
  /** @throws InputError where the file is missing */
  read(name: string): Uint8Array;
  /** Several files, in the order given; packed ones are unpacked one by one. */
  each(names: readonly string[], use: (bytes: Uint8Array, index: number) => void): void;
  /** Changes whenever one of the files does; tells whether something derived from them is still good. */
  fingerprint(names: readonly string[]): string;
}

export function folderTree(root: string): FileTree {
  const named = <T>(name: string, action: (path: string) => T): T => {
    const path = join(root, name);
    try {
      return action(path);
    } catch (error) {
      throw new InputError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  };
  const read = (name: string): Buffer => named(name, (path) => readFileSync(path));
  return {
    source: root,
    list: (folder) => filesBelow(root, folder),
    read,
    each: (names, use) => names.forEach((name, index) => use(read(name), index)),
    fingerprint: (names) =>
      names
        .map((name) => {
          const { size, mtimeMs } = named(name, (path) => statSync(path));
          return `${name}|${size}|${mtimeMs}`;
        })
        .join('\n'),
  };
}

function filesBelow(root: string, folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    // Data folders are often made of links; statSync follows them.
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(root, path)).isDirectory());
    return isFolder ? filesBelow(root, path) : [path];
  });
}

/** @param root the folder inside the archive that holds everything, such as `tiny-imagenet-200` */
export function zipTree(path: string, checksum: Checksum | null, root: string): FileTree {
  let opened: ZipArchive | undefined;
  const archive = (): ZipArchive => (opened ??= openArchive(path, checksum));
  const read = (name: string): Uint8Array => {
    const entry = `${root}/${name}`;
    if (!archive().has(entry)) throw new InputError(`${path}: holds no file '${entry}'`);
    return archive().read(entry);
  };
  return {
    source: path,
    list: (folder) =>
      archive()
        .names.filter((name) => name.startsWith(`${root}/${folder}/`))
        .map((name) => name.slice(root.length + 1)),
    read,
    each: (names, use) => names.forEach((name, index) => use(read(name), index)),
    fingerprint() {
      const { size, mtimeMs } = statSync(path);
      return `${size}|${mtimeMs}`;
    },
  };
}

function openArchive(path: string, checksum: Checksum | null): ZipArchive {
  const bytes = readFileSync(path);
  verifyBytes(bytes, checksum, path);
  try {
    return new ZipArchive(bytes, path);
  } catch (error) {
    const why = (error as Error).message.slice(`${path}: `.length);
    throw new InputError(`${path}: damaged, not a readable zip archive (${why})`);
  }
}
