import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient, tf } from '../../engine';
import type { LogitPair } from './divergence';
import { centred, norm, orOne, orthogonalTo } from './centred-vectors';

/** How a row of logits is standardised: x = (z − mean z)/((σ + epsilon)·temperature). */
export interface Standardisation {
  temperature: number;
  /** Added to the standard deviation. */
  epsilon: number;
}

/**
 * Teacher and student, each standardised by its own mean and standard deviation σ (unbiased, over the C classes).
 * A row without spread, all logits equal, becomes 0, and gets no gradient: none is defined there (for epsilon > 0 the
 * formula's own, of order 1/epsilon, is meaningless).
 *
 * The difference is not taken between the two rounded results. With d = centred(student − teacher),
 *
 *     x_S − x_T = (d − v·(σ_S − σ_T)/(σ_T + ε))/((σ_S + ε)·T),   σ_S − σ_T = Σ d·(z + v)/((C − 1)(σ_S + σ_T)),
 *
 * z, v the centred logits, which keeps its digits for a student close to its teacher; it is used where the deviations
 * differ by less than half.
 * @param teacher [N, C]; a constant
 * @param student [N, C]; ∂x/∂z = (1 − 1/C − x̂ x̂ᵀ·σ/(σ + ε))/((σ + ε)·T), x̂ the centred row at length 1
 */
export function standardisedPair(teacher: Tensor2D, student: Tensor2D, by: Standardisation): LogitPair {
  const constant = stopGradient(student);
  const scaledTeacher = standardise(teacher, by);
  const scaled = standardise(student, by);
  const v = spread(teacher);
  const z = spread(constant);
  const weights = z.centred.add(v.centred).div(orOne(z.deviation.add(v.deviation)));
  const rise = centred(constant.sub(teacher), 1)
    .mul(weights)
    .sum<Tensor2D>(1, true)
    .div(student.shape[1] - 1);
  const share = rise.div(orOne(v.deviation.add(by.epsilon)));
  const delta = centred(constant.sub(teacher), 1).sub(v.centred.mul(share)).div<Tensor2D>(divisor(z, by));
  const bothVary = z.deviation.greater(0).logicalAnd(v.deviation.greater(0));
  // With deviations far apart d and v·share are both large beside their difference, which would lose its digits.
  const close = share.abs().less(0.5).logicalAnd(bothVary);
  return {
    teacher: scaledTeacher,
    student: scaled,
    delta: tf.where(close, delta, stopGradient(scaled).sub<Tensor2D>(scaledTeacher)),
  };
}

/** Standard deviation over the classes, unbiased (divided by C − 1). @returns [N, 1] */
export function deviation(logits: Tensor2D): Tensor2D {
  return spread(logits).deviation;
}

function standardise(logits: Tensor2D, by: Standardisation): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const row = spread(z as Tensor2D);
    const scale = divisor(row, by);
    const unit = row.centred.div<Tensor2D>(orOne(norm(row.centred, 1))); // x̂
    // 1 − σ/(σ + ε) is left of the component along x̂
    const kept = unit.mul<Tensor2D>(tf.div(by.epsilon, orOne(row.deviation.add(by.epsilon))));
    const slope = row.deviation.greater(0).cast('float32').div<Tensor2D>(scale);
    // whatever the gradient reads must be saved: the rest is freed after the forward pass
    (save as (tensors: Tensor[]) => void)([unit, kept, slope]);
    return {
      value: row.centred.div<Tensor2D>(scale),
      gradFunc: (dy: Tensor, [u, k, s]: Tensor[]) => {
        const across = orthogonalTo(u as Tensor2D, dy as Tensor2D, 1);
        return across.add(k.mul(dy.mul(u).sum(1, true))).mul(s);
      },
    };
  });
  return operation(logits);
}

interface Spread {
  /** [N, C] */
  centred: Tensor2D;
  /** [N, 1] */
  deviation: Tensor2D;
}

function spread(logits: Tensor2D): Spread {
  const row = centred(logits, 1);
  return { centred: row, deviation: norm(row, 1).div(Math.sqrt(logits.shape[1] - 1)) };
}

function divisor({ deviation }: Spread, { temperature, epsilon }: Standardisation): Tensor2D {
  return orOne(deviation.add(epsilon)).mul(temperature);
}
