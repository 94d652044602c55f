import { InputError } from '../base';
import { printable } from './printable';

export interface ZipEntry {
  name: string;
  deflated: boolean;
  checksum: number;
  packedSize: number;
  size: number;
  /** First byte of its content in the file. */
  start: number;
}

/** Of an entry while its local header has not been looked at: `start` is the header's place. */
type ListedEntry = ZipEntry;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;

/** All ones: "see the 64-bit field". */
const IN_64 = 0xffffffff;

/**
 * The entries of a zip archive by its central directory (PKWARE's APPNOTE, 4.3 and 4.5.3), checked against the local
 * headers. Folders are left out.
 *
 * @throws InputError on encryption, several volumes, other compressions, double or dangerous names, and any place or
 *   size outside the file
 */
export function readZipDirectory(bytes: Buffer, source: string): ZipEntry[] {
  const broken = (why: string) => new InputError(`${source}: not a whole zip archive: ${why}`);
  const { start, size, count, end } = findDirectory(bytes, broken);
  if (start + size > end || count * 46 > size) throw broken('its directory does not fit the file');
  const names = new Set<string>();
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readListed(bytes, at, start + size, broken);
    at = next;
    if (names.has(entry.name)) throw broken(`it has the entry '${printable(entry.name)}' twice`);
    names.add(entry.name);
    if (!isPlain(entry.name)) {
      throw broken(`the name '${printable(entry.name)}' of an entry leads out of the archive's own folder`);
    }
    if (!entry.name.endsWith('/')) entries.push(locate(bytes, entry, start, broken));
  }
  refuseOverlaps(entries, broken);
  return entries;
}

type Broken = (why: string) => InputError;

function findDirectory(bytes: Buffer, broken: Broken) {
  // The end record is 22 bytes and a comment of up to 65 535.
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (bytes.readUInt32LE(at) !== END || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    const found = {
      count: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 12),
      start: bytes.readUInt32LE(at + 16),
      end: at,
    };
    if (at < 20 || bytes.readUInt32LE(at - 20) !== END_64_LOCATOR) return found;
    const end64 = Number(bytes.readBigUInt64LE(at - 12));
    if (end64 + 56 > at - 20 || bytes.readUInt32LE(end64) !== END_64)
      throw broken('its 64-bit end is missing');
    return {
      count: Number(bytes.readBigUInt64LE(end64 + 32)),
      size: Number(bytes.readBigUInt64LE(end64 + 40)),
      start: Number(bytes.readBigUInt64LE(end64 + 48)),
      end: end64,
    };
  }
  throw broken('its end is missing');
}

function readListed(
  bytes: Buffer,
  at: number,
  end: number,
  broken: Broken,
): { entry: ListedEntry; next: number } {
  if (at + 46 > end || bytes.readUInt32LE(at) !== LISTED) throw broken('its directory is damaged');
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > end) throw broken('its directory is damaged');
  const name = bytes.toString('utf8', at + 46, nameEnd);
  if (bytes.readUInt16LE(at + 8) & 1) throw broken(`entry '${printable(name)}' is encrypted`);
  const method = bytes.readUInt16LE(at + 10);
  if (method !== 0 && method !== 8) {
    throw broken(`entry '${printable(name)}' has compression ${method}, allowed are stored and deflated`);
  }
  const wide = wideFields(bytes.subarray(nameEnd, extraEnd));
  const field = (position: number) => {
    const value = bytes.readUInt32LE(position);
    return value === IN_64 ? (wide.shift() ?? Infinity) : value;
  };
  const size = field(at + 24);
  const packedSize = field(at + 20);
  const start = field(at + 42);
  if (method === 0 && size !== packedSize) throw broken(`entry '${printable(name)}' has two sizes`);
  return {
    entry: { name, deflated: method === 8, checksum: bytes.readUInt32LE(at + 16), packedSize, size, start },
    next,
  };
}

/** The values of the 64-bit extra field (0x0001), in order. */
function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    const field = extra.subarray(at + 4, at + 4 + length);
    if (extra.readUInt16LE(at) === 1) {
      return Array.from({ length: Math.floor(field.length / 8) }, (_, i) =>
        Number(field.readBigUInt64LE(8 * i)),
      );
    }
    at += 4 + length;
  }
  return [];
}

/** Goes to the local header, which must name the same entry, and past it. */
function locate(bytes: Buffer, entry: ListedEntry, directory: number, broken: Broken): ZipEntry {
  const { name, start: at } = entry;
  const here = `entry '${printable(name)}'`;
  if (at + 30 > directory || bytes.readUInt32LE(at) !== LOCAL)
    throw broken(`${here} is not where it should be`);
  const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
  const start = nameEnd + bytes.readUInt16LE(at + 28);
  if (start + entry.packedSize > directory)
    throw broken(`${here} claims ${entry.packedSize} bytes, more than there are`);
  if (bytes.toString('utf8', at + 30, nameEnd) !== name) throw broken(`${here} has two names`);
  return { ...entry, start };
}

function isPlain(name: string): boolean {
  const parts = name.split('/');
  return !name.startsWith('/') && !/[\\\0:]/.test(name) && !parts.includes('..') && !parts.includes('.');
}

function refuseOverlaps(entries: readonly ZipEntry[], broken: Broken): void {
  const byPlace = [...entries].sort((a, b) => a.start - b.start);
  for (let i = 1; i < byPlace.length; i++) {
    const before = byPlace[i - 1];
    if (before.start + before.packedSize <= byPlace[i].start) continue;
    throw broken(`entries '${printable(before.name)}' and '${printable(byPlace[i].name)}' overlap`);
  }
}
