import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { klDivergence } from './divergence';
import { entropy } from './entropy';
import { atTemperature } from './softmax';

/**
 * H(p, q) = −Σ_i p_i log q_i, p = softmax(teacher/T), q = softmax(student/T), as KL(p‖q) + H(p): two terms ≥ 0, and
 * the gradient (q − p)/T keeps its digits where student and teacher agree or are both nearly certain.
 * @param teacher [N, C]; a constant: no gradient reaches it
 * @param student [N, C]
 * @param temperature T > 0
 * @returns [N], in nats, without the factor T²
 */
export function teacherCrossEntropy(teacher: Tensor2D, student: Tensor2D, temperature = 1): Tensor1D {
  return klDivergence(teacher, student, temperature).add(entropy(atTemperature(teacher, temperature)));
}
