import { InputError } from '../base';
import { printable } from './printable';

/** One array as the header describes it; `from` and `to` are bytes behind the header. */
export interface SafetensorsEntry {
  name: string;
  dtype: string;
  shape: number[];
  from: number;
  to: number;
}

/** The largest header a reader accepts; the reference implementation has the same limit. */
const HEADER_LIMIT = 100_000_000;

/** Reads and checks the header's form; `start` is the first byte behind it. */
export function readSafetensorsHeader(
  bytes: Buffer,
  source: string,
): { entries: SafetensorsEntry[]; metadata: Record<string, string>; start: number } {
  const broken = (why: string) => new InputError(`${source}: not a whole .safetensors file: ${why}`);
  if (bytes.length < 8) throw broken(`found ${bytes.length} bytes`);
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > Math.min(HEADER_LIMIT, bytes.length - 8)) {
    throw broken(`the header would have ${length} bytes, the file has ${bytes.length}`);
  }
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  } catch {
    throw broken('the header is not JSON');
  }
  if (!isObject(header)) throw broken('the header is no JSON object');
  const { __metadata__: fields = {}, ...arrays } = header;
  if (!isObject(fields) || Object.values(fields).some((value) => typeof value !== 'string')) {
    throw broken('__metadata__ holds something else than text');
  }
  const entries = Object.entries(arrays).map(([name, value]) => readEntry(name, value, broken));
  return { entries, metadata: fields as Record<string, string>, start: 8 + length };
}

function readEntry(name: string, value: unknown, broken: (why: string) => InputError): SafetensorsEntry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw broken(`array '${printable(name)}' is not described by dtype, shape and data_offsets`);
  }
  return { name, dtype, shape, from: offsets[0], to: offsets[1] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && (side as number) >= 0);
}
