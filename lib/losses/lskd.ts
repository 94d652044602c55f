/**
 * Logit standardisation (Sun et al., Logit Standardization in Knowledge Distillation, CVPR 2024). Not label smoothing,
 * though also called "LS".
 *
 * Derivation. Softmaxes of two networks agree only if their centred logits agree in size, which a small student need not
 * reach. Each row is standardised by its own mean and standard deviation (unbiased) before it is softened,
 *
 *     x = (z − mean z)/(σ(z) + 1e-7),   KD = T²·KL(softmax(x_v/T)‖softmax(x_z/T)),
 *
 * for teacher v and student z alike: a temperature of its own for each row. The part depends on the direction of the
 * centred rows only; shift and positive scale of either change nothing (up to the 1e-7), and its gradient is orthogonal to
 * the centred student row and falls as 1/σ(z). Two classes always give x = ±(1, −1)/√2 and gradient 0.
 *
 * `inner` is the loss that gets standardised logits in its distillation part: kd, dkd (both halves) or, as in the
 * authors' code, the KL of mlkd's instance level (its masks and Gram matrices see raw logits). Cross-entropies always
 * see raw logits. `innerOptions` are the inner loss's own, by its own names. What they leave out comes from the options
 * here: `temperature`; `kdWeight`, for dkd as a factor on its default weights 1 and 8; `ceWeight`, null for the inner
 * loss's own; then from the inner loss's defaults. (The authors' launcher sets dkd's weights to 9 and 81 and leaves its
 * temperature at 4, by two slips: `innerOptions: {"tckdWeight": 9, "nckdWeight": 81, "temperature": 4}`.)
 *
 * A row of equal logits has x = 0; the formula's gradient there is of order 1/1e-7 = 1e7 in a direction that the softmax
 * picks, and training would not survive one. Here it is 0, as if the row had no direction to turn.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { kdWeight, temperature } from './common-options';
import { defineLoss } from './define';
import type { LossInputs, OptionValue, SampleParts } from './definition';
import { dkd, dkdLoss } from './dkd';
import type { DkdOptions } from './dkd';
import { kd, kdLoss } from './kd';
import type { KdOptions } from './kd';
import { mlkd, mlkdLoss } from './mlkd';
import type { MlkdOptions } from './mlkd';
import { decoupledKlOfPair, klOfPair, standardisedPair } from './numerics';

/** The inner loss with its options, resolved: `ceWeight`, `kdWeight` and `temperature` have entered them. */
export type LskdOptions =
  | { inner: 'kd'; innerOptions: KdOptions }
  | { inner: 'dkd'; innerOptions: DkdOptions }
  | { inner: 'mlkd'; innerOptions: MlkdOptions };

type LskdInputs = LossInputs & Required<Pick<LossInputs, 'labels' | 'studentLogits' | 'teacherLogits'>>;

/** Added to the standard deviation, as in the authors' code. */
const EPSILON = 1e-7;

/** KL of the standardised rows, softened by T, without T². @param teacher a constant @returns [N], in nats */
export function standardisedKl(teacher: Tensor2D, student: Tensor2D, temperature = 1): Tensor1D {
  return klOfPair(standardisedPair(teacher, student, { temperature, epsilon: EPSILON }));
}

/** `decoupledKl` of the standardised rows. @param mark rows e_t, [N, C] @returns [N, 2], in nats */
export function standardisedDecoupledKl(
  teacher: Tensor2D,
  student: Tensor2D,
  mark: Tensor2D,
  temperature = 1,
): Tensor2D {
  return decoupledKlOfPair(standardisedPair(teacher, student, { temperature, epsilon: EPSILON }), mark);
}

/**
 * @param inputs labels, [N, C] logits (teachers constant), with `inner: "mlkd"` those of the strong view too, and the
 * epoch for dkd's ramp
 * @returns the parts of the inner loss, [N]
 * Throws InputError for a strong view that is missing or in excess.
 */
