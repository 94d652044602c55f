import type { DataSpec, OptimiserSpec, RunSpec, ScheduleSpec, TableCell } from '../base';
import { dataUnder } from './cells';
import type { MethodRow } from './cells';

/** [teacher, student, DKD's weight of the non-target part]: mdistiller's configurations; 8 where it has none for the pair. */
export type DistillationPair = readonly [teacher: string, student: string, nckdWeight: number];

/** Pairs of one kind of network, in the order of RepDistiller's table. */
export const SAME_PAIRS: readonly DistillationPair[] = [
  ['wrn_40_2', 'wrn_16_2', 6],
  ['wrn_40_2', 'wrn_40_1', 6],
  ['resnet56', 'resnet20', 2],
  ['resnet110', 'resnet20', 2],
  ['resnet110', 'resnet32', 2],
  ['resnet32x4', 'resnet8x4', 8],
  ['vgg13', 'vgg8', 6],
];

/** Pairs of different kinds. */
export const DIFFERENT_PAIRS: readonly DistillationPair[] = [
  ['vgg13', 'MobileNetV2', 6],
  ['ResNet50', 'MobileNetV2', 8],
  ['ResNet50', 'vgg8', 8],
  ['resnet32x4', 'ShuffleV1', 8],
  ['resnet32x4', 'ShuffleV2', 8],
  ['wrn_40_2', 'ShuffleV1', 8],
];

/** Pairs of CRLD's tables, in the order of its configurations. */
export const CRLD_SAME_PAIRS: readonly DistillationPair[] = [
  ...[SAME_PAIRS[2], SAME_PAIRS[4], SAME_PAIRS[5], SAME_PAIRS[0], SAME_PAIRS[1], SAME_PAIRS[6]],
];
export const CRLD_DIFFERENT_PAIRS: readonly DistillationPair[] = [
  DIFFERENT_PAIRS[4],
  ['resnet32x4', 'wrn_16_2', 8],
  DIFFERENT_PAIRS[1],
  DIFFERENT_PAIRS[0],
  ['wrn_40_2', 'MobileNetV2', 8],
  ['wrn_40_2', 'resnet8x4', 8],
];

/** The standard CIFAR-100 protocol (RepDistiller, mdistiller): pad-crop and flip, 240 epochs, batch 64. */
const data: DataSpec = {
  set: 'cifar100',
  views: { weak: { crop: 4, flip: true } },
  normalise: 'published',
};
const schedule: ScheduleSpec = { name: 'step', milestones: [150, 180, 210], factor: 0.1 };
const common = { specVersion: 1, data, schedule, epochs: 240, batchSize: 64 } as const;
const SECONDS = 24 * 3600;

/** 0.05, and 0.01 for the depthwise networks. */
function optimiser(model: string): OptimiserSpec {
  const learningRate = /^(MobileNetV2|ShuffleV)/.test(model) ? 0.01 : 0.05;
  return { name: 'sgd', learningRate, momentum: 0.9, weightDecay: 5e-4 };
}

/** A teacher trained by the same recipe; the released checkpoints were made so. */
export function repDistillerTeacher(model: string): RunSpec {
  return { ...common, model, optimiser: optimiser(model), method: { name: 'one-view', loss: 'ce' }, seed: 1 };
}

/** One published cell's exact specification; it needs a GPU and a day. */
export function repDistillerCell(
  teacher: string,
  student: string,
  { row, distilled, method, views, reconstruction }: MethodRow,
): TableCell {
  return {
    row,
    column: `${teacher}->${student}`,
    profile: 'paper',
    profileData: 'CIFAR-100',
    spec: {
      ...common,
      data: dataUnder(views, data),
      model: student,
      ...(distilled ? { teacher: { run: repDistillerTeacher(teacher) } } : {}),
      method,
      optimiser: optimiser(student),
    },
    seconds: SECONDS,
    ...(reconstruction ? { reconstruction } : {}),
  };
}
