import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';

/** 0: columns (one vector for each class, over the batch); 1: rows (one for each sample, over the classes). */
export type Axis = 0 | 1;

/**
 * Euclidean norm along an axis, kept as a dimension of size 1. The largest entry is taken out first: squares neither
 * overflow nor vanish.
 * @returns of rows [N, 1], of columns [1, C]
 */
export function norm(x: Tensor2D, axis: Axis): Tensor2D {
  const largest = x.abs().max<Tensor2D>(axis, true);
  return x.div(orOne(largest)).square().sum<Tensor2D>(axis, true).sqrt().mul(largest);
}

/** `x` minus its mean, by way of its largest entry: exactly 0 where all entries are equal. */
export function centred(x: Tensor2D, axis: Axis): Tensor2D {
  const shifted = x.sub<Tensor2D>(x.max(axis, true));
  return shifted.sub(shifted.mean(axis, true));
}

/**
 * The part of `x` that is orthogonal to a centred vector of length 1 (or 0) and to constants. Taken twice, so that what
 * rounding leaves is small beside the part itself and not only beside `x`.
 */
export function orthogonalTo(unit: Tensor2D, x: Tensor2D, axis: Axis): Tensor2D {
  let rest = x;
  for (let i = 0; i < 2; i++) {
    const level = rest.sub<Tensor2D>(rest.mean(axis, true));
    rest = level.sub<Tensor2D>(unit.mul(level.mul(unit).sum(axis, true)));
  }
  return rest;
}

/** `x` with 1 in the place of 0: a divisor whose quotient is then 0, not NaN, for a dividend of 0. */
export function orOne(x: Tensor2D): Tensor2D {
  return tf.where(x.equal(0), tf.onesLike(x), x);
}
