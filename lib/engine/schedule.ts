import type { ScheduleSpec } from '../base/run-spec';

/**
 * Learning rate of one step.
 *
 * The first ⌊warmup·totalSteps⌉ steps rise linearly, reaching `base` at the last of them. After that: `constant`
 * stays; `cosine` falls to 0, base·½(1 + cos(π·t)) with t the share of the remaining steps done; `step` multiplies
 * by `factor` once for each milestone epoch that has ended (as PyTorch's MultiStepLR does).
 * @param step counted from 0
 */
export function learningRateAt(
  schedule: ScheduleSpec,
  base: number,
  step: number,
  totalSteps: number,
  stepsPerEpoch: number,
): number {
  const rising = Math.round((schedule.warmup ?? 0) * totalSteps);
  if (step < rising) return (base * (step + 1)) / rising;
  switch (schedule.name) {
    case 'constant':
      return base;
    case 'cosine':
      return (base / 2) * (1 + Math.cos((Math.PI * (step - rising)) / (totalSteps - rising)));
    case 'step': {
      const epochsDone = Math.floor(step / stepsPerEpoch);
      const passed = (schedule.milestones ?? []).filter((milestone) => milestone <= epochsDone).length;
      return base * (schedule.factor ?? 0.1) ** passed;
    }
  }
}
