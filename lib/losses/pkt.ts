/**
 * Probabilistic knowledge transfer (Passalis, Tefas, Learning Deep Representations with Probabilistic Knowledge
 * Transfer, ECCV 2018, eq. 4 to 7).
 *
 * Derivation. How likely is it to meet sample j, starting from i? With the cosine of the features as a kernel,
 *
 *     s_ij = (1 + cos(x_i, x_j))/2,   p_ij = s_ij/Σ_k s_ik   (rows, j = i included),
 *     L = ceWeight·CE + kdWeight·(1/N²)·Σ_ij p^T_ij·log((p^T_ij + ε)/(p^S_ij + ε)),   ε = 1e-7.
 *
 * The public code's mean runs over N² (a KL a row over N would be N times larger), for which the weight is 30000. Widths
 * may differ; the scale of a sample's features does not count, and x/(‖x‖ + ε) is its unit vector. A row of zeros has
 * cosine 0 to everything and gets no gradient. A single sample has p = 1: the part is 0.
 *
 * Numerics: the terms of the sum have both signs and cancel where student and teacher agree. With d = log((p^S + ε)/(p^T + ε))
 * and Σ(p^S − p^T) = 0 in each row, the same sum is Σ (p^T + ε)(exp d − 1 − d) + ε·d: no term of the first kind is negative.
 * 1 + cos keeps few digits for nearly opposite features; behind a ReLU there are none.
 */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { kdWeight } from './common-options';
import { defineLoss } from './define';
import type { LossParts } from './definition';
import { FEATURE_INPUTS, cePart, featureRows, fullCeWeight } from './feature-inputs';
import { rowNorms, scalarPart, unitRows } from './numerics';

export interface PktOptions {
  ceWeight: number;
  kdWeight: number;
}

const EPSILON = 1e-7;

/** Below this |d| the series of exp(d) − 1 − d replaces the difference, which would lose digits. */
const SERIES_BELOW = 0.05;

/**
 * @param student [N, D]
 * @param teacher [N, D′], a constant
 * @returns part `kd`, in nats
 */
export function pkt(student: Tensor2D, teacher: Tensor2D, { kdWeight }: PktOptions): LossParts {
  return { kd: scalarPart(kdWeight, () => divergence(similarities(teacher), similarities(student))) };
}

/** s, [N, N]. */
function similarities(rows: Tensor2D): Tensor2D {
  const length = rowNorms(rows);
  const units = unitRows(rows).mul<Tensor2D>(length.div(length.add(EPSILON)));
  // opposite vectors may round to a cosine below −1
  return tf.matMul(units, units, false, true).add(1).div(2).relu();
}

/** The mean over N² of p^T·log((p^T + ε)/(p^S + ε)), from similarities; differentiable in the second. */
function divergence(teacher: Tensor2D, student: Tensor2D): Scalar {
  const operation = tf.customGrad<Scalar>((s, save) => {
    const sum = (s as Tensor2D).sum(1, true);
    const q = (s as Tensor2D).div<Tensor2D>(sum);
    const p = teacher.div<Tensor2D>(teacher.sum(1, true));
    const gap = q.sub<Tensor2D>(p);
    const [pe, qe] = [p.add(EPSILON), q.add(EPSILON)];
    const ratio = gap.div<Tensor2D>(pe);
    const d = tf.where(ratio.abs().less(0.5), ratio.log1p(), qe.log().sub(pe.log()));
    const series = d.square().mul(d.div(24).add(1 / 6).mul(d).add(0.5)).mul(pe); // prettier-ignore
    const terms = tf.where(d.abs().less(SERIES_BELOW), series, gap.sub(pe.mul(d)));
    // of −p/(q + ε) in q; a constant more in a row changes nothing, and 1 makes it small where q is near p
    const slope = gap.add(EPSILON).div<Tensor2D>(qe);
    const inSimilarity = slope.sub(slope.mul(q).sum(1, true)).div<Tensor2D>(sum);
    (save as (tensors: Tensor[]) => void)([inSimilarity]);
    return {
      value: terms.add(d.mul(EPSILON)).mean(),
      gradFunc: (dy: Tensor, [gradient]: Tensor[]) => gradient.mul(dy.div(gradient.size)),
    };
  });
  return operation(student);
}

export const pktLoss = defineLoss({
  name: 'pkt',
  paper: 'Passalis, Tefas 2018',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight/N²·Σ_ij p_teacher·log(p_teacher/p_student), p_ij ∝ 1 + cos(x_i, x_j)',
  source: 'weight 30000, ε and mean over N² of HobbitLong/RepDistiller',
  gradient: 'through p_ij ∝ 1 + cos(x_i, x_j), rows normalised; orthogonal to each feature row',
  traps: [
    'The mean runs over N², for which the weight is 30000.',
    '1 + cos keeps few digits for nearly opposite features.',
  ],
  required: FEATURE_INPUTS,
  options: [fullCeWeight, kdWeight(30000)],
  evaluate: (inputs, options: PktOptions) => ({
    ...cePart(inputs, options.ceWeight),
    ...pkt(...featureRows(inputs, 'pkt'), options),
  }),
});