export function lskd(inputs: LskdInputs, options: LskdOptions): SampleParts {
  const { labels, studentLogits, teacherLogits, epoch } = inputs;
  const { studentStrongLogits, teacherStrongLogits } = inputs;
  checkStrongView(inputs, options.inner);
  switch (options.inner) {
    case 'kd':
      return kd(studentLogits, teacherLogits, labels, options.innerOptions, standardisedKl);
    case 'dkd':
      return dkd(studentLogits, teacherLogits, labels, options.innerOptions, epoch, standardisedDecoupledKl);
    case 'mlkd': {
      const weak = { student: studentLogits, teacher: teacherLogits };
      const strong = { student: studentStrongLogits!, teacher: teacherStrongLogits! };
      return mlkd(weak, strong, labels, options.innerOptions, standardisedKl);
    }
  }
}

function checkStrongView(inputs: LossInputs, inner: LskdOptions['inner']): void {
  for (const name of ['studentStrongLogits', 'teacherStrongLogits'] as const) {
    const given = inputs[name] !== undefined;
    if (inner === 'mlkd' && !given)
      throw new InputError(`loss 'lskd': field '${name}' is missing (inner 'mlkd')`);
    if (inner !== 'mlkd' && given) {
      throw new InputError(`loss 'lskd': takes field '${name}' only with inner 'mlkd', found '${inner}'`);
    }
  }
}

/** What the options of `lskd` itself say about those of the inner loss. */
function innerDefaults(own: Readonly<Record<string, OptionValue>>): Record<string, OptionValue> {
  const { ceWeight, temperature } = own;
  const kdWeight = own.kdWeight as number;
  return {
    kdWeight,
    tckdWeight: kdWeight,
    nckdWeight: 8 * kdWeight,
    temperature,
    ...(ceWeight === null ? {} : { ceWeight }),
  };
}

export const lskdLoss = defineLoss({
  name: 'lskd',
  paper: 'Sun et al. 2024',
  basis: 'exact',
  formula: 'ceWeight·CE + kdWeight·T²·KL(softmax(x_v/T) ‖ softmax(x_z/T)), x = (z − mean z)/(std z + 1e-7)',
  source:
    'formula, weights, temperature and batch mean of sunshangquan/logit-standardization-KD for CIFAR-100',
  gradient: 'in the standardised row x: kdWeight·T·(q − p); in z: (g − mean g − x·(x·g)/(C − 1))/σ(z)',
  traps: [
    'σ is the unbiased standard deviation, plus 1e-7.',
    'Only the distillation part sees standardised logits; the cross-entropy sees raw ones.',
    'Rows of equal logits explode in public code (gradient 5e6); here such a row has no direction and gradient 0.',
    'Two classes: x is always ±(1, −1)/√2 and the gradient 0.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  optional: ['studentStrongLogits', 'teacherStrongLogits', 'epoch', 'epochs'],
  options: [
    {
      name: 'ceWeight',
      kind: 'number',
      default: null,
      unit: '1',
      meaning: 'multiplies the cross-entropy with the labels; null: as the inner loss (kd, mlkd 0.1; dkd 1)',
      min: 0,
    },
    {
      ...kdWeight(9),
      meaning: 'multiplies the distillation part; with inner dkd its default weights 1 and 8',
    },
    temperature(2),
    {
      name: 'inner',
      kind: 'choice',
      default: 'kd',
      unit: '1',
      meaning: 'the loss that gets the standardised logits',
      choices: ['kd', 'dkd', 'mlkd'],
    },
    {
      name: 'innerOptions',
      kind: 'options',
      default: {},
      unit: '1',
      meaning: 'options of the inner loss, by its own names; they win over those here',
      nested: { chosenBy: 'inner', owners: [kdLoss, dkdLoss, mlkdLoss], defaults: innerDefaults },
    },
  ],
  bySample: (inputs, options: LskdOptions) => lskd(inputs, options),
});
