import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient, tf } from '../../engine';
import { centred, norm, orOne, orthogonalTo } from './centred-vectors';
import type { Axis } from './centred-vectors';
import { atTemperature, largestClass } from './softmax';

/**
 * softmax(logits/T) minus its mean along the axis. Where the largest class has most of the probability, the row is
 * written as its one-hot plus a small rest, and both are centred on their own: columns keep their digits where every
 * sample is nearly certain.
 * @param logits [N, C] @returns [N, C]; a constant
 */
export function centredSoftmax(logits: Tensor2D, temperature: number, axis: Axis): Tensor2D {
  const constant = atTemperature(stopGradient(logits), temperature);
  const p = probabilities(constant);
  const top = largestClass(constant).mul<Tensor2D>(p.greater(0.5).cast('float32')); // all 0 in an unsure row
  const others = p.mul<Tensor2D>(tf.sub(1, top));
  const outside = others.mul(top.sum(1, true)).sum(1, true); // 1 − p_top; 0 in an unsure row
  const rest = others.sub<Tensor2D>(top.mul(outside));
  return centred(top, axis).add(centred(rest, axis));
}

/**
 * softmax, each entry right to two or three roundings of itself. z − max z is rounded by more than that where it is
 * large; what the rounding took away is found exactly (Knuth's two-sum) and put back. Columns need it: the spread of
 * a class over the batch can be small beside its probabilities.
 */
function probabilities(logits: Tensor2D): Tensor2D {
  const largest = logits.max<Tensor2D>(1, true);
  const shifted = logits.sub<Tensor2D>(largest);
  const taken = shifted.sub(logits); // −max z as it entered
  const lost = logits.sub(shifted.sub(taken)).sub(largest.add(taken));
  const exponentials = shifted.exp().mul<Tensor2D>(lost.add(1));
  return exponentials.div(exponentials.sum(1, true));
}

/**
 * 1 − a·b/(‖a‖‖b‖ + ε) along the axis, for centred vectors: 1 minus Pearson's correlation. A vector without spread
 * has correlation 0.
 *
 * With n = ‖a‖‖b‖ and w = a/‖a‖ − b/‖b‖, 1 − cos = ‖w‖²/2, so the distance is ε/(n + ε) + n/(n + ε)·‖w‖²/2: terms ≥ 0,
 * right also where the correlation rounds to 1. For a close to b, w is formed from the difference d = a − b:
 *
 *     w = (d − (b/‖b‖)·(‖a‖ − ‖b‖))/‖a‖,   ‖a‖ − ‖b‖ = d·(a + b)/(‖a‖ + ‖b‖).
 *
 * @param teacher b, [N, C], centred; a constant
 * @param student a, [N, C], centred; read as a constant: its gradient arrives through `difference`
 * @param difference d = a − b, [N, C], centred
 * @param epsilon ε > 0
 * @returns [N, 1] or [1, C]; gradient in d: ‖b‖/(n + ε)·(w⊥ − cos·ε/(n + ε)·a/‖a‖), w⊥ the part of w orthogonal to a
 */
export function correlationDistance(
  teacher: Tensor2D,
  student: Tensor2D,
  difference: Tensor2D,
  axis: Axis,
  epsilon: number,
): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((given, save) => {
    const d = given as Tensor2D;
    const [lengthA, lengthB] = [norm(student, axis), norm(teacher, axis)];
    const [unitA, unitB] = [student.div<Tensor2D>(orOne(lengthA)), teacher.div<Tensor2D>(orOne(lengthB))];
    const mean = student.add(teacher).div(orOne(lengthA.add(lengthB)));
    const rise = d.mul(mean).sum(axis, true); // ‖a‖ − ‖b‖
    const close = norm(d, axis).less(lengthA.mul(0.5));
    const near = d.sub<Tensor2D>(unitB.mul(rise)).div<Tensor2D>(orOne(lengthA));
    const w = tf.where(close.broadcastTo(d.shape), near, unitA.sub<Tensor2D>(unitB));
    const half = w.square().sum<Tensor2D>(axis, true).mul<Tensor2D>(0.5); // 1 − cos
    const n = lengthA.mul<Tensor2D>(lengthB);
    const share = tf.div<Tensor2D>(epsilon, n.add(epsilon)); // ε/(n + ε)
    const across = orthogonalTo(unitA, w, axis);
    const along = unitA.mul<Tensor2D>(tf.sub(1, half).mul(share));
    const slope = across.sub<Tensor2D>(along).mul<Tensor2D>(lengthB.div(n.add(epsilon)));
    // whatever the gradient reads must be saved: the rest is freed after the forward pass
    (save as (tensors: Tensor[]) => void)([slope]);
    return {
      value: share.add<Tensor2D>(tf.sub(1, share).mul(half)),
      gradFunc: (dy: Tensor, [s]: Tensor[]) => s.mul(dy),
    };
  });
  return operation(difference);
}
