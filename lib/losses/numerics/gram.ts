import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import { atTemperature, logSoftmax } from './softmax';
import { softmaxDifference } from './softmax-difference';

/** Likeness of samples, PPᵀ [N, N], or of classes, PᵀP [C, C]. */
export type Level = 'batch' | 'class';

/**
 * By columns, the sum of squares of QQᵀ − PPᵀ or QᵀQ − PᵀP with P = softmax(teacher/T), Q = softmax(student/T). With
 * D = Q − P, QQᵀ − PPᵀ is the symmetric part of D(P + Q)ᵀ: right also where the two nearly agree.
 * @param teacher [N, C]; a constant: no gradient reaches it
 * @param student [N, C]
 * @param temperature T > 0
 * @returns [N] (batch) or [C] (class); their sum is the squared Frobenius norm
 */
export function gramGap(teacher: Tensor2D, student: Tensor2D, temperature: number, level: Level): Tensor1D {
  const rise = softmaxDifference(teacher, student, temperature);
  const p = logSoftmax(atTemperature(teacher, temperature)).exp();
  const [transposeA, transposeB] = level === 'batch' ? [false, true] : [true, false];
  const product = tf.matMul(rise, p.mul<Tensor2D>(2).add<Tensor2D>(rise), transposeA, transposeB);
  return product.add(product.transpose()).mul(0.5).square().sum<Tensor1D>(0);
}
