import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { InputError, shown } from '../base';
import { lossGradients, tf } from '../engine';
import { readCaseInputs } from './case-inputs';
import type { CaseFields } from './case-inputs';
import type { LossDefinition, LossInputName, LossInputs } from './definition';
import type { Field } from './fields';
import { plainObject, resolveOptions } from './options';

/** Nested arrays in the shape of the input they belong to. */
export type NestedNumbers = number | NestedNumbers[];

/** Answer of `kdlab loss --case`. */
export interface CaseAnswer {
  loss: string;
  /** Sum of the parts. */
  total: number;
  /** Named parts, each already multiplied by its weight. */
  parts: Record<string, number>;
  /** ∂total/∂input for every student-side input given. */
  gradient: Partial<Record<LossInputName, NestedNumbers>>;
}

/** Inputs that a gradient is asked for. Everything else is a constant. */
const DIFFERENTIABLE: readonly LossInputName[] = [
  'studentLogits',
  'studentStrongLogits',
  'classifierLogits',
  'studentFeatures',
];

/**
 * Evaluates one case (format: lib/README.md). Throws InputError with one sentence for anything that cannot be
 * evaluated as written: unknown loss, field or option, a missing field, shapes that do not fit, a label out of
 * range, a number that is not finite.
 * @param find gives a loss by its name or throws InputError
 */
export function evaluateCaseWith(find: (name: string) => LossDefinition, value: unknown): CaseAnswer {
  const { loss, options, ...entries } = plainObject(value, 'case');
  if (typeof loss !== 'string') {
    throw new InputError(`case: field 'loss': found ${shown(loss)}, allowed is the name of a loss`);
  }
  const definition = find(loss);
  const source = `loss '${loss}'`;
  const resolved = resolveOptions(definition, options, source);
  const fields = readCaseInputs(definition, entries, source);
  const inputs = toInputs(fields);
  try {
    const answer = evaluate(definition, inputs, resolved);
    if (isFinite(answer)) return answer;
    throw new InputError(`${source}: the result is not finite in float32 for these inputs and options`);
  } finally {
    tf.dispose(Object.values(inputs));
  }
}

/** Several cases; a refused one answers `{ error }` in its place. */
export function evaluateCasesWith(
  find: (name: string) => LossDefinition,
  values: readonly unknown[],
): (CaseAnswer | { error: string })[] {
  return values.map((value) => {
    try {
      return evaluateCaseWith(find, value);
    } catch (error) {
      if (error instanceof InputError) return { error: error.message };
      throw error;
    }
  });
}

function evaluate(
  definition: LossDefinition,
  inputs: LossInputs,
  options: ReturnType<typeof resolveOptions>,
): CaseAnswer {
  const names = DIFFERENTIABLE.filter((name) => inputs[name] !== undefined);
  const tensors = names.flatMap((name) => inputs[name] as Tensor | Tensor[]);
  const { parts, gradients } = lossGradients((...watched: Tensor[]) => {
    const rest = [...watched];
    const given = names.map((name) => {
      const input = inputs[name];
      return [name, Array.isArray(input) ? rest.splice(0, input.length) : rest.shift()];
    });
    return definition.evaluate({ ...inputs, ...Object.fromEntries(given) } as LossInputs, options);
  }, tensors);
  const rest = [...gradients];
  const gradient: CaseAnswer['gradient'] = {};
  for (const name of names) {
    const input = inputs[name];
    gradient[name] = Array.isArray(input) ? rest.splice(0, input.length).map(taken) : taken(rest.shift()!);
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { loss: definition.name, total, parts, gradient };
}

/** Reads a tensor and frees it. */
function taken(tensor: Tensor): NestedNumbers {
  const values = tensor.arraySync();
  tensor.dispose();
  return values;
}

function toInputs(fields: CaseFields): LossInputs {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, toInput(field)]),
  ) as LossInputs;
}

function toInput(field: Field): number | Tensor | Tensor[] {
  switch (field.kind) {
    case 'number':
      return field.value;
    case 'array':
      return tf.tensor(field.data, field.shape, field.data instanceof Int32Array ? 'int32' : 'float32');
    case 'stages':
      return field.stages.map(({ data, shape }) => tf.tensor(data, shape, 'float32'));
  }
}

function isFinite({ parts, gradient }: CaseAnswer): boolean {
  const finite = (value: NestedNumbers): boolean =>
    Array.isArray(value) ? value.every(finite) : Number.isFinite(value);
  return finite(Object.values(parts)) && Object.values(gradient).every(finite);
}
