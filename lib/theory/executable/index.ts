import { simulateAmbiguityBias } from './ambiguity-bias';
import { simulateAmbiguityFloor } from './ambiguity-floor';
import { simulateCorollary1 } from './corollary1';
import { simulateCorollary2 } from './corollary2';
import { simulateLinearInequality } from './linear-inequality';
import { simulateMissingFactor } from './missing-factor';
import { simulatePointwiseAverage } from './pointwise-average';
import { simulateRealisabilityGap } from './realisability-gap';
import type { SimulationOptions, TheoremCheck } from './result';
import { simulateSampleSizes } from './sample-sizes';
import { simulateTheorem1 } from './theorem1';
import { simulateTheorem3 } from './theorem3';
import { simulateTheorem3Uniqueness } from './theorem3-uniqueness';
import { simulateVacuousBound } from './vacuous-bound';

export {
  simulateAmbiguityBias,
  simulateAmbiguityFloor,
  simulateCorollary1,
  simulateCorollary2,
  simulateLinearInequality,
  simulateMissingFactor,
  simulatePointwiseAverage,
  simulateRealisabilityGap,
  simulateSampleSizes,
  simulateTheorem1,
  simulateTheorem3,
  simulateTheorem3Uniqueness,
  simulateVacuousBound,
};
export { statementVerdicts } from './result';
export type { CheckedValue, Prediction, SimulationOptions, StatementVerdict, TheoremCheck } from './result';

/** All executable theorems by id, in the order of the paper. */
export const EXECUTABLE_THEOREMS: Readonly<Record<string, (options?: SimulationOptions) => TheoremCheck>> = {
  theorem1: simulateTheorem1,
  'missing-factor': simulateMissingFactor,
  'vacuous-bound': simulateVacuousBound,
  'realisability-gap': simulateRealisabilityGap,
  'sample-sizes': simulateSampleSizes,
  'pointwise-average': simulatePointwiseAverage,
  'linear-inequality': simulateLinearInequality,
  theorem3: simulateTheorem3,
  'theorem3-uniqueness': simulateTheorem3Uniqueness,
  corollary1: simulateCorollary1,
  corollary2: simulateCorollary2,
  'ambiguity-floor': simulateAmbiguityFloor,
  'ambiguity-bias': simulateAmbiguityBias,
};
