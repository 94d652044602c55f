import type { OptimiserSpec, ScheduleSpec } from '../../base';

/** SGD with Nesterov momentum 0.9 and weight decay 5e-4, as all quick and cpu profiles use it. */
export function sgd(learningRate: number): OptimiserSpec {
  return { name: 'sgd', learningRate, momentum: 0.9, nesterov: true, weightDecay: 5e-4 };
}

/** Linear warm-up over the first 15 % of the steps, then cosine to 0: short runs need no tuned milestones. */
export const warmCosine: ScheduleSpec = { name: 'cosine', warmup: 0.15 };
