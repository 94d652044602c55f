import { InputError } from '../base';
import type { SizeBudget } from './size-budget';
import type { StorageReference, UngatheredTensor } from './pickle-torch';
import { kindOf } from './pickle-values';

/** Entries of one dictionary or of the memo: a JavaScript map holds no more than 2²⁴. */
export const MOST_ENTRIES = 2 ** 22;

/** What a file may name: a function of ours, or a mere name such as a storage type. */
export class PickleGlobal {
  constructor(
    readonly name: string,
    readonly call?: (args: readonly unknown[], context: PickleContext) => unknown,
  ) {}
}

/** What the functions behind the allowed names share while one file is read. */
export class PickleContext {
  /** Dictionaries whose attributes (`_metadata` of a state dictionary) may be set; they are ignored. */
  readonly orderedMaps = new Set<unknown>();
  /** Tensors whose numbers are fetched once the storages' places are known. */
  readonly tensors: UngatheredTensor[] = [];
  /** Objects that BUILD has still to fill: NumPy's arrays and types. */
  readonly unfilled = new Map<unknown, (state: unknown) => void>();

  constructor(
    readonly source: string,
    readonly budget: SizeBudget,
    /** Absent where the file is no PyTorch file: then there are no storages. */
    readonly storage?: (id: unknown, context: PickleContext) => StorageReference,
  ) {}

  fail(why: string): InputError {
    return new InputError(`${this.source}: ${why}`);
  }

  setItem(map: Map<unknown, unknown>, key: unknown, value: unknown): void {
    const name = key instanceof Uint8Array ? String.fromCharCode(...key.subarray(0, 1000)) : key;
    if (name !== null && typeof name === 'object') {
      throw this.fail(`found ${kindOf(key)} as a dictionary's key, allowed are strings, bytes and numbers`);
    }
    if (key instanceof Uint8Array && key.length > 1000)
      throw this.fail('found a key of more than 1000 bytes');
    if (map.has(name)) throw this.fail(`found the key ${describeKey(name)} twice in a dictionary`);
    if (map.size >= MOST_ENTRIES) throw this.fail(`found a dictionary of more than ${MOST_ENTRIES} entries`);
    map.set(name, value);
  }
}

function describeKey(key: unknown): string {
  return typeof key === 'string' ? `'${key.slice(0, 60).replace(/[^\x20-\x7e]/g, '?')}'` : String(key);
}

/** A whole number ≥ 0, such as a size or an offset. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_AXES && value.every(isCount);
}

/** NumPy's limit; PyTorch allows as many. */
export const MOST_AXES = 64;
