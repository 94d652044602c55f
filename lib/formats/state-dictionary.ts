import { InputError } from '../base';
import type { PickleKey, PickleValue, TorchTensor } from './pickle-values';
import { kindOf } from './pickle-values';
import { printable } from './printable';

/** Where training scripts put a network's weights. */
const WRAPPERS = ['model', 'state_dict'];

/** `{"model": {"state_dict": …}}` is the deepest that is opened. */
const MOST_WRAPPERS = 2;

/** What `torch.nn.DataParallel` puts before every name. */
const PARALLEL = 'module.';

/**
 * The tensors of a state dictionary by name, out of its wrapping: `{"model": …}` or `{"state_dict": …}` beside whatever
 * else a training script has stored, perhaps one in the other, with or without `module.` before every name.
 *
 * @throws InputError where no state dictionary can be told
 */
export function stateDictionary(value: PickleValue, source: string): Map<string, TorchTensor> {
  const found = unwrap(value, source, 0);
  const tensors = new Map<string, TorchTensor>();
  for (const [name, entry] of found) {
    if (typeof name !== 'string' || !isTensor(entry)) {
      throw new InputError(
        `${source}: a state dictionary's entry '${printable(String(name))}' is ${kindOf(entry)}, allowed are tensors (perhaps wrapped as {"model": …} or {"state_dict": …})`,
      );
    }
    tensors.set(name, entry);
  }
  const parallel = tensors.size > 0 && [...tensors.keys()].every((name) => name.startsWith(PARALLEL));
  if (!parallel) return tensors;
  return new Map([...tensors].map(([name, tensor]) => [name.slice(PARALLEL.length), tensor]));
}

function unwrap(value: PickleValue, source: string, depth: number): Map<PickleKey, PickleValue> {
  if (!(value instanceof Map)) {
    throw new InputError(`${source}: found ${kindOf(value)}, allowed is a state dictionary`);
  }
  const wrapped = WRAPPERS.filter((name) => value.get(name) instanceof Map);
  if (wrapped.length === 0 || depth === MOST_WRAPPERS) return value;
  if (wrapped.length > 1) {
    throw new InputError(`${source}: found state dictionaries under both 'model' and 'state_dict'`);
  }
  return unwrap(value.get(wrapped[0])!, source, depth + 1);
}

function isTensor(value: PickleValue): value is TorchTensor {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'tensor';
}
