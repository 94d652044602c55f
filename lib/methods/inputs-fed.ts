import { InputError } from '../base';
import type { LossDefinition, LossInputName } from '../losses/index';
import type { MethodSetting, StepInputs } from './definition';

/**
 * Inputs of the loss that a method on logits gives it: labels, student logits, epoch and progress, the teacher's logits
 * and candidate sets where there are some, and those in `further`. Throws InputError for a required one that it cannot
 * give, and for soft labels that the loss would not see.
 */
export function inputsFed(
  loss: LossDefinition,
  { data, hasTeacher }: MethodSetting,
  method: string,
  further: readonly LossInputName[] = [],
): Set<LossInputName> {
  const given = new Set<LossInputName>([
    'labels',
    'studentLogits',
    'epoch',
    'epochs',
    'progress',
    ...further,
  ]);
  if (hasTeacher) given.add('teacherLogits');
  if (data.train.candidates) given.add('candidates');
  for (const name of loss.required.filter((input) => !given.has(input))) {
    throw new InputError(
      `method '${method}': loss '${loss.name}' needs ${name}, which it does not get; ${REMEDIES[name] ?? 'choose a method that does'}`,
    );
  }
  if (data.train.softLabels && !data.train.candidates) {
    throw new InputError(
      `method '${method}': the label transform makes soft labels, which loss '${loss.name}' would not see; choose a method that feeds them`,
    );
  }
  if (data.train.candidates && ![...loss.required, ...loss.optional].includes('candidates')) {
    throw new InputError(
      `method '${method}': the label transform makes candidate sets, which loss '${loss.name}' would not see; choose a loss or method that takes them`,
    );
  }
  return new Set([...loss.required, ...loss.optional].filter((input) => given.has(input)));
}

const REMEDIES: Partial<Record<LossInputName, string>> = {
  teacherLogits: 'name a teacher (field teacher)',
  teacherStrongLogits: 'name a teacher (field teacher)',
  candidates: 'name a data.labelTransform that makes candidate sets',
};

/** The numbers of a step that a loss may ask for, as far as it is fed them. */
export function scalarsFed(fed: ReadonlySet<LossInputName>, step: StepInputs) {
  const { epoch, epochs, progress } = step;
  return Object.fromEntries(
    Object.entries({ epoch, epochs, progress }).filter(([name]) => fed.has(name as LossInputName)),
  );
}
