import type { DataSpec, OptimiserSpec, RunSpec, ScheduleSpec, TableCell } from '../../base';
import type { MethodRow } from '../cells';

/** The standard CIFAR-100 protocol (RepDistiller, mdistiller): pad-crop and flip, 240 epochs, batch 64. */
const data: DataSpec = {
  set: 'cifar100',
  views: { weak: { crop: 4, flip: true } },
  normalise: 'published',
};
const optimiser: OptimiserSpec = { name: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 5e-4 };
const schedule: ScheduleSpec = { name: 'step', milestones: [150, 180, 210], factor: 0.1 };
const common = { specVersion: 1, data, optimiser, schedule, epochs: 240, batchSize: 64 } as const;

/** [teacher, student, DKD's weight of the non-target part] as mdistiller's configurations have them. */
const PAIRS: readonly [string, string, number][] = [
  ['resnet56', 'resnet20', 2],
  ['resnet110', 'resnet32', 2],
  ['resnet32x4', 'resnet8x4', 8],
  ['wrn_40_2', 'wrn_16_2', 6],
  ['wrn_40_2', 'wrn_40_1', 6],
];

/** Cells at profile `paper`: one column a published pair. They need a GPU; their specifications are exact. */
export function paperCells(): TableCell[] {
  return PAIRS.flatMap(([teacher, student, nckdWeight]) => {
    const teacherRun: RunSpec = {
      ...common,
      model: teacher,
      method: { name: 'one-view', loss: 'ce' },
      seed: 1,
    };
    const rows: MethodRow[] = [
      { row: 'ce', distilled: false, method: { name: 'one-view', loss: 'ce' } },
      { row: 'kd', distilled: true, method: { name: 'one-view', loss: 'kd' } },
      { row: 'dkd', distilled: true, method: { name: 'one-view', loss: 'dkd', lossOptions: { nckdWeight } } },
    ];
    return rows.map(({ row, distilled, method }) => ({
      row,
      column: `${teacher}->${student}`,
      profile: 'paper' as const,
      profileData: 'CIFAR-100',
      spec: { ...common, model: student, ...(distilled ? { teacher: { run: teacherRun } } : {}), method },
      seconds: 24 * 3600,
    }));
  });
}
