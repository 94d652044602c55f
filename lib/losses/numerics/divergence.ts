import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { atTemperature, largestClass } from './softmax';

/** Below this |d| the series of exp(d) − 1 − d replaces the difference, which would lose digits. */
const SERIES_BELOW = 0.05;

/**
 * KL(p‖q) = Σ_i p_i (log p_i − log q_i), p = softmax(teacher/T), q = softmax(student/T), by samples. How it is computed:
 * see `compareSoftmaxes`. Where each sample has its own temperature, hand in divided logits.
 * @param teacher [N, C]; a constant: no gradient reaches it
 * @param student [N, C]; its gradient is (q − p)/T
 * @param temperature T > 0
 * @returns [N], in nats, without the factor T²
 */
export function klDivergence(teacher: Tensor2D, student: Tensor2D, temperature = 1): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const { kl, difference } = compareSoftmaxes(teacher, z as Tensor2D, temperature);
    (save as (tensors: Tensor[]) => void)([difference]);
    return {
      value: kl.squeeze<Tensor1D>([1]),
      gradFunc: (dy: Tensor, [slope]: Tensor[]) => {
        const scaled = temperature === 1 ? dy : dy.div(temperature);
        return slope.mul(scaled.expandDims(1));
      },
    };
  });
  return operation(student);
}

/** Logits already divided by their temperatures, for losses that scale teacher and student each in its own way. */
export interface LogitPair {
  /** [N, C]; a constant. */
  teacher: Tensor2D;
  /** [N, C] */
  student: Tensor2D;
  /** student − teacher, better than their rounded values give it, [N, C]; a constant. */
  delta: Tensor2D;
}

/** KL(p‖q) by samples, p = softmax(teacher), q = softmax(student); the gradient is q − p. @returns [N], in nats */
export function klOfPair({ teacher, student, delta }: LogitPair): Tensor1D {
  const operation = tf.customGrad<Tensor1D>((z, save) => {
    const { kl, difference } = compare(teacher, z as Tensor2D, delta);
    (save as (tensors: Tensor[]) => void)([difference]);
    return {
      value: kl.squeeze<Tensor1D>([1]),
      gradFunc: (dy: Tensor, [slope]: Tensor[]) => slope.mul(dy.expandDims(1)),
    };
  });
  return operation(student);
}

/** Two softmaxes p (teacher) and q (student) held against each other by samples. */
export interface Comparison {
  /** KL(p‖q), [N, 1]. */
  kl: Tensor2D;
  /** q − p, [N, C]: T times the gradient of the KL in the student's logits. */
  difference: Tensor2D;
  /** q, [N, C]. */
  q: Tensor2D;
  /** log Σ exp(teacher/T), [N, 1]. */
  logSumTeacher: Tensor2D;
  /** log Σ exp(student/T) − log Σ exp(teacher/T), [N, 1], relatively right also where the two nearly agree. */
  logSumDifference: Tensor2D;
}

/**
 * The KL is written with d_i = log q_i − log p_i as Σ_i p_i (exp d_i − 1 − d_i): no term is negative, so nothing
 * cancels and a small divergence is as right as a large one. With m the teacher's largest class,
 *
 *     d_i = (δ_i − δ_m) − (L_q − L_p),   δ = student − teacher,   L_p = −log p_m,   L_q = −log q_m.
 *
 * Its rounding error is a constant e in the row. Σ(q − p) = 0 exactly, so the sum as computed, ε ≈ e, measures it: it
 * is taken out of q − p to first order, and out of the KL, where it counts ε²/2.
 * δ is taken before the division by T, whose rounding would show where student and teacher nearly agree.
 * @param teacher [N, C] @param student [N, C] @param temperature T > 0
 */
export function compareSoftmaxes(teacher: Tensor2D, student: Tensor2D, temperature: number): Comparison {
  return compare(
    atTemperature(teacher, temperature),
    atTemperature(student, temperature),
    atTemperature(student.sub(teacher), temperature),
  );
}

/** `compareSoftmaxes` of divided logits. @param delta student − teacher, better than their rounded values give it */
export function compare(teacher: Tensor2D, student: Tensor2D, delta: Tensor2D): Comparison {
  const top = largestClass(teacher);
  const others = tf.sub<Tensor2D>(1, top);
  const teacherTop = teacher.max<Tensor2D>(1, true); // [N, 1]
  const studentTop = student.mul(top).sum<Tensor2D>(1, true); // [N, 1]
  const deltaTop = delta.mul(top).sum<Tensor2D>(1, true); // [N, 1]
  const shifted = teacher.sub<Tensor2D>(teacherTop);
  const surprisalP = surprisal(shifted, others); // L_p
  const surprisalRise = surprisal(student.sub(studentTop), others).sub<Tensor2D>(surprisalP); // L_q − L_p
  const logP = shifted.sub<Tensor2D>(surprisalP);
  const d = delta.sub(deltaTop).sub<Tensor2D>(surprisalRise);

  const p = logP.exp();
  const q = logP.add<Tensor2D>(d).exp();
  const pd = p.mul(d);
  // q − p = p·(exp d − 1) as long as exp d cannot overflow
  const difference = tf.where(d.less(1), p.mul(d.expm1()), q.sub(p));
  const excess = difference.sum<Tensor2D>(1, true); // ε, [N, 1]
  const terms = tf.where(d.abs().less(SERIES_BELOW), pd.mul(seriesOverD(d)), difference.sub(pd));
  return {
    kl: terms.sum(1, true).sub(excess.square().mul(0.5)).relu(),
    difference: difference.sub(q.mul(excess)),
    q,
    // Few ask for these: made when read, in the scope of the reader.
    get logSumTeacher() {
      return teacherTop.add<Tensor2D>(surprisalP);
    },
    get logSumDifference() {
      return deltaTop.add<Tensor2D>(surprisalRise).add<Tensor2D>(excess.log1p());
    },
  };
}

/** (exp(d) − 1 − d)/d for small |d|. */
function seriesOverD(d: Tensor2D): Tensor {
  return d
    .mul(1 / 24)
    .add(1 / 6)
    .mul(d)
    .add(1 / 2)
    .mul(d);
}

/**
 * −log p_m = log(1 + Σ_{i≠m} exp(z_i − z_m)), right also where p_m rounds to 1.
 * @param shifted z − z_m, [N, C] @param others 1 − e_m, [N, C] @returns [N, 1]
 */
function surprisal(shifted: Tensor2D, others: Tensor2D): Tensor2D {
  const largest = shifted.max<Tensor2D>(1, true); // ≥ 0, for class m itself has 0
  const rest = shifted.sub(largest).exp().mul(others).sum<Tensor2D>(1, true);
  return largest.add(rest.add(largest.neg().expm1()).log1p());
}
