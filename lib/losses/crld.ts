/**
 * CRLD, cross-view consistency regularisation (Zhang et al., Cross-View Consistency Regularisation for Knowledge
 * Distillation, ACM MM 2024), as its released code computes it.
 *
 * Student and teacher see a weakly and a strongly augmented view of each image: logits s_w, s_s and t_w, t_s. With
 * KD(s ← t) = T²·KL(softmax(t/T)‖softmax(s/T)) by samples and the teacher's confidence at temperature 1 deciding which
 * soft labels count, m_w = [max softmax(t_w) ≥ τ_w], m_s = [max softmax(t_s) ≥ τ_s],
 *
 *     L = ceWeight·mean (CE(s_w) + CE(s_s))
 *       + withinViewWeight·mean (m_1·KD(s_w ← t_w) + m_2·KD(s_s ← t_s))
 *       + crossViewWeight ·mean (m_3·KD(s_s ← t_w) + m_4·KD(s_w ← t_s)).
 *
 * `maskRule` `code`: m_1 = m_2 = m_w and m_3 = m_4 = m_s, by kind of term, as released. `per-teacher-view`: the mask of
 * the view that made the soft label, m_1 = m_3 = m_w, m_2 = m_4 = m_s, as the thresholds' names suggest. All means are
 * over the whole batch: a masked sample counts as 0. No ramp; the label plays no part in the selection.
 *
 * The gradient in s_w is that of its cross-entropy, plus T·(softmax(s_w/T) − softmax(t/T)) for t = t_w and t_s with their
 * masks; alike for s_s. `inner` puts another distillation loss X in the place of KD in all four terms (CRLD + X), with the
 * weights and temperature of X itself and without its cross-entropy; of `lskd` what it makes of kd or dkd.
 */
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { ceWeight, temperature, weight } from './common-options';
import { defineLoss } from './define';
import type { LossDefinition, OptionDefinition, OptionValue, SampleParts } from './definition';
import { crossEntropy, doubt, oneHot, samplePart } from './numerics';
import { ONE_VIEW_LOSSES, oneViewLossByName } from './one-view-losses';

/** Logits of the two views, [N, C] each. */
export interface TwoViews {
  weak: Tensor2D;
  strong: Tensor2D;
}

export interface CrldOptions {
  ceWeight: number;
  withinViewWeight: number;
  crossViewWeight: number;
  temperature: number;
  weakThreshold: number;
  strongThreshold: number;
  maskRule: 'code' | 'per-teacher-view';
  inner: string;
  /** Resolved options of `inner`. */
  innerOptions: Record<string, OptionValue>;
}

/** The four distillation terms, student ← teacher. */
export const CRLD_TERMS = [
  'weak from weak',
  'strong from strong',
  'strong from weak',
  'weak from strong',
] as const;
export type CrldTerm = (typeof CRLD_TERMS)[number];

/**
 * @param student the student's logits of both views
 * @param teacher the teacher's, constants
 * @param labels int32 [N]
 * @param epoch counted from 0, for inner losses with a ramp; absent: no ramp
 * @param without a term to leave out, for ablations
 * @returns parts `ce`, `withinView`, `crossView`, [N], in nats
 */
export function crld(
  student: TwoViews,
  teacher: TwoViews,
  labels: Tensor1D,
  options: CrldOptions,
  epoch?: number,
  without?: CrldTerm,
): SampleParts {
  const { ceWeight, withinViewWeight, crossViewWeight, maskRule } = options;
  const [samples, classes] = student.weak.shape;
  const truth = oneHot(labels, classes);
  const sure = {
    weak: confidentIn(teacher.weak, options.weakThreshold),
    strong: confidentIn(teacher.strong, options.strongThreshold),
  };
  const inner = oneViewLossByName(options.inner);
  const term = (to: keyof TwoViews, from: keyof TwoViews): Tensor1D => {
    if (`${to} from ${from}` === without) return tf.zeros<Rank.R1>([samples]);
    const inputs = { labels, studentLogits: student[to], teacherLogits: teacher[from], epoch };
    const family = to === from ? 'weak' : 'strong';
    const mask = sure[maskRule === 'code' ? family : from];
    return withoutCrossEntropy(inner.bySample(inputs, options.innerOptions)).mul(mask);
  };
  return {
    ce: samplePart(ceWeight, samples, () =>
      crossEntropy(student.weak, truth).add(crossEntropy(student.strong, truth)),
    ),
    withinView: samplePart(withinViewWeight, samples, () =>
      term('weak', 'weak').add(term('strong', 'strong')),
    ),
    crossView: samplePart(crossViewWeight, samples, () => term('strong', 'weak').add(term('weak', 'strong'))),
  };
}

