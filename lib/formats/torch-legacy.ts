import { ByteReader } from './byte-reader';
import { numberType } from './number-types';
import type { NumberTypeName } from './number-types';
import { mostValues } from './pickle';
import { checkPickleValue } from './pickle-check';
import { PickleContext } from './pickle-context';
import { PickleMachine } from './pickle-machine';
import { fillTensor } from './pickle-torch';
import type { PickleMode, PickleValue } from './pickle-values';
import { printable } from './printable';
import { SizeBudget } from './size-budget';
import { storageReference } from './torch-storage';

/** Opens every file of torch.save before 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

const PROTOCOL = 1001;

/** Protocol 2's pickle of the magic number. */
const HEAD = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');

/** Whether a file begins as PyTorch's older format does, with any pickle protocol. */
export function isTorchLegacy(bytes: Uint8Array): boolean {
  const magic = HEAD.subarray(2);
  const at = bytes[0] === 0x80 ? 2 : 0;
  return magic.equals(bytes.subarray(at, at + magic.length));
}

/**
 * PyTorch's older file format: five pickles in a row (magic number, protocol, system, object, names of the storages),
 * then every storage as a 64-bit count and its numbers.
 */
export function readTorchLegacy(bytes: Uint8Array, source: string, mode: PickleMode): PickleValue {
  const budget = new SizeBudget(bytes.length, source);
  const reader = new ByteReader(bytes, source);
  const plain = (): PickleValue => {
    const context = new PickleContext(source, budget);
    return checkPickleValue(new PickleMachine(reader, 'weights', context).run(), context, mostValues(bytes));
  };
  if (plain() !== MAGIC) throw reader.fail('not a PyTorch file: the magic number is missing');
  const protocol = plain();
  if (protocol !== PROTOCOL) throw reader.fail(`found another PyTorch file protocol, allowed is ${PROTOCOL}`);
  const system = plain();
  if (!(system instanceof Map) || system.get('little_endian') !== true) {
    throw reader.fail('found a file that does not say it is little-endian, allowed is little-endian');
  }
  const context = new PickleContext(source, budget, storageReference);
  const value = new PickleMachine(reader, mode, context).run();
  const checked = checkPickleValue(value, context, mostValues(bytes));
  const storages = readStorages(reader, plain(), context);
  for (const waiting of context.tensors) fillTensor(waiting, storages.get(waiting.storage.key)!);
  return checked;
}

/** The numbers behind the pickles; every storage that the object names must be there, once and with its size. */
function readStorages(
  reader: ByteReader,
  names: PickleValue,
  context: PickleContext,
): Map<string, Uint8Array> {
  const wanted = new Map<string, { dtype: NumberTypeName; numel: number }>();
  for (const { storage } of context.tensors) {
    const { key, dtype, rootNumel: numel } = storage;
    const known = wanted.get(key);
    if (known && (known.dtype !== dtype || known.numel !== numel)) {
      throw reader.fail(`storage '${printable(key)}' is named with two types or sizes`);
    }
    wanted.set(key, { dtype, numel });
  }
  if (!Array.isArray(names)) throw reader.fail('damaged: the list of storages is missing');
  const storages = new Map<string, Uint8Array>();
  for (const name of names as PickleValue[]) {
    const storage = typeof name === 'string' && !storages.has(name) ? wanted.get(name) : undefined;
    if (!storage) throw reader.fail('damaged: the list of storages does not fit the object');
    const numel = reader.uint64();
    if (numel !== storage.numel) {
      throw reader.fail(
        `storage '${printable(name as string)}' should hold ${storage.numel} numbers, found ${numel}`,
      );
    }
    storages.set(name as string, reader.take(numel * numberType(storage.dtype).bytes));
  }
  const missing = [...wanted.keys()].find((key) => !storages.has(key));
  if (missing !== undefined)
    throw reader.fail(`cut off or damaged: storage '${printable(missing)}' is missing`);
  if (reader.left > 0)
    throw reader.fail(`found ${reader.left} bytes after the last storage, allowed are none`);
  return storages;
}
