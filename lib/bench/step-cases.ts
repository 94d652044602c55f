import type { MethodSpec, ViewSpec } from '../base';

/** The networks of the step benchmark and the teacher each one's KD step asks, pairs of the papers. */
export const STEP_PAIRS: Readonly<Record<string, string>> = {
  resnet8: 'resnet14x2',
  resnet20: 'resnet56',
  resnet8x4: 'resnet32x4',
  wrn_16_2: 'wrn_40_2',
  MobileNetV2: 'vgg13',
  ShuffleV2: 'resnet32x4',
};

/** `ce`: forward, cross entropy, backward, SGD. `kd`: the teacher's forward and Hinton's loss besides. */
export const STEP_KINDS = ['ce', 'kd'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface StepCase {
  model: string;
  /** Absent for `ce`. */
  teacher?: string;
  /** `ipwd`: an auxiliary head and weights by sample besides (with a teacher only). */
  loss?: 'ipwd';
  /** A whole step of a method, from the views of its batch on, in the place of forward, loss, backward and update. */
  whole?: WholeCase;
  batch: number;
  side: number;
  classes: number;
}

export interface WholeCase {
  method: MethodSpec;
  views: Record<string, ViewSpec>;
}

/** First answer of a worker: the time of the first step, which builds and caches. */
export interface Ready {
  version: string;
  parameters: number;
  firstStepMs: number;
}

export interface Measured {
  /** Milliseconds of each step. */
  times: number[];
  /** Resident and highest resident memory of the process, MB. */
  rssMb: number;
  peakRssMb: number;
  /** Tensors alive in the process; 0 from PyTorch, which does not count them. */
  tensors: number;
}
