import { InputError, oneOf, shown } from '../base';
import type { LossDefinition, LossInputName } from './definition';
import { FIELD_READERS } from './fields';
import type { Field } from './fields';

export type CaseFields = Partial<Record<LossInputName, Field>>;

/** Fields whose second dimension is the number of classes C. */
const PER_CLASS: readonly LossInputName[] = [
  'studentLogits',
  'teacherLogits',
  'studentStrongLogits',
  'teacherStrongLogits',
  'classifierLogits',
  'previousProbabilities',
  'candidates',
];

/**
 * Reads the inputs of one case for one loss: no field missing, none that the loss does not take, the same batch size
 * N and class count C everywhere. Throws InputError that opens with `source` and names the field.
 */
export function readCaseInputs(
  definition: LossDefinition,
  entries: Record<string, unknown>,
  source: string,
): CaseFields {
  const taken: string[] = [...definition.required, ...definition.optional];
  for (const name of Object.keys(entries)) {
    if (taken.includes(name)) continue;
    const known = Object.hasOwn(FIELD_READERS, name);
    const what = known ? `takes no field ${shown(name)}` : `unknown field ${shown(name)}`;
    throw new InputError(`${source}: ${what}, allowed are ${oneOf(['loss', ...taken, 'options'])}`);
  }
  const fields: CaseFields = {};
  for (const name of [...definition.required, ...definition.optional]) {
    if (entries[name] !== undefined) fields[name] = FIELD_READERS[name](entries[name], `${source}: ${name}`);
    else if (definition.required.includes(name)) {
      throw new InputError(`${source}: field '${name}' is missing`);
    }
  }
  checkSizes(fields, source);
  return fields;
}

function checkSizes(fields: CaseFields, source: string): void {
  sharedSize(fields, Object.keys(fields) as LossInputName[], 0, `${source}: batch size`);
  const classes = sharedSize(fields, PER_CLASS, 1, `${source}: number of classes`);
  if (classes !== undefined) checkLabels(fields, classes, source);
  const { epoch, epochs } = fields;
  if (epoch?.kind === 'number' && epochs?.kind === 'number' && epoch.value >= epochs.value) {
    throw new InputError(
      `${source}: epoch: found ${epoch.value}, allowed are integers below epochs (${epochs.value})`,
    );
  }
}

/** The common length of dimension `axis` of the named fields; throws InputError where they differ. */
function sharedSize(
  fields: CaseFields,
  names: readonly LossInputName[],
  axis: number,
  source: string,
): number | undefined {
  let first: { name: string; size: number } | undefined;
  for (const name of names) {
    for (const shape of shapesOf(fields[name])) {
      first ??= { name, size: shape[axis] };
      if (shape[axis] !== first.size) {
        throw new InputError(
          `${source}: found ${shape[axis]} in ${name}, allowed is ${first.size} as in ${first.name}`,
        );
      }
    }
  }
  return first?.size;
}

function shapesOf(field: Field | undefined): number[][] {
  if (field?.kind === 'array') return [field.shape];
  if (field?.kind === 'stages') return field.stages.map((stage) => stage.shape);
  return [];
}

function checkLabels(fields: CaseFields, classes: number, source: string): void {
  const { labels, randomLabels } = fields;
  const labelOf = labels?.kind === 'array' ? labels.data : undefined;
  labelOf?.forEach((label, n) => {
    if (label < classes) return;
    throw new InputError(`${source}: labels[${n}]: found ${label}, allowed are 0 to ${classes - 1}`);
  });
  if (randomLabels?.kind !== 'array') return;
  const drawn = randomLabels.shape[1];
  randomLabels.data.forEach((label, i) => {
    const n = Math.floor(i / drawn);
    if (label < classes && label !== labelOf?.[n]) return;
    throw new InputError(
      `${source}: randomLabels[${n}][${i % drawn}]: found ${label}, allowed are 0 to ${classes - 1} without the label`,
    );
  });
}
