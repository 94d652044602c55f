import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { labelsChanged } from '../data';
import { lossGradients } from '../engine';
import { lossByName, resolveOptions } from '../losses/index';
import type { LossDefinition, LossInputName, LossInputs } from '../losses/index';
import type { Method, MethodDefinition, MethodSetting, StepInputs } from './definition';
import { onlyView, rows, trustOf } from './setting';

/**
 * One network, one view of each image, any loss on logits: plain training, or distillation from a frozen teacher that
 * sees the same view. Feeds labels, student and teacher logits, candidate sets, epoch and progress.
 */
export const oneView: MethodDefinition = {
  name: 'one-view',
  description: 'one network on one view; a loss on logits with labels, a frozen teacher or candidate sets',
  options: [],
  create(setting) {
    const { spec, data } = setting;
    const loss = lossByName(spec.method.loss);
    const options = resolveOptions(loss, spec.method.lossOptions, `method.lossOptions of '${loss.name}'`);
    const view = onlyView(setting, 'one-view');
    const fed = inputsFed(loss, setting);
    const { candidates } = data.train;
    const noisy = labelsChanged(data.train);

    return {
      learners: 1,
      views: [view],
      losses(step) {
        const constants: LossInputs = { ...pick(fed, scalarInputs(step)) };
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

/** Inputs of the loss that this method gives it; a required one that it cannot give is refused by name. */
function inputsFed(loss: LossDefinition, { data, hasTeacher }: MethodSetting): Set<LossInputName> {
  const given = new Set<LossInputName>(['labels', 'studentLogits', 'epoch', 'epochs', 'progress']);
  if (hasTeacher) given.add('teacherLogits');
  if (data.train.candidates) given.add('candidates');
  for (const name of loss.required.filter((input) => !given.has(input))) {
    const remedy =
      name === 'teacherLogits'
        ? 'name a teacher (field teacher)'
        : name === 'candidates'
          ? 'name a data.labelTransform that makes candidate sets'
          : 'choose a method that does';
    throw new InputError(
      `method 'one-view': loss '${loss.name}' needs ${name}, which it does not get; ${remedy}`,
    );
  }
  if (data.train.softLabels && !data.train.candidates) {
    throw new InputError(
      `method 'one-view': the label transform makes soft labels, which loss '${loss.name}' would not see; choose a method that feeds them`,
    );
  }
  return new Set([...loss.required, ...loss.optional].filter((input) => given.has(input)));
}

function scalarInputs({ epoch, epochs, progress }: StepInputs) {
  return { epoch, epochs, progress };
}

function pick<T extends object>(names: ReadonlySet<string>, values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))) as Partial<T>;
}
