import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWeights, readPickle, readTorchFile } from '../../lib/formats';
import type { PickleMode } from '../../lib/formats';

const FOLDER = join(__dirname, '../fixtures/weights');

interface Index {
  refused: { file: string; mode: PickleMode; says: string }[];
  accepted: { file: string; mode: PickleMode; value: unknown }[];
  types: Record<string, { shape: number[]; data: number[] }>;
}

/** What make_weights.py wrote about its files. */
export const index = JSON.parse(readFileSync(join(FOLDER, 'index.json'), 'utf8')) as Index;

export const fixturePath = (...parts: string[]) => join(FOLDER, ...parts);
export const fixture = (...parts: string[]) => readFileSync(fixturePath(...parts));

/** Reads a file as whoever needs it would: weights as weights, data as data. */
export function readAs(file: string, bytes: Buffer, mode: PickleMode): unknown {
  if (file.endsWith('.pkl')) return readPickle(bytes, file, mode);
  return mode === 'weights' ? decodeWeights(bytes, file) : readTorchFile(bytes, file, mode);
}

/** A value as make_weights.py describes it: kind, type, shape and numbers. */
export function described(value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Map) return { pairs: [...value].map(([key, entry]) => [key, described(entry)]) };
  if (Array.isArray(value)) return value.map(described);
  if (typeof value !== 'object' || value === null) return value;
  const { kind, dtype, shape, data } = value as { kind: string; dtype: string; shape: number[]; data: any };
  const truth = dtype === 'bool' || dtype === '|b1';
  const numbers = Array.from(data as ArrayLike<number>, (entry) =>
    truth ? entry !== 0 : Number.isFinite(Number(entry)) ? Number(entry) : 'inf',
  );
  return { [kind]: dtype, shape, data: numbers };
}
