import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect } from 'vitest';
import { tf } from '../../lib/engine/tensorflow';
import { spread } from './hashed';

/** PyTorch's [N, C, H, W] numbers of a hash stream as an NHWC tensor. */
export function hashedMap(stream: number, shape: readonly number[], centre = 0, deviation = 1): Tensor4D {
  const [n, c, h, w] = shape;
  const values = tf.tensor4d(spread(stream, n * c * h * w, centre, deviation), [n, c, h, w]);
  const map = tf.transpose(values, [0, 2, 3, 1]);
  values.dispose();
  return map;
}

/** An NHWC tensor's numbers in PyTorch's NCHW order; a [N, D] or [D] tensor's as they are. Frees it. */
export function torchOrder(tensor: Tensor): number[] {
  const ordered = tensor.rank === 4 ? tf.transpose(tensor, [0, 3, 1, 2]) : tensor.clone();
  const values = Array.from(ordered.dataSync());
  ordered.dispose();
  tensor.dispose();
  return values;
}

/** Largest difference as a share of the largest expected magnitude: gradients near 0 have no relative error to speak of. */
export function differenceToScale(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let scale = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    difference = Math.max(
      difference,
      Number.isFinite(found[i]) ? Math.abs(found[i] - expected[i]) : Infinity,
    );
  }
  return scale === 0 ? difference : difference / scale;
}
