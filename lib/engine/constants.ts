import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { tf } from './tensorflow';

/**
 * Small tensors that never change (shapes, axes, scalars), made once and kept for the life of the process.
 * The memory guard takes `constantCount` off, since a new batch size may add some in the middle of training.
 */
const cache = new Map<string, Tensor>();

export function constantCount(): number {
  return cache.size;
}

/** int32 [n], such as a shape or axes. */
export function intVector(values: readonly number[]): Tensor {
  return cached(`v:${values.join()}`, () => tf.tensor1d([...values], 'int32'));
}

/** int32 scalar. */
export function intScalar(value: number): Tensor {
  return cached(`i:${value}`, () => tf.scalar(value, 'int32'));
}

/** int32 [rows, 2], such as the paddings of `Pad`. */
export function intPairs(pairs: readonly (readonly [number, number])[]): Tensor {
  return cached(`p:${pairs.join(';')}`, () => tf.tensor2d(pairs.flat(), [pairs.length, 2], 'int32'));
}

/** float32 scalar. Only for values that stay (momentum, decay), not for one that changes every step. */
export function floatScalar(value: number): Tensor {
  return cached(`f:${value}`, () => tf.scalar(value));
}

function cached(key: string, make: () => Tensor): Tensor {
  let tensor = cache.get(key);
  if (tensor === undefined) {
    tensor = tf.keep(make());
    cache.set(key, tensor);
  }
  return tensor;
}
