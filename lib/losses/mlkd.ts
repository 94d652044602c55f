/**
 * Multi-level logit distillation (Jin, Wang, Lin, Multi-Level Logit Distillation, CVPR 2023; also MLLD).
 *
 * Derivation. Student and teacher see a weak and a strong view of each image. At each temperature T of {T0, 3, 5, 2, 6},
 * with the [N, C] tables P = softmax(v/T), Q = softmax(z/T), three levels are aligned:
 *
 *     instance  T²·KL(P_n‖Q_n), batch  B = ‖PPᵀ − QQᵀ‖²/N, class  K = ‖PᵀP − QᵀQ‖²/C   (Frobenius norms),
 *
 * PPᵀ being the likeness of samples, PᵀP that of classes. Masks keep the half that the teacher is least sure of in the
 * weak view: m_n (max_i P_n at T = 1 up to its median), m_c (Σ_n P_nc up to its median). Public code (the original and
 * its copies alike) multiplies losses already averaged to one number, so that the masks act as their means m̄, m̄_c, about
 * ½; takes the weak view in place of the strong one at T = 2 and 6; and leaves out the strong view's B and K:
 *
 *     instanceLevel = kdWeight·(m̄·Σ_T KD_T(weak) + Σ_{T0,3,5} KD_T(strong) + Σ_{2,6} KD_T(weak)),
 *     batchLevel = kdWeight·m̄·Σ_T B_T(weak),   classLevel = kdWeight·m̄_c·Σ_T K_T(weak),
 *     ce = ceWeight·(CE(weak) + CE(strong)).
 *
 * That is `maskRule: "code"`, `strongView: "code"`. `per-sample` masks what was meant: a sample's share of KD and B, a
 * class's share of K (the sum over its column of the squared difference), divided by N or C as before: where all are kept
 * the two rules agree. `strongView: "complete"` uses the strong view at every temperature, and adds its B (masked)
 * and K (unmasked), as the code computes but drops.
 */
import type { Rank, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { SampleParts } from './definition';
import { crossEntropy, gramGap, klDivergence, leastConfident, oneHot, samplePart } from './numerics';
import type { Level } from './numerics';

export interface MlkdOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
  maskRule: 'code' | 'per-sample';
  strongView: 'code' | 'complete';
}

/** Logits of one view. */
export interface View {
  /** [N, C] */
  student: Tensor2D;
  /** [N, C], a constant */
  teacher: Tensor2D;
}

/** Beside the option `temperature`. The last two take the weak view for the strong one in public code. */
const STRONG_TEMPERATURES = [3, 5];
const CONFUSED_TEMPERATURES = [2, 6];

/**
 * @param weak logits of the weak view, which decides the masks
 * @param strong logits of the strong view
 * @param labels int32 [N]
 * @param divergence (teacher, student, T) → [N], of the instance level; `lskd` standardises first
 * @returns parts `ce`, `instanceLevel` in nats, `batchLevel`, `classLevel`, [N]; the last is a number of the batch, so that
 * every sample bears the same
 */
