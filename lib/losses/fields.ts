import { InputError, shown } from '../base';
import type { LossInputName } from './definition';

/** A checked field of a case file: row-major numbers and their shape. `stages`: a list of feature maps. */
export type Field =
  | { kind: 'array'; shape: number[]; data: Float32Array | Int32Array }
  | { kind: 'stages'; stages: { shape: number[]; data: Float32Array }[] }
  | { kind: 'number'; value: number };

type ArrayField = Extract<Field, { kind: 'array' }>;

/** Beyond this size float32 sums and differences of logits mean nothing, and −1e30 stands for −∞. */
const LARGEST = 1e20;

/**
 * Reads each field of a case. `source` is the field's name as the message shows it. All throw InputError for a wrong
 * type, ragged rows, an empty batch and anything that is not a finite number.
 */
export const FIELD_READERS: Record<LossInputName, (value: unknown, source: string) => Field> = {
  labels: readLabels,
  studentLogits: readLogits,
  teacherLogits: readLogits,
  studentStrongLogits: readLogits,
  teacherStrongLogits: readLogits,
  classifierLogits: readLogits,
  studentFeatures: readFeatures,
  teacherFeatures: readFeatures,
  previousProbabilities: readProbabilities,
  candidates: readCandidates,
  randomLabels: (value, source) => readMatrix(value, source, integerFrom0, 'integers from 0', Int32Array),
  progress: (value, source) =>
    readNumber(value, source, (x) => x >= 0 && x <= 1, 'numbers from 0 to 1 (the fraction of training done)'),
  epoch: (value, source) => readNumber(value, source, integerFrom0, 'integers from 0'),
  epochs: (value, source) =>
    readNumber(value, source, (x) => Number.isInteger(x) && x > 0, 'integers from 1'),
};

const FINITE = `finite numbers up to ${LARGEST} in size`;
const finite = (x: number): boolean => Math.abs(x) <= LARGEST; // false for NaN
const integerFrom0 = (x: number): boolean => Number.isInteger(x) && x >= 0 && x < 2 ** 31;

/** [N] integers from 0. */
function readLabels(value: unknown, source: string): Field {
  const entries = nonEmptyList(value, source, 'an array of N integers');
  const data = Int32Array.from(entries, (entry, n) =>
    number(entry, `${source}[${n}]`, integerFrom0, 'integers from 0'),
  );
  return { kind: 'array', shape: [data.length], data };
}

/** [N, C], C ≥ 2. */
function readLogits(value: unknown, source: string): ArrayField {
  return atLeastTwoClasses(readMatrix(value, source, finite, FINITE), source);
}

/** [N, C] of numbers from 0 to 1 whose rows sum to 1 (within 0.01, so that printed decimals pass). */
function readProbabilities(value: unknown, source: string): Field {
  const field = readMatrix(value, source, (x) => x >= 0 && x <= 1, 'probabilities from 0 to 1');
  eachRow(field, (row, n) => {
    const sum = row.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > 0.01) {
      throw new InputError(
        `${source}[${n}]: found probabilities that sum to ${Number(sum.toPrecision(4))}, allowed is a sum of 1`,
      );
    }
  });
  return atLeastTwoClasses(field, source);
}

/** [N, C] of 0 and 1, at least one 1 in a row. */
function readCandidates(value: unknown, source: string): Field {
  const field = readMatrix(value, source, (x) => x === 0 || x === 1, '0 and 1');
  eachRow(field, (row, n) => {
    if (!row.includes(1)) {
      throw new InputError(`${source}[${n}]: found no candidate, allowed are rows with at least one 1`);
    }
  });
  return atLeastTwoClasses(field, source);
}

/** [N, D], or a list of [N, C, H, W]. */
function readFeatures(value: unknown, source: string): Field {
  const depth = depthOf(value);
  if (depth !== 5) return readMatrix(value, source, finite, FINITE);
  const stages = (value as unknown[]).map((stage, s) => {
    const { shape, data } = readArray(stage, `${source}[${s}]`, 4, finite, FINITE);
    return { shape, data: data as Float32Array };
  });
  return { kind: 'stages', stages };
}

function readNumber(
  value: unknown,
  source: string,
  isAllowed: (x: number) => boolean,
  allowed: string,
): Field {
  return { kind: 'number', value: number(value, source, isAllowed, allowed) };
}

function readMatrix(
  value: unknown,
  source: string,
  isAllowed: (x: number) => boolean,
  allowed: string,
  Type: typeof Float32Array | typeof Int32Array = Float32Array,
): ArrayField {
  return readArray(value, source, 2, isAllowed, allowed, Type);
}

/** An array of a given depth, every list at one level of the same length ≥ 1. */
function readArray(
  value: unknown,
  source: string,
  depth: number,
  isAllowed: (x: number) => boolean,
  allowed: string,
  Type: typeof Float32Array | typeof Int32Array = Float32Array,
): ArrayField {
  const shape: number[] = [];
  const numbers: number[] = [];
  const walk = (at: unknown, path: string, level: number): void => {
    if (level === depth) {
      numbers.push(number(at, path, isAllowed, allowed));
      return;
    }
    const entries = nonEmptyList(at, path, `an array of depth ${depth - level}`);
    shape[level] ??= entries.length;
    if (entries.length !== shape[level]) {
      throw new InputError(
        `${path}: found ${entries.length} entries, allowed are ${shape[level]} as before it`,
      );
    }
    entries.forEach((entry, i) => walk(entry, `${path}[${i}]`, level + 1));
  };
  walk(value, source, 0);
  return { kind: 'array', shape, data: Type.from(numbers) };
}

function number(value: unknown, source: string, isAllowed: (x: number) => boolean, allowed: string): number {
  if (typeof value === 'number' && isAllowed(value)) return value;
  const found = typeof value === 'number' ? String(value) : shown(value); // JSON would show NaN as null
  throw new InputError(`${source}: found ${found}, allowed are ${allowed}`);
}

function nonEmptyList(value: unknown, source: string, what: string): unknown[] {
  if (!Array.isArray(value)) throw new InputError(`${source}: found ${shown(value)}, allowed is ${what}`);
  if (value.length === 0) throw new InputError(`${source}: found an empty array, allowed is ${what}`);
  return value;
}

function atLeastTwoClasses(field: ArrayField, source: string): ArrayField {
  if (field.shape[1] >= 2) return field;
  throw new InputError(`${source}: found ${field.shape[1]} class, allowed are 2 or more`);
}

function eachRow(
  { shape: [rows, columns], data }: ArrayField,
  visit: (row: number[], n: number) => void,
): void {
  for (let n = 0; n < rows; n++) visit(Array.from(data.subarray(n * columns, (n + 1) * columns)), n);
}

function depthOf(value: unknown): number {
  return Array.isArray(value) ? 1 + depthOf(value[0]) : 0;
}
