import type { PickleContext } from './pickle-context';
import type { PickleValue } from './pickle-values';
import { kindOf } from './pickle-values';

/** How deep containers may nest; a checkpoint with its optimiser has 5 levels. */
const MOST_LEVELS = 64;

interface Measure {
  /** Levels of containers below and including this one. */
  levels: number;
  /** Values, counted as often as they can be reached. */
  values: number;
}

/**
 * The last word on what a pickle has built: plain values, arrays and tensors in containers that end. Refuses containers
 * that hold themselves, nest too deep, or share parts so often that walking through them would never end.
 */
export function checkPickleValue(value: unknown, context: PickleContext, mostValues: number): PickleValue {
  if (context.unfilled.size > 0)
    throw context.fail('damaged: a NumPy array or type was begun and not finished');
  const measured = new Map<unknown, Measure>();
  const open = new Set<unknown>();

  const measure = (part: unknown, level: number): Measure => {
    const parts = partsOf(part, context);
    if (!parts) return { levels: 0, values: 1 };
    const known = measured.get(part);
    if ((known?.levels ?? 1) + level > MOST_LEVELS) {
      throw context.fail(`found containers nested deeper than ${MOST_LEVELS} levels`);
    }
    if (known) return known;
    if (open.has(part)) throw context.fail(`found ${kindOf(part)} that holds itself`);
    open.add(part);
    const total: Measure = { levels: 1, values: 1 };
    for (const inner of parts) {
      const { levels, values } = measure(inner, level + 1);
      total.levels = Math.max(total.levels, levels + 1);
      total.values += values;
    }
    if (total.values > mostValues) {
      throw context.fail(
        `found containers that share parts: unfolded they would hold over ${mostValues} values`,
      );
    }
    open.delete(part);
    measured.set(part, total);
    return total;
  };

  measure(value, 0);
  return value as PickleValue;
}

/** What a container holds; undefined for a value that holds nothing. */
function partsOf(part: unknown, context: PickleContext): Iterable<unknown> | undefined {
  if (Array.isArray(part)) return part as unknown[];
  if (part instanceof Map) return part.values() as Iterable<unknown>;
  if (part === null || part instanceof Uint8Array || typeof part !== 'object') return undefined;
  if ((part as { kind?: unknown }).kind !== undefined) return undefined; // an array or tensor
  throw context.fail('found a class, type or storage in the place of a value');
}
