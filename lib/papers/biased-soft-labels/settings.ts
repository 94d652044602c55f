import type { MethodSpec, RunSpec } from '../../base';

/** Weights of an SBT: punishment α1, compensation α2, random labels α3. */
export type Alphas = readonly [punish: number, compensate: number, random: number];

/** Inside the printed ranges (α1 0 to 0.4, α2 0.9 to 1.3, α3 1.6 to 2.3), with α2 in the middle. */
export const SWEEP: readonly Alphas[] = [
  [0, 1.1, 1.6],
  [0, 1.1, 2],
  [0.2, 1.1, 1.6],
  [0.2, 1.1, 2],
  [0.2, 1.1, 2.3],
  [0.4, 1.1, 2],
  [0.4, 1.1, 2.3],
];
/** The ends of the range of α2. */
export const COMPENSATION: readonly Alphas[] = [
  [0.2, 0.9, 2],
  [0.2, 1.3, 2],
];
/** The teacher of the term ablations, of the rules and of the switches. */
export const BASE: Alphas = [0.2, 1.1, 2];
/** One term of the loss taken away from it. */
export const WITHOUT_PUNISHMENT: Alphas = [0, 1.1, 2];
export const WITHOUT_COMPENSATION: Alphas = [0.2, 0, 2];
export const WITHOUT_RANDOM: Alphas = [0.2, 1.1, 0];

export const sbtName = (alphas: Alphas): string => `SBT ${alphas.join('/')}`;

export function sbtMethod(
  [punishWeight, compensateWeight, randomWeight]: Alphas,
  lossOptions: Record<string, unknown> = {},
  options?: Record<string, unknown>,
): MethodSpec {
  return {
    name: 'sbt',
    loss: 'sbt',
    lossOptions: { punishWeight, compensateWeight, randomWeight, ...lossOptions },
    ...(options && { options }),
  };
}

/** A bad teacher of one kind, under the name of its rows. */
export interface BadTeacher {
  name: string;
  method: MethodSpec;
  /** Default 1. */
  seed?: number;
}

export const sbtOf = (alphas: Alphas): BadTeacher => ({ name: sbtName(alphas), method: sbtMethod(alphas) });

/** The SBTs inside the printed ranges, the middle one with three teachers. */
export const REPLICAS: readonly BadTeacher[] = [2, 3].map((seed) => ({
  ...sbtOf(BASE),
  name: `${sbtName(BASE)}, teacher seed ${seed}`,
  seed,
}));
export const PRINTED_RANGE: readonly BadTeacher[] = [...[...SWEEP, ...COMPENSATION].map(sbtOf), ...REPLICAS];

/** What the paper leaves open about the random labels. */
export const MEAN: BadTeacher = {
  name: `${sbtName(BASE)}, mean over the random labels`,
  method: sbtMethod(BASE, { reduction: 'mean' }),
};
export const redrawn = (redraw: 'epoch' | 'step'): BadTeacher => ({
  name: `${sbtName(BASE)}, redrawn each ${redraw}`,
  method: sbtMethod(BASE, {}, { redraw }),
});

/** The profile's bad teacher, trained otherwise. */
export function teacherRun(
  base: RunSpec,
  { method, seed = 1 }: Pick<BadTeacher, 'method' | 'seed'>,
): RunSpec {
  return { ...base, method, seed };
}
