import type { Scalar, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, oneOf, shown } from '../base';
import { lossGradients } from '../engine';
import { CRLD_TERMS, crldWithout, lossByName, resolveOptions } from '../losses/index';
import type {
  CrldTerm,
  LossDefinition,
  LossInputs,
  LossParts,
  OptionDefinition,
  OptionValue,
} from '../losses/index';
import type { Method, MethodDefinition, MethodSetting } from './definition';
import { inputsFed, scalarsFed } from './inputs-fed';
import { lossAndOptions } from './setting';
import { ViewObservations } from './view-observations';

/** The views by their names in `data.views`, in the order of their passes. */
const VIEWS = ['weak', 'strong'] as const;

const passesOption: OptionDefinition = {
  name: 'passes',
  kind: 'choice',
  default: 'separate',
  unit: '1',
  meaning:
    'separate: one training pass a view, batch statistics of its own, running ones updated weak then strong; concatenated: one pass over both',
  choices: ['separate', 'concatenated'],
};

const withoutTermOption: OptionDefinition = {
  name: 'withoutTerm',
  kind: 'choice',
  default: 'none',
  unit: '1',
  meaning: 'with crld: a distillation term that is left out, student from teacher (an ablation)',
  choices: ['none', ...CRLD_TERMS],
};

/**
 * One network, two views of each image, labels, and where there is one a frozen teacher that sees both views (once each,
 * whatever terms use them). Losses made for two views (`crld`, `mlkd`, `lskd` over it) get all four logits. Any other loss
 * on logits is taken on each view with the teacher's output on the same view, and the two are added: with `kd` that is
 * CRLD with crossViewWeight 0 and thresholds 0, kdWeight being its withinViewWeight.
 */
export const twoView: MethodDefinition = {
  name: 'two-view',
  description:
    'one network on a weak and a strong view; a loss made for two views, or the sum over both views of a loss on logits',
  options: [passesOption, withoutTermOption],
  create(setting) {
    const { data } = setting;
    const { loss, options } = lossAndOptions(setting, lossOf(setting));
    needWeakAndStrong(setting);
    const joint = isMadeForTwoViews(loss, options);
    const strong = joint ? (['studentStrongLogits', 'teacherStrongLogits'] as const) : [];
    const fed = inputsFed(
      loss,
      setting,
      'two-view',
      strong.filter((name) => setting.hasTeacher || name !== 'teacherStrongLogits'),
    );
    if (data.train.candidates) {
      throw new InputError(
        "method 'two-view': the label transform makes candidate sets, which it does not feed; choose a method that does",
      );
    }
    const evaluate = joint ? onBothViews : viewByView;
    const teaches = fed.has('teacherLogits');
    const seen = setting.hasTeacher ? new ViewObservations(data, thresholdsOf(loss, options)) : undefined;

    return {
      learners: 1,
      views: VIEWS,
      concatenated: setting.options.passes === 'concatenated',
      losses(step) {
        const [weak, strong] = VIEWS.map((view) => step.passes[0][view].logits);
        const constants: LossInputs = scalarsFed(fed, step);
        if (fed.has('labels')) constants.labels = step.labels as LossInputs['labels'];
        const teacher = teaches ? VIEWS.map((view) => step.teacher(view).logits) : undefined;
        const { total, parts, gradients } = lossGradients(
          (ofWeak: Tensor2D, ofStrong: Tensor2D) =>
            evaluate(loss, options, constants, [ofWeak, ofStrong], teacher),
          [weak, strong],
        );
        if (seen) {
          VIEWS.forEach((view, v) =>
            seen.note(view, step.indices, [weak, strong][v], step.teacher(view).logits),
          );
        }
        const [toWeak, toStrong] = gradients;
        return [{ total, parts, gradients: { weak: { logits: toWeak }, strong: { logits: toStrong } } }];
      },
      ...(seen && {
        beginEpoch: () => seen.beginEpoch(),
        selected: () => seen.selected(),
        measures: () => seen.measures(),
        state: () => seen.state(),
        loadState: (state: Record<string, Float32Array>) => seen.loadState(state),
      }),
    } satisfies Method;
  },
};

/** [weak, strong] */
type Pair = readonly Tensor2D[];
type Options = Readonly<Record<string, OptionValue>>;

/** The loss itself, with the logits of both views. */
function onBothViews(
  loss: LossDefinition,
  options: Options,
  constants: LossInputs,
  [studentLogits, studentStrongLogits]: Pair,
  teacher?: Pair,
): LossParts {
  const taught = teacher && { teacherLogits: teacher[0], teacherStrongLogits: teacher[1] };
  return loss.evaluate({ ...constants, ...taught, studentLogits, studentStrongLogits }, options);
}

/** The loss on each view, added up part by part. */
function viewByView(
  loss: LossDefinition,
  options: Options,
  constants: LossInputs,
  student: Pair,
  teacher?: Pair,
): LossParts {
  const [weak, strong] = student.map((studentLogits, v) =>
    loss.evaluate({ ...constants, ...(teacher && { teacherLogits: teacher[v] }), studentLogits }, options),
  );
  return Object.fromEntries(
    Object.entries(weak).map(([name, part]) => [name, part.add<Scalar>(strong[name])]),
  );
}

/** The run's loss, CRLD without the term that is to be left out. */
function lossOf({ spec, options }: MethodSetting): LossDefinition {
  const loss = lossByName(spec.method.loss);
  const { withoutTerm } = options;
  if (withoutTerm === 'none') return loss;
  if (loss.name === 'crld') return crldWithout(withoutTerm as CrldTerm);
  throw new InputError(
    `method 'two-view': option 'withoutTerm': found ${shown(withoutTerm)}, allowed with loss '${loss.name}' is 'none'`,
  );
}

function isMadeForTwoViews(loss: LossDefinition, options: Options): boolean {
  if (loss.required.includes('studentStrongLogits')) return true;
  return loss.optional.includes('studentStrongLogits') && options.inner === 'mlkd';
}

/** CRLD's own thresholds, and its defaults where another loss is trained: then they only observe. */
function thresholdsOf(loss: LossDefinition, options: Options): Record<'weak' | 'strong', number> {
  const from = loss.name === 'crld' ? options : resolveOptions(lossByName('crld'), {}, 'crld');
  return { weak: from.weakThreshold as number, strong: from.strongThreshold as number };
}

function needWeakAndStrong({ spec }: MethodSetting): void {
  const names = Object.keys(spec.data.views ?? { weak: {} });
  if (names.length === VIEWS.length && VIEWS.every((view) => names.includes(view))) return;
  throw new InputError(
    `data.views: found ${oneOf(names) || 'none'}, method 'two-view' takes 'weak' and 'strong'`,
  );
}
