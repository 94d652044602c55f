import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { ZipArchive } from './zip';

/** The files of a data set, in a folder or packed in an archive. */
export interface FileTree {
  /** The folder or archive, opens error messages. */
  source: string;
  /** Paths of all files below `folder`, with `/`, in no particular order. */
  list(folder: string): string[];
  /** @throws InputError where the file is missing */
  read(name: string): Uint8Array;
  /** Several files, in the order given; packed ones are unpacked in blocks, so that memory stays bounded. */
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

/** Files unpacked at a time: some tens of megabytes of small pictures. */
const BLOCK = 10_000;

/** @param root the folder inside the archive that holds everything, such as `tiny-imagenet-200` */
export function zipTree(path: string, checksum: Checksum | null, root: string): FileTree {
  let opened: ZipArchive | undefined;
  const archive = (): ZipArchive => (opened ??= new ZipArchive(path, checksum));
  return {
    source: path,
    list: (folder) =>
      archive()
        .names.filter((name) => name.startsWith(`${root}/${folder}/`))
        .map((name) => name.slice(root.length + 1)),
    read: (name) => archive().read(`${root}/${name}`),
    each(names, use) {
      for (let start = 0; start < names.length; start += BLOCK) {
        const block = names.slice(start, start + BLOCK).map((name) => `${root}/${name}`);
        const files = archive().readAll(new Set(block));
        block.forEach((name, i) => {
          const bytes = files.get(name);
          if (!bytes) throw new InputError(`${path}: holds no file '${name}'`);
          use(bytes, start + i);
        });
      }
    },
    fingerprint() {
      const { size, mtimeMs } = statSync(path);
      return `${size}|${mtimeMs}`;
    },
  };
}
