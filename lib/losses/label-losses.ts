import { bootHardLoss } from './boot-hard';
import { bootSoftLoss } from './boot-soft';
import { ceLoss } from './ce';
import { confidencePenaltyLoss } from './confidence-penalty';
import type { LossDefinition } from './definition';
import { gceLoss } from './gce';
import { labelSmoothingLoss } from './label-smoothing';
import { proSelfLcLoss } from './proselflc';
import { sceLoss } from './sce';

/** Losses of one network and its labels, by samples: what can stand in for the cross-entropy of another loss. */
export type LabelLoss = LossDefinition & Required<Pick<LossDefinition, 'bySample'>>;

export const LABEL_LOSSES = [
  ceLoss,
  labelSmoothingLoss,
  confidencePenaltyLoss,
  bootSoftLoss,
  bootHardLoss,
  proSelfLcLoss,
  gceLoss,
  sceLoss,
] as readonly LabelLoss[];

/** @param name one of LABEL_LOSSES, as checked by the option that holds it */
export function labelLossByName(name: string): LabelLoss {
  return LABEL_LOSSES.find((loss) => loss.name === name)!;
}