export function mlkd(
  weak: View,
  strong: View,
  labels: Tensor1D,
  options: MlkdOptions,
  divergence: typeof klDivergence = klDivergence,
): SampleParts {
  const { ceWeight, kdWeight, temperature, maskRule } = options;
  const [n, c] = weak.student.shape;
  const truth = oneHot(labels, c);
  const complete = options.strongView === 'complete';
  const own = [temperature, ...STRONG_TEMPERATURES, ...(complete ? CONFUSED_TEMPERATURES : [])];
  const all = [temperature, ...STRONG_TEMPERATURES, ...CONFUSED_TEMPERATURES];
  const { samples, classes } = masks(weak.teacher, maskRule);

  const instance = ({ teacher, student }: View, temperatures: number[]): Tensor1D =>
    sum(temperatures.map((t) => divergence(teacher, student, t).mul<Tensor1D>(t ** 2)));
  const gram = (view: View, level: Level): Tensor1D =>
    sum(all.map((t) => gramGap(view.teacher, view.student, t, level)));

  return {
    ce: samplePart(ceWeight, n, () =>
      crossEntropy(weak.student, truth).add<Tensor1D>(crossEntropy(strong.student, truth)),
    ),
    instanceLevel: samplePart(kdWeight, n, () => {
      const shares = instance(weak, all).mul<Tensor1D>(samples).add<Tensor1D>(instance(strong, own));
      return complete ? shares : shares.add<Tensor1D>(instance(weak, CONFUSED_TEMPERATURES));
    }),
    batchLevel: samplePart(kdWeight, n, () => {
      const shares = gram(weak, 'batch').mul<Tensor1D>(samples);
      return complete ? shares.add<Tensor1D>(gram(strong, 'batch').mul(samples)) : shares;
    }),
    classLevel: samplePart(kdWeight, n, () => {
      const shares = gram(weak, 'class').mul<Tensor1D>(classes);
      const level = complete ? shares.add<Tensor1D>(gram(strong, 'class')) : shares;
      return level.mean<Scalar>().broadcastTo<Rank.R1>([n]);
    }),
  };
}

/** Factors of the samples [N] or a scalar, and of the classes [C] or a scalar. */
function masks(
  teacher: Tensor2D,
  rule: MlkdOptions['maskRule'],
): Record<'samples' | 'classes', Tensor1D | Scalar> {
  const { samples, classes } = leastConfident(teacher);
  return rule === 'code'
    ? { samples: samples.mean<Scalar>(), classes: classes.mean<Scalar>() }
    : { samples, classes };
}

function sum(terms: Tensor1D[]): Tensor1D {
  return tf.addN(terms);
}

export const mlkdLoss = defineLoss({
  name: 'mlkd',
  paper: 'Jin et al. 2023',
  basis: 'exact',
  formula:
    'ceWeight·(CE_weak + CE_strong) + kdWeight·Σ_T (T²·KL + ‖PPᵀ − QQᵀ‖²/N + ‖PᵀP − QᵀQ‖²/C), masked by confidence',
  source: 'sums, masks, weights and temperatures (T, 3, 5, 2, 6) of the released code, its slips included',
  gradient:
    'instance level T·(q − p) for each temperature; batch level 4(QQᵀ − PPᵀ)Q/N and class level 4Q(QᵀQ − PᵀP)/C through the softmax',
  traps: [
    'In public code the masks multiply losses already averaged: they act as a factor of about ½ (`maskRule` per-sample is what was meant).',
    'They keep the half that the teacher is least sure of.',
    "At T = 2 and 6 the strong view is replaced by the weak one; the strong view's batch and class levels are computed and never added (`strongView`).",
    'Its learning rate in the original repository is 0.025, half of the usual.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits', 'studentStrongLogits', 'teacherStrongLogits'],
  options: [
    ceWeight(0.1),
    kdWeight(0.9),
    { ...temperature(4), meaning: 'the first of the temperatures; the others are 3, 5, 2, 6' },
    {
      name: 'maskRule',
      kind: 'choice',
      default: 'code',
      unit: '1',
      meaning:
        'code: masks multiply batch means, as their own means; per-sample: they mask samples and classes',
      choices: ['code', 'per-sample'],
    },
    {
      name: 'strongView',
      kind: 'choice',
      default: 'code',
      unit: '1',
      meaning:
        'code: temperatures 2 and 6 of the strong view use the weak one, no batch and class level; complete: as meant',
      choices: ['code', 'complete'],
    },
  ],
  bySample: (
    { labels, studentLogits, teacherLogits, studentStrongLogits, teacherStrongLogits },
    options: MlkdOptions,
  ) =>
    mlkd(
      { student: studentLogits, teacher: teacherLogits },
      { student: studentStrongLogits, teacher: teacherStrongLogits },
      labels,
      options,
    ),
});
