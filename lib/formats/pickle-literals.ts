import type { ByteReader } from './byte-reader';
import { latin1 } from './byte-reader';
import { escapedString, escapedUnicode } from './pickle-escapes';
import { printable } from './printable';

/** More digits than any honest number: long ones take quadratic time to read. */
const DIGITS = 1000;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The instructions that push a constant, by their byte (pickletools, protocols 0 to 5). */
export const LITERALS: Readonly<Record<string, (reader: ByteReader) => unknown>> = {
  N: () => null,
  '\x88': () => true,
  '\x89': () => false,
  I: (reader) => {
    const text = reader.line();
    return text === '01' ? true : text === '00' ? false : decimal(text, reader);
  },
  J: (reader) => reader.int32(),
  K: (reader) => reader.uint8(),
  M: (reader) => reader.uint16(),
  L: (reader) => decimal(reader.line().replace(/L$/, ''), reader),
  '\x8a': (reader) => twosComplement(reader, reader.uint8()),
  '\x8b': (reader) => twosComplement(reader, reader.int32()),
  F: (reader) => float(reader.line(), reader),
  G: (reader) => reader.float64(),
  S: (reader) => escapedString(reader.line(), reader),
  T: (reader) => latin1(reader.take(reader.int32())),
  U: (reader) => latin1(reader.take(reader.uint8())),
  V: (reader) => escapedUnicode(reader.line(), reader),
  X: (reader) => utf8(reader, reader.uint32()),
  '\x8c': (reader) => utf8(reader, reader.uint8()),
  '\x8d': (reader) => utf8(reader, reader.uint64()),
  B: (reader) => reader.take(reader.uint32()),
  C: (reader) => reader.take(reader.uint8()),
  '\x8e': (reader) => reader.take(reader.uint64()),
  '\x96': (reader) => reader.take(reader.uint64()),
  ']': () => [],
  '}': () => new Map(),
  ')': () => Object.freeze([]),
};

/** A number where it is exact, else a bigint. */
export function wholeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function decimal(text: string, reader: ByteReader): number | bigint {
  if (text.length > DIGITS || !/^[+-]?\d+$/.test(text)) {
    throw reader.fail(`found '${printable(text)}' in the place of a whole number`);
  }
  return wholeNumber(BigInt(text.replace(/^\+/, '')));
}

/** Little endian, two's complement, any length. */
function twosComplement(reader: ByteReader, length: number): number | bigint {
  if (length > DIGITS) throw reader.fail(`found a whole number of ${length} bytes, allowed are ${DIGITS}`);
  const bytes = reader.take(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return wholeNumber(BigInt.asIntN(8 * length, value));
}

function float(text: string, reader: ByteReader): number {
  const special = { nan: NaN, inf: Infinity, '-inf': -Infinity }[text];
  if (special !== undefined) return special;
  if (text.length <= DIGITS && /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  throw reader.fail(`found '${printable(text)}' in the place of a number`);
}

function utf8(reader: ByteReader, length: number): string {
  const bytes = reader.take(length);
  try {
    return UTF8.decode(bytes);
  } catch {
    throw reader.fail(`damaged: a string of ${length} bytes that ends at byte ${reader.at} is not UTF-8`);
  }
}
