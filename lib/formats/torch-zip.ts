import { InputError } from '../base';
import { ByteReader } from './byte-reader';
import { numberType } from './number-types';
import { mostValues } from './pickle';
import { checkPickleValue } from './pickle-check';
import { PickleContext } from './pickle-context';
import { PickleMachine } from './pickle-machine';
import { fillTensor } from './pickle-torch';
import type { PickleMode, PickleValue } from './pickle-values';
import { printable } from './printable';
import { SizeBudget } from './size-budget';
import { storageReference } from './torch-storage';
import { ZipArchive } from './zip';

/**
 * PyTorch's file format since 1.6: a zip archive `NAME/data.pkl` (the object), `NAME/data/N` (its storages), perhaps
 * `NAME/byteorder`. TorchScript programs, which carry code, are refused.
 */
export function readTorchZip(bytes: Buffer, source: string, mode: PickleMode): PickleValue {
  const archive = new ZipArchive(bytes, source);
  const folder = archiveFolder(archive, source);
  const order = `${folder}/byteorder`;
  if (archive.has(order)) {
    const found = Buffer.from(archive.read(order)).toString('latin1').trim();
    if (found !== 'little') {
      throw new InputError(`${source}: found byte order '${printable(found)}', allowed is 'little'`);
    }
  }
  const pickle = archive.read(`${folder}/data.pkl`);
  const context = new PickleContext(source, new SizeBudget(bytes.length, source), storageReference);
  const reader = new ByteReader(pickle, source);
  const value = new PickleMachine(reader, mode, context).run();
  if (reader.left > 0)
    throw reader.fail(`found ${reader.left} bytes after the pickle's end, allowed are none`);
  const checked = checkPickleValue(value, context, mostValues(bytes));
  const storages = new Map<string, Uint8Array>();
  for (const waiting of context.tensors) {
    const { key, dtype, rootNumel: numel } = waiting.storage;
    if (!/^\d{1,20}$/.test(key)) {
      throw context.fail(`found the storage '${printable(key)}', allowed are numbers as names`);
    }
    const content = storages.get(key) ?? archive.read(`${folder}/data/${key}`);
    storages.set(key, content);
    const needed = numel * numberType(dtype).bytes;
    if (content.length !== needed) {
      throw context.fail(
        `storage ${key} of ${numel} ${dtype} numbers needs ${needed} bytes, found ${content.length}`,
      );
    }
    fillTensor(waiting, content);
  }
  return checked;
}

/** The one folder all entries of a PyTorch file lie in. */
function archiveFolder(archive: ZipArchive, source: string): string {
  const roots = archive.names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const script = archive.names.find((name) => /^[^/]+\/(constants\.pkl$|code\/)/.test(name));
  if (script !== undefined) {
    throw new InputError(
      `${source}: found a TorchScript program ('${printable(script)}'), allowed is a file of torch.save`,
    );
  }
  if (roots.length === 1) return roots[0].slice(0, -'/data.pkl'.length);
  throw new InputError(
    `${source}: found a zip archive with ${roots.length} data.pkl in a top folder, a PyTorch file has one`,
  );
}
