import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { floatScalar, intPairs, intVector } from '../constants';
import { dtype, FLOAT, nativeOne } from '../native';
import type { Border } from '../padding';

/** An NHWC map with rows and columns of `value` added around it. */
export function addBorder(x: Tensor, { top, bottom, left, right }: Border, value = 0): Tensor {
  const paddings = intPairs([
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const attributes = [FLOAT, dtype('Tpaddings', 'int32')];
  if (value === 0) return nativeOne('Pad', attributes, [x, paddings]);
  return nativeOne('PadV2', attributes, [x, paddings, floatScalar(value)]);
}

/** Takes an added border off the gradient of the larger map; frees that. */
export function cutBorder(full: Tensor, { top, left }: Border, shape: readonly number[]): Tensor {
  const begin = intVector([0, top, left, 0]);
  const cut = nativeOne('Slice', [FLOAT, dtype('Index', 'int32')], [full, begin, intVector(shape)]);
  full.dispose();
  return cut;
}

/** Shape of a map with its border. */
export function withBorder(
  [n, height, width, channels]: readonly number[],
  { top, bottom, left, right }: Border,
): number[] {
  return [n, height + top + bottom, width + left + right, channels];
}
