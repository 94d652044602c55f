import type { LossDefinition } from './definition';
import { dkdLoss } from './dkd';
import { kdLoss } from './kd';
import { lskdLoss } from './lskd';
import { nkdLoss } from './nkd';
import { normKdLoss } from './normkd';

/** Distillation losses on one view of the student and one of the teacher, by samples: what a term of CRLD can be. */
export type OneViewLoss = LossDefinition & Required<Pick<LossDefinition, 'bySample'>>;

/** Without `mlkd` in it, which wants two views of each at once. */
const lskdOfOneView: LossDefinition = {
  ...lskdLoss,
  options: lskdLoss.options.map((option) =>
    option.name === 'inner' ? { ...option, choices: ['kd', 'dkd'] } : option,
  ),
};

export const ONE_VIEW_LOSSES = [
  kdLoss,
  dkdLoss,
  nkdLoss,
  normKdLoss,
  lskdOfOneView,
] as readonly OneViewLoss[];

/** @param name one of ONE_VIEW_LOSSES, as checked by the option that holds it */
export function oneViewLossByName(name: string): OneViewLoss {
  return ONE_VIEW_LOSSES.find((loss) => loss.name === name)!;
}
