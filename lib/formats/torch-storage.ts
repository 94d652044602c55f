import type { PickleContext } from './pickle-context';
import { isCount } from './pickle-context';
import { StorageReference, StorageType } from './pickle-torch';
import { kindOf } from './pickle-values';
import { printable } from './printable';

/**
 * A persistent id of a PyTorch file: ('storage', type, key, location, numel), in the older format with a sixth part,
 * None or (view key, offset, numel) for a storage that is part of another. Where the tensor lived (a GPU, say) is
 * ignored.
 */
export function storageReference(id: unknown, context: PickleContext): StorageReference {
  if (!Array.isArray(id) || !Object.isFrozen(id)) {
    throw context.fail(`found ${kindOf(id)} as a persistent id, allowed is a tuple ('storage', …)`);
  }
  const [kind, type, key, location, numel, view = null] = id as unknown[];
  if (kind !== 'storage') {
    const found = typeof kind === 'string' ? `'${printable(kind)}'` : kindOf(kind);
    throw context.fail(`found a persistent id of kind ${found}, allowed is 'storage'`);
  }
  if (!(type instanceof StorageType) || typeof key !== 'string' || typeof location !== 'string') {
    throw context.fail("a persistent id: found something else than ('storage', type, key, location, numel)");
  }
  if (!isCount(numel) || id.length > 6) {
    throw context.fail(`storage '${printable(key)}': found a size that is no whole number ≥ 0`);
  }
  if (view === null) return new StorageReference(key, type.dtype, 0, numel, numel);
  const [viewKey, offset, size] = Array.isArray(view) ? (view as unknown[]) : [];
  if (typeof viewKey !== 'string' || !isCount(offset) || !isCount(size) || offset + size > numel) {
    throw context.fail(`storage '${printable(key)}': found a view that does not fit its ${numel} numbers`);
  }
  return new StorageReference(key, type.dtype, offset, size, numel);
}
