import { InputError } from '../base';
import { floatArrays } from './float-arrays';
import type { NamedArrays, TensorFile } from './named-arrays';
import { printable } from './printable';
import { readBytes } from './read-bytes';
import { decodeSafetensors } from './safetensors';
import { stateDictionary } from './state-dictionary';
import { isTorchFile, readTorchFile } from './torch-file';

/**
 * A network's weights from a file: `.safetensors`, or what `torch.save` wrote (zip format or the one before 1.6), by
 * content, whatever the file is called. A state dictionary may be wrapped as `{"model": …}` or `{"state_dict": …}`.
 * Floats become float32; `num_batches_tracked` is left out.
 *
 * @param source file name, opens the error message
 * @throws InputError naming what cannot be read safely, and weights that are NaN or infinite
 */
export function decodeWeights(bytes: Buffer, source: string): TensorFile {
  const safetensors = looksLikeSafetensors(bytes);
  if (!safetensors && !isTorchFile(bytes)) {
    throw new InputError(
      `${source}: no weights file, allowed are .safetensors and PyTorch's .pth or .pt (found ${bytes.length} bytes of another kind)`,
    );
  }
  const file = safetensors
    ? decodeSafetensors(bytes, source)
    : { arrays: torchArrays(bytes, source), metadata: {} };
  if (Object.keys(file.arrays).length === 0) throw new InputError(`${source}: found no weights in it`);
  for (const [name, { data }] of Object.entries(file.arrays)) {
    // Names go into messages and files; those of PyTorch's modules are words with dots.
    if (name.length > 200 || !/^[\x20-\x7e]*$/.test(name)) {
      throw new InputError(
        `${source}: found the array name '${printable(name)}', allowed are up to 200 ASCII characters`,
      );
    }
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new InputError(
      `${source}: array '${printable(name)}': number ${at} is ${data[at]}, allowed are finite numbers (float32)`,
    );
  }
  return file;
}

/** Reads a weights file from disk; see `decodeWeights`. */
export function readWeights(path: string): TensorFile {
  return decodeWeights(readBytes(path, 'a weights file (.safetensors, .pth or .pt)'), path);
}

function torchArrays(bytes: Buffer, source: string): NamedArrays {
  const entries = [...stateDictionary(readTorchFile(bytes, source, 'weights'), source)];
  return floatArrays(
    entries.map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data })),
    source,
  );
}

/** A header's length below 4 GiB, then JSON; no file of torch.save has four zero bytes there. */
function looksLikeSafetensors(bytes: Buffer): boolean {
  return bytes.length >= 9 && bytes.readUInt32LE(4) === 0 && !isTorchFile(bytes);
}
