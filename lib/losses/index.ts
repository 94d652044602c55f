import { InputError, oneOf, shown } from '../base';
import { atLoss } from './at';
import { bootHardLoss } from './boot-hard';
import { bootSoftLoss } from './boot-soft';
import { evaluateCaseWith, evaluateCasesWith } from './case';
import type { CaseAnswer } from './case';
import { ccLoss } from './cc';
import { ceLoss } from './ce';
import { clkdLoss } from './clkd';
import { cmdPLoss } from './cmd-p';
import { cmdSLoss } from './cmd-s';
import { confidencePenaltyLoss } from './confidence-penalty';
import { crldLoss } from './crld';
import type { LossDefinition } from './definition';
import { describeLoss } from './describe';
import type { LossDescription } from './describe';
import { distLoss } from './dist';
import { dkdLoss } from './dkd';
import { dmlLoss } from './dml';
import { fitnetLoss } from './fitnet';
import { gceLoss } from './gce';
import { ipwdLoss } from './ipwd';
import { kdLoss } from './kd';
import { labelSmoothingLoss } from './label-smoothing';
import { lskdLoss } from './lskd';
import { mlkdLoss } from './mlkd';
import { nkdLoss } from './nkd';
import { normKdLoss } from './normkd';
import { pktLoss } from './pkt';
import { prodenLoss } from './proden';
import { proSelfLcLoss } from './proselflc';
import { pskdLoss } from './pskd';
import { rkdLoss } from './rkd';
import { sbtLoss } from './sbt';
import { sceLoss } from './sce';
import { spLoss } from './sp';
import { tfkdRegLoss } from './tfkd-reg';
import { tfkdSelfLoss } from './tfkd-self';
import { ttmLoss } from './ttm';
import { wsldLoss } from './wsld';
import { wttmLoss } from './wttm';

export { SITUATION_IN_WORDS, alongLogit } from './along-logit';
export type { LossAlongLogit } from './along-logit';
export { at } from './at';
export type { AtOptions } from './at';
export { bootHard } from './boot-hard';
export type { BootHardOptions } from './boot-hard';
export { bootSoft } from './boot-soft';
export type { BootSoftOptions } from './boot-soft';
export type { CaseAnswer, NestedNumbers } from './case';
export { cc } from './cc';
export type { CcOptions } from './cc';
export { ce } from './ce';
export { clkd } from './clkd';
export type { ClkdOptions } from './clkd';
export { cmdP } from './cmd-p';
export { cmdS } from './cmd-s';
export type { CmdSOptions } from './cmd-s';
export { confidencePenalty } from './confidence-penalty';
export type { ConfidencePenaltyOptions } from './confidence-penalty';
export type { CmdOptions } from './confident-mutual-distillation';
export { selectConfident, thresholdFraction } from './confident-selection';
export type { ConfidenceMeasure, ThresholdOptions } from './confident-selection';
export { CRLD_TERMS, confidentIn, crld, crldWithout } from './crld';
export type { CrldOptions, CrldTerm, TwoViews } from './crld';
export type * from './definition';
export type { LossDescription } from './describe';
export { dist } from './dist';
export type { DistOptions } from './dist';
export { dkd } from './dkd';
export type { DkdOptions } from './dkd';
export { dml } from './dml';
export type { DmlOptions } from './dml';
export { fitnet } from './fitnet';
export type { FitnetOptions } from './fitnet';
export { gce } from './gce';
export type { GceOptions } from './gce';
export { classifierWeight, ipwd } from './ipwd';
export type { IpwdOptions } from './ipwd';
export { ipwdWeightOptions, ipwdWeights, rowEntropies } from './ipwd-weights';
export type { IpwdWeightOptions } from './ipwd-weights';
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
export { plainObject, resolveOptions } from './options';
export type { OptionOwner } from './options';
export { pkt } from './pkt';
export type { PktOptions } from './pkt';
export { proden, withinCandidates } from './proden';
export { proSelfLc, selfTrust } from './proselflc';
export type { ProSelfLcOptions, Trust } from './proselflc';
export { pskd, pskdRamp } from './pskd';
export type { PskdMoment, PskdOptions } from './pskd';
export { rkd } from './rkd';
export type { RkdOptions } from './rkd';
export { sbt } from './sbt';
export type { SbtOptions } from './sbt';
export { sce } from './sce';
export type { SceOptions } from './sce';
export { sp } from './sp';
export type { SpOptions } from './sp';
export { tfkdReg } from './tfkd-reg';
export type { TfkdRegOptions } from './tfkd-reg';
export { tfkdSelf } from './tfkd-self';
export type { TfkdSelfOptions } from './tfkd-self';
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
  bootHardLoss,
  bootSoftLoss,
  confidencePenaltyLoss,
  gceLoss,
  proSelfLcLoss,
  sceLoss,
  prodenLoss,
  sbtLoss,
  kdLoss,
  clkdLoss,
  crldLoss,
  distLoss,
  dkdLoss,
  ipwdLoss,
  lskdLoss,
  mlkdLoss,
  nkdLoss,
  normKdLoss,
  pskdLoss,
  tfkdRegLoss,
  tfkdSelfLoss,
  ttmLoss,
  wsldLoss,
  wttmLoss,
  cmdPLoss,
  cmdSLoss,
  dmlLoss,
  atLoss,
  ccLoss,
  fitnetLoss,
  pktLoss,
  rkdLoss,
  spLoss,
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
