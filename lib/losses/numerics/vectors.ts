import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient, tf } from '../../engine';

/** A vector no longer than this has no direction, as in PyTorch's `normalize`. */
const NO_LENGTH = 1e-12;

/**
 * √x with the derivative 0 at 0 and below 1e-24 (a norm has no derivative at 0; a rounded one would be huge).
 * @param x ≥ 0, any shape
 */
export function safeRoot<T extends Tensor>(x: T): T {
  const positive = isAbove(x, NO_LENGTH ** 2);
  return tf.where(positive, tf.where(positive, x, tf.onesLike(x)).sqrt(), tf.zerosLike(x));
}

/** ‖x‖ by rows. @param rows [N, D] @returns [N, 1] */
export function rowNorms(rows: Tensor2D): Tensor2D {
  return safeRoot(rows.square().sum<Tensor2D>(1, true));
}

/** x/‖x‖ by rows; a row of length 0 stays 0 and gets no gradient. @param rows [N, D] */
export function unitRows(rows: Tensor2D): Tensor2D {
  return withUnitGradient(rows, (_, unit) => unit.clone());
}

/**
 * x/‖x‖ − y/‖y‖ by rows, as right for close x and y as for distant ones: with δ = x − y and ŷ = y/‖y‖,
 *
 *     x̂ − ŷ = (δ − ŷ·(‖x‖ − ‖y‖))/‖x‖,   ‖x‖ − ‖y‖ = (x + y)·δ/(‖x‖ + ‖y‖),
 *
 * where ‖δ‖ < ‖x‖/2; beyond that the two unit vectors are subtracted. A row of length 0 has x̂ = 0.
 * @param x [N, D] @param y [N, D], a constant
 */
export function unitRowDifference(x: Tensor2D, y: Tensor2D): Tensor2D {
  return withUnitGradient(x, (length, unit) => {
    const other = rowNorms(y);
    const target = divided(y, other); // ŷ
    const delta = x.sub<Tensor2D>(y);
    const longer = divided(x.add(y).mul(delta).sum<Tensor2D>(1, true), length.add<Tensor2D>(other));
    const close = divided(delta.sub<Tensor2D>(target.mul(longer)), length);
    return tf.where(rowNorms(delta).less(length.div(2)), close, unit.sub(target)) as Tensor2D;
  });
}

/**
 * A function of x̂ with ∂/∂x̂ = 1, so that ∂/∂x = (1 − x̂x̂ᵀ)/‖x‖: exactly 0 along x, and for D = 1.
 * @param value from ‖x‖ [N, 1] and x̂ [N, D]
 */
function withUnitGradient(x: Tensor2D, value: (length: Tensor2D, unit: Tensor2D) => Tensor2D): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((rows, save) => {
    const length = rowNorms(rows as Tensor2D);
    const unit = divided(rows as Tensor2D, length);
    (save as (tensors: Tensor[]) => void)([length, unit]);
    return {
      value: value(length, unit),
      gradFunc: (dy: Tensor, [norm, direction]: Tensor[]) => {
        const along = direction.mul(dy).sum(1, true);
        return divided(dy.sub<Tensor2D>(direction.mul(along)), norm as Tensor2D);
      },
    };
  });
  return operation(x);
}

/** x/d where d > 0, else 0. @param d broadcastable, ≥ 0 */
function divided(x: Tensor2D, d: Tensor2D): Tensor2D {
  const positive = isAbove(d, 0);
  return tf.where(positive, x.div(tf.where(positive, d, tf.onesLike(d))), tf.zerosLike(x)) as Tensor2D;
}

/** x > bound, as a constant: tfjs's autodiff fails at a comparison of what it differentiates. */
function isAbove(x: Tensor, bound: number): Tensor {
  const compare = tf.customGrad((...inputs) => ({
    value: (inputs[0] as Tensor).greater(bound),
    gradFunc: (dy: Tensor) => tf.zerosLike(dy),
  }));
  return compare(x);
}

/** |x| with the derivative 0 at 0. */
export function absolute<T extends Tensor>(x: T): T {
  return x.mul(stopGradient(x.sign()));
}

/** ½x² for |x| < 1, |x| − ½ beyond: PyTorch's `smooth_l1_loss`, mean over all elements. */
export function meanSmoothL1(x: Tensor): Scalar {
  const size = absolute(x);
  return tf.where(isAbove(size, 1), size.sub(0.5), x.square().mul(0.5)).mean();
}
