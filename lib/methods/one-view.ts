import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { labelsChanged } from '../data';
import { lossGradients } from '../engine';

import type { LossInputs } from '../losses/index';
import type { Method, MethodDefinition } from './definition';
import { inputsFed, scalarsFed } from './inputs-fed';
import { lossAndOptions, onlyView, rows, trustOf } from './setting';

/**
 * One network, one view of each image, any loss on logits: plain training, or distillation from a frozen teacher that
 * sees the same view. Feeds labels, student and teacher logits, candidate sets, epoch and progress.
 */
export const oneView: MethodDefinition = {
  name: 'one-view',
  description: 'one network on one view; a loss on logits with labels, a frozen teacher or candidate sets',
  options: [],
  create(setting) {
    const { data } = setting;
    const { loss, options } = lossAndOptions(setting);
    const view = onlyView(setting, 'one-view');
    const fed = inputsFed(loss, setting, 'one-view');
    const { candidates } = data.train;
    const noisy = labelsChanged(data.train);

    return {
      learners: 1,
      views: [view],
      losses(step) {
        const constants: LossInputs = scalarsFed(fed, step);
        if (fed.has('labels')) constants.labels = step.labels as LossInputs['labels'];
        if (fed.has('teacherLogits')) constants.teacherLogits = step.teacher(view).logits;
        if (fed.has('candidates')) constants.candidates = rows(candidates!, step.indices, data.classes);
        const { total, parts, gradients } = lossGradients(
          (studentLogits: Tensor2D) => loss.evaluate({ ...constants, studentLogits }, options),
          [step.passes[0][view].logits],
        );
        const studentLogits = step.passes[0][view].logits;
        const trust = noisy ? trustOf(loss, { ...constants, studentLogits }, options) : {};
        constants.candidates?.dispose();
        return [{ total, parts, gradients: { [view]: { logits: gradients[0] } }, ...trust }];
      },
    } satisfies Method;
  },
};
