import { InputError, oneOf, shown } from '../base';
import { evaluateCaseWith, evaluateCasesWith } from './case';
import type { CaseAnswer } from './case';
import { ceLoss } from './ce';
import type { LossDefinition } from './definition';
import { describeLoss } from './describe';
import type { LossDescription } from './describe';
import { distLoss } from './dist';
import { dkdLoss } from './dkd';
import { kdLoss } from './kd';
import { labelSmoothingLoss } from './label-smoothing';
import { lskdLoss } from './lskd';
import { mlkdLoss } from './mlkd';
import { nkdLoss } from './nkd';
import { normKdLoss } from './normkd';
import { ttmLoss } from './ttm';
import { wsldLoss } from './wsld';
import { wttmLoss } from './wttm';

export type { CaseAnswer, NestedNumbers } from './case';
export { ce } from './ce';
export type * from './definition';
export type { LossDescription } from './describe';
export { dist } from './dist';
export type { DistOptions } from './dist';
export { dkd } from './dkd';
export type { DkdOptions } from './dkd';
export { kd } from './kd';
export type { KdOptions } from './kd';
export { labelSmoothing } from './label-smoothing';
export type { LabelSmoothingOptions } from './label-smoothing';
export { lskd, standardisedDecoupledKl, standardisedKl } from './lskd';
export type { LskdOptions } from './lskd';
export { mlkd } from './mlkd';
export type { MlkdOptions, View } from './mlkd';
export { nkd, nkdNonTarget, nkdTarget } from './nkd';
export type { NkdOptions } from './nkd';
export { normKd, normKdDivergence } from './normkd';
export type { NormKdOptions } from './normkd';
export { resolveOptions } from './options';
export type { OptionOwner } from './options';
export { ttm, ttmDivergence } from './ttm';
export type { TtmOptions } from './ttm';
export { wsld, wsldWeights } from './wsld';
export type { WsldOptions } from './wsld';
export { powerSum, wttm } from './wttm';
export type { WttmOptions } from './wttm';

/** Every loss: one file, one line. */
export const LOSSES: readonly LossDefinition[] = [
  ceLoss,
  labelSmoothingLoss,
  kdLoss,
  distLoss,
  dkdLoss,
  lskdLoss,
  mlkdLoss,
  nkdLoss,
  normKdLoss,
  ttmLoss,
  wsldLoss,
  wttmLoss,
];

/** Throws InputError with the known names. */
export function lossByName(name: string): LossDefinition {
  const found = LOSSES.find((loss) => loss.name === name);
  if (found) return found;
  throw new InputError(`unknown loss ${shown(name)}, allowed are ${oneOf(LOSSES.map((loss) => loss.name))}`);
}

/** The rows of `kdlab losses`. */
export function describeLosses(): LossDescription[] {
  return LOSSES.map(describeLoss);
}

/** Evaluates one case of `kdlab loss`: value, parts, gradient. Throws InputError (see case.ts). */
export function evaluateCase(value: unknown): CaseAnswer {
  return evaluateCaseWith(lossByName, value);
}

/** Evaluates several cases; `{ error }` stands in the place of a refused one. */
export function evaluateCases(values: readonly unknown[]): (CaseAnswer | { error: string })[] {
  return evaluateCasesWith(lossByName, values);
}
