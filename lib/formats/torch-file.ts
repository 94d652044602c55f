import { InputError } from '../base';
import type { PickleMode, PickleValue } from './pickle-values';
import { isTorchLegacy, readTorchLegacy } from './torch-legacy';
import { readTorchZip } from './torch-zip';
import { isZip } from './zip';

/**
 * Reads what `torch.save` wrote, in the zip format or the one before PyTorch 1.6, without executing anything: tensors
 * and plain containers, in mode `data` NumPy arrays besides.
 *
 * @param source file name, opens the error message
 * @throws InputError naming what was found and what is allowed
 */
export function readTorchFile(bytes: Buffer, source: string, mode: PickleMode): PickleValue {
  if (isZip(bytes)) return readTorchZip(bytes, source, mode);
  if (isTorchLegacy(bytes)) return readTorchLegacy(bytes, source, mode);
  const found = isTar(bytes) ? "PyTorch's tar format of before 2017" : 'another kind of file';
  throw new InputError(
    `${source}: found ${found}, allowed is a PyTorch file in the zip format or in the non-zip format of before 1.6`,
  );
}

/** Whether a file begins as one of the formats that `torch.save` has written. */
export function isTorchFile(bytes: Buffer): boolean {
  return isZip(bytes) || isTorchLegacy(bytes) || isTar(bytes);
}

function isTar(bytes: Buffer): boolean {
  return bytes.length > 262 && bytes.toString('latin1', 257, 262) === 'ustar';
}
