import { InputError, oneOf, shown } from '../base';
import { bootHardLoss } from './boot-hard';
import { bootSoftLoss } from './boot-soft';
import { evaluateCaseWith, evaluateCasesWith } from './case';
import type { CaseAnswer } from './case';
import { ceLoss } from './ce';
import { cmdPLoss } from './cmd-p';
import { cmdSLoss } from './cmd-s';
import { confidencePenaltyLoss } from './confidence-penalty';
import { crldLoss } from './crld';
import type { LossDefinition } from './definition';
import { describeLoss } from './describe';
import type { LossDescription } from './describe';
import { dkdLoss } from './dkd';
import { dmlLoss } from './dml';
import { gceLoss } from './gce';
import { kdLoss } from './kd';
import { labelSmoothingLoss } from './label-smoothing';
import { prodenLoss } from './proden';
import { proSelfLcLoss } from './proselflc';
import { sbtLoss } from './sbt';
import { sceLoss } from './sce';

export { bootHard } from './boot-hard';
export type { BootHardOptions } from './boot-hard';
export { bootSoft } from './boot-soft';
export type { BootSoftOptions } from './boot-soft';
export type { CaseAnswer, NestedNumbers } from './case';
export { ce } from './ce';
export { cmdP } from './cmd-p';
export { cmdS } from './cmd-s';
export type { CmdSOptions } from './cmd-s';
export { confidencePenalty } from './confidence-penalty';
export type { ConfidencePenaltyOptions } from './confidence-penalty';
export type { CmdOptions } from './confident-mutual-distillation';
export { selectConfident, thresholdFraction } from './confident-selection';
export type { ConfidenceMeasure, ThresholdOptions } from './confident-selection';
export { crld } from './crld';
export type { CrldOptions, TwoViews } from './crld';
export type * from './definition';
export type { LossDescription } from './describe';
export { dkd } from './dkd';
export type { DkdOptions } from './dkd';
export { dml } from './dml';
export type { DmlOptions } from './dml';
export { gce } from './gce';
export type { GceOptions } from './gce';
export { kd } from './kd';
export type { KdOptions } from './kd';
export { labelSmoothing } from './label-smoothing';
export type { LabelSmoothingOptions } from './label-smoothing';
export { resolveOptions } from './options';
export type { OptionOwner } from './options';
export { proden, withinCandidates } from './proden';
export { proSelfLc, selfTrust } from './proselflc';
export type { ProSelfLcOptions, Trust } from './proselflc';
export { sbt } from './sbt';
export type { SbtOptions } from './sbt';
export { sce } from './sce';
export type { SceOptions } from './sce';

/** Every loss: one file, one line. */
export const LOSSES: readonly LossDefinition[] = [
  ceLoss,
  labelSmoothingLoss,
  bootHardLoss,
  bootSoftLoss,
  confidencePenaltyLoss,
  gceLoss,
  proSelfLcLoss,
  sceLoss,
  prodenLoss,
  sbtLoss,
  kdLoss,
  crldLoss,
  dkdLoss,
  cmdPLoss,
  cmdSLoss,
  dmlLoss,
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
