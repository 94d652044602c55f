import { InputError } from '../base';
import { NUMPY_GLOBALS } from './pickle-numpy';
import { PickleGlobal } from './pickle-context';
import { TORCH_GLOBALS } from './pickle-torch';
import type { PickleMode } from './pickle-values';
import { printable } from './printable';

/** The built-in module is `__builtin__` in Python 2. */
const PLAIN: Readonly<Record<string, PickleGlobal>> = {
  'collections.OrderedDict': new PickleGlobal('collections.OrderedDict', (args, context) => {
    const map = new Map();
    // Python 2 hands the entries over, Python 3 sets them afterwards.
    const [entries = []] = args;
    if (args.length > 1 || !Array.isArray(entries)) {
      throw context.fail('collections.OrderedDict: found something else than a list of entries');
    }
    context.budget.take(16 * entries.length); // one list may be handed over many times
    for (const entry of entries as unknown[]) {
      if (!Array.isArray(entry) || entry.length !== 2) {
        throw context.fail('collections.OrderedDict: found an entry that is no pair');
      }
      context.setItem(map, entry[0], entry[1]);
    }
    context.orderedMaps.add(map);
    return map;
  }),
};

const GLOBALS: Readonly<Record<PickleMode, ReadonlyMap<string, PickleGlobal>>> = {
  weights: new Map(Object.entries({ ...PLAIN, ...TORCH_GLOBALS })),
  data: new Map(Object.entries({ ...PLAIN, ...TORCH_GLOBALS, ...NUMPY_GLOBALS })),
};

const WEIGHTS_ALLOWED =
  'collections.OrderedDict, torch.Size, torch.…Storage of plain numbers and torch._utils._rebuild_tensor, _rebuild_tensor_v2, _rebuild_parameter';

const ALLOWED: Readonly<Record<PickleMode, string>> = {
  weights: `${WEIGHTS_ALLOWED} (tensors and plain containers; save the state dictionary alone)`,
  data: `${WEIGHTS_ALLOWED}, NumPy's array, type and scalar, and _codecs.encode`,
};

/**
 * The allow-list: a name leads to one of our own functions or is refused. Nothing is ever looked up elsewhere.
 *
 * @throws InputError naming the global and what is allowed
 */
export function findGlobal(module: string, name: string, mode: PickleMode, source: string): PickleGlobal {
  const full = `${module}.${name}`;
  const found = GLOBALS[mode].get(full);
  if (found) return found;
  throw new InputError(`${source}: found global '${printable(full)}', allowed are ${ALLOWED[mode]}`);
}
