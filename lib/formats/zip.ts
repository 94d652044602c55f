import { crc32, inflateRawSync } from 'node:zlib';
import { InputError } from '../base';
import { printable } from './printable';
import type { ZipEntry } from './zip-directory';
import { readZipDirectory } from './zip-directory';

/** What all unpacked entries may take together, in units of the file's size: weights hardly compress. */
const MOST_EXPANSION = 16;

/**
 * A zip archive read with suspicion: every entry once, inside the file, not overlapping another, with a plain name and
 * the checksum it claims. Entries are stored or deflated; what they unpack to is bounded by the file's size.
 */
export class ZipArchive {
  readonly names: readonly string[];
  private readonly entries: ReadonlyMap<string, ZipEntry>;
  /** torch.save can be told to leave checksums out; then all of them are 0. */
  private readonly checked: boolean;

  /** @throws InputError naming what is wrong with the archive */
  constructor(
    private readonly bytes: Buffer,
    private readonly source: string,
  ) {
    const entries = readZipDirectory(bytes, source);
    this.entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.names = entries.map(({ name }) => name);
    this.checked = entries.some(({ checksum }) => checksum !== 0);
    const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
    if (unpacked > MOST_EXPANSION * bytes.length) {
      throw new InputError(
        `${source}: the zip archive claims to unpack to ${unpacked} bytes, allowed are ${MOST_EXPANSION} times its own ${bytes.length}`,
      );
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** An entry's bytes; a view of the file where it is stored. */
  read(name: string): Uint8Array {
    const entry = this.entries.get(name);
    if (!entry) throw new InputError(`${this.source}: the zip archive has no entry '${printable(name)}'`);
    const packed = this.bytes.subarray(entry.start, entry.start + entry.packedSize);
    const content = entry.deflated ? this.inflate(packed, entry) : packed;
    if (this.checked && crc32(content) !== entry.checksum) {
      throw new InputError(`${this.source}: damaged: the checksum of entry '${printable(name)}' is wrong`);
    }
    return content;
  }

  private inflate(packed: Uint8Array, { name, size }: ZipEntry): Uint8Array {
    let content: Uint8Array | undefined;
    try {
      content = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    } catch {
      content = undefined; // damaged, or more than it claims
    }
    if (content?.length === size) return content;
    throw new InputError(
      `${this.source}: damaged: entry '${printable(name)}' does not unpack to the ${size} bytes it claims`,
    );
  }
}

/** Whether a file begins as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}
