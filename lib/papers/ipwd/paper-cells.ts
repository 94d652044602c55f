import type { DataSpec, OptimiserSpec, RunSpec, ScheduleSpec, TableCell } from '../../base';
import type { MethodRow } from '../cells';
import { oneView, stageRows } from '../rows';
import { paperRows } from '../paper-rows';
import { DIFFERENT_PAIRS, repDistillerCell, SAME_PAIRS } from '../repdistiller';
import type { DistillationPair } from '../repdistiller';
import { mlkdRows } from '../two-view-rows';
import { GROUPS, classesByTeacher, recallGain } from './class-groups';
import { ipwdRows } from './rows';

/** Pairs of Table 1. */
const RANKED: readonly DistillationPair[] = [
  DIFFERENT_PAIRS[1],
  DIFFERENT_PAIRS[3],
  DIFFERENT_PAIRS[4],
  DIFFERENT_PAIRS[5],
];

function cells(pairs: readonly DistillationPair[], further: readonly MethodRow[] = []): TableCell[] {
  return pairs.flatMap(([teacher, student, nckdWeight]) =>
    [...paperRows(nckdWeight), ...ipwdRows, ...mlkdRows, ...further].map((row) =>
      repDistillerCell(teacher, student, row),
    ),
  );
}

export const paperSame = (): TableCell[] => cells(SAME_PAIRS, stageRows);
/** Without FitNet and AT: RepDistiller pairs other stages there, which it does not say. */
export const paperDifferent = (): TableCell[] => cells(DIFFERENT_PAIRS);

/** Table 1: the gain of KD, and IPWD's beside it. */
export function paperTable1(): TableCell[] {
  const pairCells = cells(RANKED);
  return RANKED.flatMap(([teacher, student]) => {
    const of = (row: string) =>
      pairCells.find((cell) => cell.column === `${teacher}->${student}` && cell.row === row)!;
    return GROUPS.map((_, index) => ({
      ...of('kd'),
      row: `${teacher}->${student}`,
      column: PRINTED[index],
      derived: {
        needs: [of('ce').spec, of('ipwd').spec],
        value: ([run, baseline, ranked]) => recallGain(run, baseline, classesByTeacher(ranked), index),
      },
    }));
  });
}

/** Column names of the printed Table 1. */
const PRINTED = ['top 1-25', 'top 26-50', 'top 51-75', 'top 76-100'];

const NESTEROV = { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true } as const;
const imageNet: DataSpec = { set: 'imagenet', normalise: 'published' };

/** ImageNet by WSLD's recipe, the one that matches the published KD value. */
export function paperImageNet(): TableCell[] {
  const optimiser: OptimiserSpec = { ...NESTEROV, weightDecay: 1e-4 };
  const schedule: ScheduleSpec = { name: 'step', milestones: [30, 60, 90], factor: 0.1 };
  const common = {
    specVersion: 1,
    data: imageNet,
    optimiser,
    schedule,
    epochs: 100,
    batchSize: 256,
  } as const;
  const pairs = [
    ['ResNet34-imagenet', 'ResNet18-imagenet'],
    ['ResNet50-imagenet', 'MobileNetV1-imagenet'],
  ];
  const teacherOf = (model: string): RunSpec => ({ ...common, model, method: oneView('ce'), seed: 1 });
  const table: MethodRow[] = [
    { row: 'ce', distilled: false, method: oneView('ce') },
    { row: 'kd', distilled: true, method: oneView('kd', { ceWeight: 0.5, kdWeight: 0.5, temperature: 1 }) },
    { row: 'wsld', distilled: true, method: oneView('wsld', { kdWeight: 2.5, temperature: 2 }) },
    ipwdRows[0],
  ];
  return pairs.flatMap(([teacher, student]) =>
    table.map(({ row, distilled, method: spec, reconstruction }) => ({
      row,
      column: `${teacher}->${student}`,
      profile: 'paper' as const,
      profileData: 'ImageNet',
      spec: {
        ...common,
        model: student,
        ...(distilled ? { teacher: { run: teacherOf(teacher) } } : {}),
        method: spec,
      },
      seconds: 10 * 24 * 3600,
      ...(reconstruction ? { reconstruction } : {}),
    })),
  );
}

/** Self-distillation by PS-KD's recipe; of its networks the project has PreAct ResNet-18. */
export function paperSelf(): TableCell[] {
  const data: DataSpec = {
    set: 'cifar100',
    views: { weak: { crop: 4, flip: true } },
    normalise: 'published',
  };
  const optimiser: OptimiserSpec = { ...NESTEROV, weightDecay: 5e-4 };
  const schedule: ScheduleSpec = { name: 'step', milestones: [150, 225], factor: 0.1 };
  const common = { specVersion: 1, data, optimiser, schedule, epochs: 300, batchSize: 128 } as const;
  const table: MethodRow[] = [
    { row: 'ce', distilled: false, method: oneView('ce') },
    { row: 'label-smoothing', distilled: false, method: oneView('label-smoothing') },
    { row: 'pskd', distilled: false, method: { name: 'pskd', loss: 'pskd' } },
    {
      row: 'pskd + ipwd',
      distilled: false,
      method: { name: 'pskd', loss: 'pskd', options: { weights: 'ipwd' } },
      reconstruction: 'weights on the part of the target that the network made itself',
    },
  ];
  return table.map(({ row, method: spec, reconstruction }) => ({
    row,
    column: 'PreActResNet18',
    profile: 'paper' as const,
    profileData: 'CIFAR-100',
    spec: { ...common, model: 'PreActResNet18', method: spec },
    seconds: 2 * 24 * 3600,
    ...(reconstruction ? { reconstruction } : {}),
  }));
}
