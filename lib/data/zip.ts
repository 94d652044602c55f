import { readFileSync } from 'node:fs';
import type { UnzipFileInfo } from 'fflate';
import { unzipSync } from 'fflate';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';

/** A zip archive held packed in memory; its files are unpacked as they are asked for. */
export class ZipArchive {
  private readonly packed: Buffer;
  /** Paths of the files (not the folders) inside, in the archive's order. */
  readonly names: readonly string[];

  /** @throws InputError where the archive has another checksum or is no zip archive */
  constructor(
    readonly path: string,
    checksum: Checksum | null,
  ) {
    this.packed = readFileSync(path);
    verifyBytes(this.packed, checksum, path);
    const names: string[] = [];
    this.unzip(({ name }) => {
      if (!name.endsWith('/')) names.push(name);
      return false;
    });
    this.names = names;
  }

  /** The wanted files, by name; each call runs once through the table of contents. */
  readAll(wanted: ReadonlySet<string>): Map<string, Uint8Array> {
    return new Map(Object.entries(this.unzip(({ name }) => wanted.has(name))));
  }

  /** @throws InputError where the archive lacks the file */
  read(name: string): Uint8Array {
    const bytes = this.readAll(new Set([name])).get(name);
    if (!bytes) throw new InputError(`${this.path}: holds no file '${name}'`);
    return bytes;
  }

  private unzip(filter: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
    try {
      return unzipSync(this.packed, { filter });
    } catch (error) {
      throw new InputError(
        `${this.path}: damaged, not a readable zip archive (${(error as Error).message})`,
      );
    }
  }
}
