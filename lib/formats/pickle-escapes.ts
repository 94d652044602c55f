import type { ByteReader } from './byte-reader';
import { printable } from './printable';

const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Protocol 0's byte strings: Python's `repr` in quotes. */
export function escapedString(line: string, reader: ByteReader): string {
  const text = line.trimEnd();
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) {
    throw reader.fail(`found ${printable(text)} in the place of a string in quotes`);
  }
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[^])/g, (_, escape: string) => {
    if (Object.hasOwn(SIMPLE, escape)) return SIMPLE[escape];
    if (escape.length === 3 && escape[0] === 'x') return String.fromCharCode(parseInt(escape.slice(1), 16));
    if (/^[0-7]+$/.test(escape)) return String.fromCharCode(parseInt(escape, 8) & 255);
    throw reader.fail(`found the escape \\${printable(escape)} in a string, which Python does not write`);
  });
}

/** Protocol 0's text: Latin-1 with \\uXXXX and \\UXXXXXXXX. */
export function escapedUnicode(line: string, reader: ByteReader): string {
  return line.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/g, (_, escape: string) => {
    const code = parseInt(escape.slice(1), 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    throw reader.fail(`found the escape \\${escape} in a string, which is no character`);
  });
}
