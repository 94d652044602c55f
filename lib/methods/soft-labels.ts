import { InputError } from '../base';
import type { Measures } from '../base';
import type { OptionDefinition } from '../losses/index';
import type { Method, MethodDefinition } from './definition';
import { meanByClass } from './mean-by-class';
import { allowLosses, onlyView } from './setting';
import { softmaxRows, TargetTable, targetUpdateOption, updateOption } from './target-table';
import type { FirstTargets, TargetUpdate } from './target-table';

const kOption: OptionDefinition = {
  name: 'k',
  kind: 'number',
  default: 4,
  unit: 'classes',
  meaning: 'size of the label set: the k largest entries of the soft label, ties by the lower class index',
  min: 1,
  integer: true,
};

const restrictOption: OptionDefinition = {
  name: 'restrict',
  kind: 'boolean',
  default: true,
  unit: '1',
  meaning:
    'whether the first target is the soft label within its k largest entries, renormalised; false: the whole soft label',
};

/** Up to this many classes the mean soft label of each class is kept with the run. */
const MOST_CLASSES = 20;

/**
 * A student that learns from stored soft labels alone (Yuan et al., NeurIPS 2023, A.7): those that a frozen teacher gives
 * the training images without augmentation, or those of a label transform. The true labels are not fed. After each
 * epoch the targets follow the student by `targetUpdate`; the paper re-weights without saying how (the default is a
 * reconstruction).
 */
export const softLabelsMethod: MethodDefinition = {
  name: 'soft-labels',
  description:
    'one network on one view; learns stored soft labels of a teacher or a transform, re-weighted by itself',
  options: [targetUpdateOption, updateOption, kOption, restrictOption],
  create(setting) {
    const { data, options, hasTeacher } = setting;
    const { classes, train } = data;
    allowLosses(setting, 'soft-labels', ['proden']);
    const view = onlyView(setting, 'soft-labels');
    const k = options.k as number;
    if (k >= classes) {
      throw new InputError(
        `method.options.k of 'soft-labels': found ${k}, allowed are integers below the ${classes} classes`,
      );
    }
    if (hasTeacher === (train.softLabels !== undefined) || train.candidates) {
      throw new InputError(
        "method 'soft-labels' needs the soft labels of a teacher or of a data.labelTransform, one of the two and no candidate sets",
      );
    }
    let means: number[] | undefined;
    const table = new TargetTable(
      train.count,
      classes,
      options.targetUpdate as TargetUpdate,
      options.update as 'epoch' | 'step',
      (step) => {
        const soft = train.softLabels ?? softmaxRows(step.teacherOnTraining!(), classes);
        if (classes <= MOST_CLASSES) means = meanByClass(soft, train.trueLabels, classes);
        return firstTargets(soft, classes, k, options.restrict as boolean);
      },
    );
    return {
      ...table.method(view, train.trueLabels),
      measures: (): Measures => ({
        ...table.measures(train.trueLabels),
        ...(means && { meanSoftLabel: means }),
      }),
    } satisfies Method;
  },
};

/** The k largest entries of each soft label as its set; the first target is the soft label, restricted to it or whole. */
function firstTargets(soft: Float32Array, classes: number, k: number, restrict: boolean): FirstTargets {
  const sets = new Uint8Array(soft.length);
  const targets = Float32Array.from(soft);
  const order = Array.from({ length: classes }, (_, c) => c);
  for (let at = 0; at < soft.length; at += classes) {
    const ranked = order.slice().sort((a, b) => soft[at + b] - soft[at + a]); // stable: ties by the lower index
    let mass = 0;
    for (const c of ranked.slice(0, k)) {
      sets[at + c] = 1;
      mass += soft[at + c];
    }
    if (!restrict) continue;
    for (let c = 0; c < classes; c++) targets[at + c] = (soft[at + c] * sets[at + c]) / mass;
  }
  return { targets, sets };
}
