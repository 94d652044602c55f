import { InputError, counted, oneOf, shown } from '../base';
import type { RunSpec } from '../base';
import type { PreparedData } from '../data/definition';
import { resolveOptions } from '../losses/index';
import type { Method, MethodDefinition } from './definition';
import { featuresMethod } from './features';
import { ipwdMethod } from './ipwd';
import { mutual } from './mutual';
import { oneView } from './one-view';
import { partialLabel } from './partial-label';
import { pseudoLabel } from './pseudo-label';
import { pskdMethod } from './pskd';
import { sbtMethod } from './sbt';
import { softLabelsMethod } from './soft-labels';
import { twoView } from './two-view';

export type * from './definition';
export { sampledImages } from './exchange';
export { WEIGHT_QUANTILES } from './sample-weights';

/** Every way to feed a loss: one file, one line. */
export const METHODS: readonly MethodDefinition[] = [
  oneView,
  twoView,
  featuresMethod,
  ipwdMethod,
  pskdMethod,
  mutual,
  partialLabel,
  softLabelsMethod,
  sbtMethod,
  pseudoLabel,
];

/** Throws InputError with the known names. */
export function methodByName(name: string): MethodDefinition {
  const found = METHODS.find((method) => method.name === name);
  if (found) return found;
  throw new InputError(
    `method.name: found ${shown(name)}, allowed are ${oneOf(METHODS.map((method) => method.name))}`,
  );
}

/** The method of a run, its options checked and filled in with defaults. */
export function createMethod(spec: RunSpec, data: PreparedData): Method {
  const definition = methodByName(spec.method.name);
  const options = resolveOptions(definition, spec.method.options, `method.options of '${definition.name}'`);
  const method = definition.create({ spec, data, options, hasTeacher: spec.teacher !== undefined });
  const models = [spec.model].flat().length;
  if (models !== method.learners) {
    throw new InputError(
      `model: found ${counted(models, 'name')}, method '${definition.name}' trains ${method.learners}`,
    );
  }
  return method;
}
