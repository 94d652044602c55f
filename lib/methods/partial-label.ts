import { InputError } from '../base';
import type { MethodDefinition } from './definition';
import { allowLosses, onlyView } from './setting';
import { TargetTable, targetUpdateOption, updateOption } from './target-table';
import type { TargetUpdate } from './target-table';

/**
 * Learning from candidate sets by re-weighting (PRODEN, Lv et al. 2020): the first target of an image is uniform on its
 * candidates, then the network's own softmax within them. PRODEN's code updates a target in each step that its image is in; the
 * students of biased soft labels (Yuan et al. 2023) do it once an epoch. `frozen` keeps the uniform targets.
 */
export const partialLabel: MethodDefinition = {
  name: 'partial-label',
  description: 'one network on one view, candidate sets; targets re-weighted by the network itself',
  options: [targetUpdateOption, updateOption],
  create(setting) {
    const { data, options } = setting;
    allowLosses(setting, 'partial-label', ['proden']);
    const view = onlyView(setting, 'partial-label');
    const sets = data.train.candidates;
    if (!sets) {
      throw new InputError(
        "method 'partial-label' needs candidate sets; name a data.labelTransform that makes them",
      );
    }
    const table = new TargetTable(
      data.train.count,
      data.classes,
      options.targetUpdate as TargetUpdate,
      options.update as 'epoch' | 'step',
      () => ({ targets: uniformOn(sets, data.classes), sets }),
    );
    return table.method(view, data.train.trueLabels);
  },
};

/** 1/|s| on each candidate, [n, C]. */
export function uniformOn(sets: Uint8Array, classes: number): Float32Array {
  const targets = Float32Array.from(sets);
  for (let at = 0; at < targets.length; at += classes) {
    const row = targets.subarray(at, at + classes);
    const size = row.reduce((sum, value) => sum + value, 0);
    row.forEach((value, c) => (row[c] = value / size));
  }
  return targets;
}
