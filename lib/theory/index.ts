/** Indicators and conditions of biased soft labels, on plain arrays: no TensorFlow, no Node. */
export type { BootstrapOptions, IndicatorInterval } from './bootstrap';
export { checkSoftLabels } from './check';
export type { CheckEntry, CheckInput, CheckOptions, CheckReport } from './check';
export { ambiguityFloor, theorem1, theorem2 } from './conditions';
export { describeCheck } from './describe-check';
export { distances } from './distances';
export type { Distances } from './distances';
export { candidateIndicators, headlineK, indicators, reportedKs } from './indicators';
export type { Indicators } from './indicators';
export { softLabelIndicators } from './record-indicators';
export type { SoftLabelArray } from './top-k';
