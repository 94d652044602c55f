import { ByteReader } from './byte-reader';
import { checkPickleValue } from './pickle-check';
import { PickleContext } from './pickle-context';
import { PickleMachine } from './pickle-machine';
import type { PickleMode, PickleValue } from './pickle-values';
import { SizeBudget } from './size-budget';

export type { NumpyArray, PickleKey, PickleMode, PickleValue, TorchTensor } from './pickle-values';

/**
 * Reads a Python pickle (protocols 0 to 5, of Python 2 or 3) that holds plain values and, in mode `data`, NumPy arrays
 * of plain types. Nothing is executed: a pickle that names anything else is refused.
 *
 * @param source file name, opens the error message
 * @throws InputError naming what was found and what is allowed
 */
export function readPickle(bytes: Uint8Array, source: string, mode: PickleMode): PickleValue {
  const context = new PickleContext(source, new SizeBudget(bytes.length, source));
  const reader = new ByteReader(bytes, source);
  const value = new PickleMachine(reader, mode, context).run();
  if (reader.left > 0)
    throw reader.fail(`found ${reader.left} bytes after the pickle's end, allowed are none`);
  return checkPickleValue(value, context, mostValues(bytes));
}

/** A value takes a byte at least, and two where it was met before. */
export function mostValues(bytes: Uint8Array): number {
  return 8 * bytes.length + 1000;
}
