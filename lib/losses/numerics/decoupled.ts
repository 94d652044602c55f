import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { stopGradient, tf } from '../../engine';
import { compare } from './divergence';
import type { LogitPair } from './divergence';
import { atTemperature, logitOf, withoutClass } from './softmax';

/**
 * The two halves of KL(p‖q) split at a class t, by samples: column 0 is the KL of the pairs (p_t, 1 − p_t), column 1
 * the KL among the other classes, p̂_i = p_i/(1 − p_t). KL(p‖q) = column 0 + (1 − p_t)·column 1.
 *
 * The pair is the softmax of (u, 0), u = z_t − log Σ_{i≠t} exp z_i the log-odds; 1 − p_t is never formed. The change of
 * u from teacher to student comes from the comparison of the others, so that it keeps its digits where they agree.
 *
 * @param teacher [N, C], p = softmax(teacher/T); a constant: no gradient reaches it
 * @param student [N, C], q = softmax(student/T)
 * @param mark rows e_t, [N, C]
 * @param temperature T > 0
 * @returns [N, 2], in nats, without the factor T². Gradients: (q_t − p_t)(e_t − q̂)/T and (q̂ − p̂)/T (0 at t)
 */
export function decoupledKl(teacher: Tensor2D, student: Tensor2D, mark: Tensor2D, temperature = 1): Tensor2D {
  return decoupledKlOfPair(
    {
      teacher: atTemperature(teacher, temperature),
      student: atTemperature(student, temperature),
      // before the division, whose rounding would show where student and teacher nearly agree
      delta: atTemperature(stopGradient(student).sub(teacher), temperature),
    },
    mark,
  );
}

/** `decoupledKl` of divided logits: gradients (q_t − p_t)(e_t − q̂) and q̂ − p̂. */
export function decoupledKlOfPair({ teacher, student, delta }: LogitPair, mark: Tensor2D): Tensor2D {
  const operation = tf.customGrad<Tensor2D>((z, save) => {
    const x = z as Tensor2D;
    const unmarked = tf.sub<Tensor2D>(1, mark);
    const others = compare(withoutClass(teacher, mark), withoutClass(x, mark), delta.mul(unmarked));
    const odds = logitOf(teacher, mark).sub<Tensor2D>(others.logSumTeacher); // u of the teacher, [N, 1]
    const rise = logitOf(delta, mark).sub<Tensor2D>(others.logSumDifference); // u of the student − u of the teacher
    const pair = compare(besideZero(odds), besideZero(odds.add(rise)), besideZero(rise));
    const targetRise = pair.difference.slice([0, 0], [-1, 1]); // q_t − p_t, [N, 1]
    // whatever the gradient reads must be saved: the rest is freed after the forward pass
    (save as (tensors: Tensor[]) => void)([mark.sub(others.q).mul(targetRise), others.difference]);
    return {
      value: tf.concat2d([pair.kl, others.kl], 1),
      gradFunc: (dy: Tensor, [pairSlope, othersSlope]: Tensor[]) => {
        const [first, second] = tf.split(dy, 2, 1);
        return pairSlope.mul(first).add(othersSlope.mul(second));
      },
    };
  });
  return operation(student);
}

/** Logits (u, 0), [N, 2]. */
function besideZero(odds: Tensor2D): Tensor2D {
  return tf.concat2d([odds, tf.zerosLike(odds)], 1);
}