/** From here on a probability is 1 in double precision. */
const NO_DOUBT = 2 ** -53;

/** 1 where the largest probability at temperature 1 reaches the threshold, else 0. @returns [N] */
export function confidentIn(logits: Tensor2D, threshold: number): Tensor1D {
  return doubt(logits)
    .lessEqual<Tensor1D>(Math.max(1 - threshold, NO_DOUBT))
    .toFloat();
}

function withoutCrossEntropy({ ce: _ce, ...distillation }: SampleParts): Tensor1D {
  return Object.values(distillation).reduce((sum, part) => sum.add(part));
}

const probability = (name: string, value: number, meaning: string): OptionDefinition => ({
  ...weight(name, value, meaning),
  max: 1,
});

const definition = (without?: CrldTerm) =>
  defineLoss({
    name: 'crld',
    paper: 'Zhang et al. 2024',
    basis: 'exact',
    formula:
      'ceWeight·(CE_w + CE_s) + withinViewWeight·mean [p_tw ≥ τ_w](KD(s_w←t_w) + KD(s_s←t_s)) + crossViewWeight·mean [p_ts ≥ τ_s](KD(s_s←t_w) + KD(s_w←t_s))',
    source:
      'released code, CIFAR-100 settings; the paper’s own mask rule is not known (maskRule); inner losses other than kd are a reconstruction',
    gradient:
      '∂/∂s_w = ceWeight·(softmax(s_w) − e_y) + Σ_{t = t_w, t_s} weight·mask·T·(softmax(s_w/T) − softmax(t/T)); alike for s_s',
    traps: [
      'In the released code the masks go by kind of term (`maskRule` code), not by the view that made the soft label.',
      'Masks are taken at temperature 1, whatever `temperature` is.',
      'Means run over the whole batch: a masked sample counts as 0.',
      'Cross-entropies of both views are added, not averaged.',
    ],
    required: ['labels', 'studentLogits', 'studentStrongLogits', 'teacherLogits', 'teacherStrongLogits'],
    optional: ['epoch', 'epochs'],
    options: [
      ceWeight(1),
      weight('withinViewWeight', 2, 'λ_WV, multiplies the two terms of one view'),
      weight('crossViewWeight', 0.5, 'λ_CV, multiplies the two terms across views'),
      temperature(4),
      probability(
        'weakThreshold',
        0.9,
        'τ_w, smallest confidence of the teacher on the weak view that counts',
      ),
      probability('strongThreshold', 0.2, 'τ_s, the same on the strong view'),
      {
        name: 'maskRule',
        kind: 'choice',
        default: 'code',
        unit: '1',
        meaning: 'which mask a term has: by kind of term as released, or that of the view of its soft label',
        choices: ['code', 'per-teacher-view'],
      },
      {
        name: 'inner',
        kind: 'choice',
        default: 'kd',
        unit: '1',
        meaning: 'the distillation loss in all four terms',
        choices: ONE_VIEW_LOSSES.map(({ name }) => name),
      },
      {
        name: 'innerOptions',
        kind: 'options',
        default: {},
        unit: '1',
        meaning:
          'options of the inner loss, with its own defaults, but for kd kdWeight 1 and the temperature of crld; its cross-entropy is left out',
        nested: {
          chosenBy: 'inner',
          owners: ONE_VIEW_LOSSES,
          defaults: ({ inner, temperature }) => ({
            ceWeight: 0,
            ...(inner === 'kd' ? { kdWeight: 1, temperature } : {}),
          }),
        },
      },
    ],
    bySample: (
      { labels, studentLogits, studentStrongLogits, teacherLogits, teacherStrongLogits, epoch },
      options: CrldOptions,
    ) =>
      crld(
        { weak: studentLogits, strong: studentStrongLogits },
        { weak: teacherLogits, strong: teacherStrongLogits },
        labels,
        options,
        epoch,
        without,
      ),
  });

export const crldLoss = definition();

/** CRLD without one of its four terms. */
export const crldWithout = (term: CrldTerm): LossDefinition => definition(term);
