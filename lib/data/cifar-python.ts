import { InputError, shown } from '../base';
import type { NumpyArray, PickleValue } from '../formats';
import { readPickle } from '../formats';
import type { CifarBatch, CifarContent } from './cifar-batch';

/**
 * Decodes the python version: a pickle of a dictionary with `data`, uint8 [N, 3072], and `labels`, or `fine_labels` and
 * `coarse_labels`. The pickle is read by the restricted reader; nothing in it is executed.
 *
 * @param source file name, opens the error message
 */
export function decodeCifarPython(bytes: Uint8Array, content: CifarContent, source: string): CifarBatch {
  const { count, pixels, coarse } = content;
  const batch = readPickle(bytes, source, 'data');
  if (!(batch instanceof Map)) throw new InputError(`${source}: no dictionary, one with 'data' is needed`);
  const data = batch.get('data');
  if (!isNumpy(data) || data.dtype !== '|u1' || data.shape.join() !== `${count},${pixels}`) {
    const found = isNumpy(data) ? `${data.dtype} of shape (${data.shape.join(', ')})` : 'no array';
    throw new InputError(`${source}: 'data' is ${found}, expected |u1 of shape (${count}, ${pixels})`);
  }
  const labels = (key: string): number[] => labelList(batch.get(key), count, `${source}: '${key}'`);
  return {
    labels: labels(coarse ? 'fine_labels' : 'labels'),
    ...(coarse && { coarseLabels: labels('coarse_labels') }),
    bytes: data.data as Uint8Array,
    start: (image) => image * pixels,
  };
}

function labelList(value: PickleValue | undefined, count: number, where: string): number[] {
  if (!Array.isArray(value)) throw new InputError(`${where} is missing or no list, ${count} labels are needed`);
  if (value.length !== count) {
    throw new InputError(`${where} has ${value.length} labels, expected ${count}`);
  }
  return value.map((label, i) => {
    if (typeof label === 'number' && Number.isInteger(label)) return label;
    throw new InputError(`${where}: entry ${i} is ${shown(label)}, a whole number is needed`);
  });
}

function isNumpy(value: PickleValue | undefined): value is NumpyArray {
  return (value as NumpyArray | undefined)?.kind === 'numpy';
}
