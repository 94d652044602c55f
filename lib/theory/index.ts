/** The theory of biased soft labels on plain arrays: no TensorFlow, no Node. Source: Yuan et al., NeurIPS 2023. */
export { measuredAccuracy } from './accuracy-grid';
export type { AccuracyGrid } from './accuracy-grid';
export { adviseSoftLabels } from './advice';
export { ambiguityBias, correctedAmbiguity } from './ambiguity-bias';
export type { AmbiguityBias, AmbiguityBiasOptions } from './ambiguity-bias';
export { softLabelBias } from './bias';
export type { SoftLabelBias } from './bias';
export { binomialMass, binomialTail } from './binomial';
export type { BootstrapOptions, BootstrapResult, IndicatorInterval } from './bootstrap';
export { drawCandidateSets, drawFixedSizeSets } from './candidate-sets';
export { checkSoftLabels } from './check';
export type { CheckEntry, CheckInput, CheckOptions, CheckReport } from './check';
export { ambiguityFloor, theorem1, theorem2 } from './conditions';
export { confusablePairs, misledClasses } from './confusion';
export type { ConfusablePair } from './confusion';
export { candidateSetIndicators } from './corollary1';
export type { CandidateSampler, CandidateSetting, EmptySetRule } from './corollary1';
export { additiveNoiseCurves, additiveNoiseIndicators } from './corollary2';
export type { AdditiveNoise, NoiseIndicators } from './corollary2';
export { describeCheck } from './describe-check';
export { distances } from './distances';
export type { Distances } from './distances';
export { indicatorCurves } from './indicator-curves';
export type { IndicatorCurves } from './indicator-curves';
export * from './executable/index';
export { candidateIndicators, headlineK, indicators, reportedKs } from './indicators';
export type { Indicators } from './indicators';
export { jointLevel, meanInterval, wilsonInterval } from './intervals';
export { logLemma2Bound, logLemma2Printed, logLemma2Sharp, logSwapProbability, logSwapSum } from './lemma2';
export type { PairCounts } from './lemma2';
export {
  errorAtDeviation,
  exactSetError,
  finiteClassSamples,
  leastExcessSetError,
} from './linear-inequality';
export type { FiniteTask } from './linear-inequality';
export { setMembership, topKMembership } from './membership';
export type { Membership } from './membership';
export { NOISE_FAMILIES, UNIT_NOISE } from './noise';
export type { NoiseFamily, UnitNoise } from './noise';
export { orderStatisticDensity, orderStatisticSurvival } from './order-statistics';
export { softLabelIndicators } from './record-indicators';
export {
  VACUOUS_BELOW,
  ghostSampleSize,
  leastSampleComplexity,
  printedRate,
  printedSampleComplexity,
  repairedSampleComplexity,
  smallestPrintedError,
} from './sample-complexity';
export type { LearningTask, SampleComplexity, VoidReason } from './sample-complexity';
export { setInformation } from './set-information';
export { theorem1Coefficients } from './theorem1-coefficients';
export { contractionFactor, lipschitzConstant, lipschitzLimit, steepestSlope } from './theorem3-contraction';
export type { IndicatorRange } from './theorem3-contraction';
export { cobweb, fixedPoints, selfTrainingRounds } from './theorem3-fixed-points';
export type { FixedPoint } from './theorem3-fixed-points';
export { ambiguityOfAccuracy, selfTrainingMap } from './theorem3-map';
export type { AccuracyFunction, AmbiguityForm, SelfTraining } from './theorem3-map';
export { theta } from './theta';
export type { SoftLabelArray } from './top-k';
export { judgeSoftLabels } from './verdict';
export type { Certainty, CheckVerdict, MarginParts } from './verdict';
export { votingAccuracy } from './voting-accuracy';
