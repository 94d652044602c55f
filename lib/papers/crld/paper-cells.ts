import type { DataSpec, OptimiserSpec, RunSpec, ScheduleSpec, TableCell } from '../../base';
import { dataUnder } from '../cells';
import type { MethodRow } from '../cells';
import { ipwdRows } from '../ipwd/rows';
import { paperRows } from '../paper-rows';
import { CRLD_DIFFERENT_PAIRS, CRLD_SAME_PAIRS, repDistillerCell } from '../repdistiller';
import type { DistillationPair } from '../repdistiller';
import { oneView, stageRows } from '../rows';
import { mlkdRows, twoView } from '../two-view-rows';
import { controlRows, crldMethod } from './rows';
import type { CrldSetting } from './rows';

/** What CIFAR-100's tables hold for a pair: CRLD, its controls and every other method there is. */
function rows(nckdWeight: number): MethodRow[] {
  return [...paperRows(nckdWeight), ...ipwdRows, ...mlkdRows, crldMethod(), ...controlRows()];
}

const cells = (pairs: readonly DistillationPair[], further: readonly MethodRow[] = []): TableCell[] =>
  pairs.flatMap(([teacher, student, nckdWeight]) =>
    [...rows(nckdWeight), ...further].map((row) => repDistillerCell(teacher, student, row)),
  );

export const paperSame = (): TableCell[] => cells(CRLD_SAME_PAIRS, stageRows);
/** Without FitNet and AT: RepDistiller pairs other stages there, which it does not say. */
export const paperDifferent = (): TableCell[] => cells(CRLD_DIFFERENT_PAIRS);

/** A recipe of its own for a data set and a pair: everything that the rows of a column have in common. */
interface Recipe {
  data: DataSpec;
  optimiser: OptimiserSpec;
  schedule: ScheduleSpec;
  epochs: number;
  batchSize: number;
}

function cellsOf(
  recipe: Recipe,
  [teacher, student]: readonly [string, string],
  profileData: string,
  table: readonly MethodRow[],
  seconds: number,
): TableCell[] {
  const common = { specVersion: 1, ...recipe } as const;
  const taught: RunSpec = { ...common, model: teacher, method: oneView('ce'), seed: 1 };
  return table.map(({ row, distilled, views, method, reconstruction }) => ({
    row,
    column: `${teacher}->${student}`,
    profile: 'paper',
    profileData,
    spec: {
      ...common,
      data: dataUnder(views, recipe.data),
      model: student,
      ...(distilled ? { teacher: { run: taught } } : {}),
      method,
    },
    seconds,
    ...(reconstruction ? { reconstruction } : {}),
  }));
}

/** Losses at the settings of the data set, CRLD and its controls. */
function table(kd: Record<string, unknown>, logitRows: readonly MethodRow[], crld: CrldSetting): MethodRow[] {
  return [
    { row: 'ce', distilled: false, method: oneView('ce') },
    { row: 'kd', distilled: true, method: oneView('kd', kd) },
    ...logitRows,
    crldMethod(crld),
    ...controlRows(crld),
  ];
}

/** resnet32x4 -> resnet8x4 by the released configuration. */
export function paperTinyImageNet(): TableCell[] {
  const recipe: Recipe = {
    data: {
      set: 'tiny-imagenet',
      views: { weak: { crop: 8, flip: true } },
      normalise: 'published',
    },
    optimiser: { name: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 5e-4 },
    schedule: { name: 'step', milestones: [150, 180, 210], factor: 0.1 },
    epochs: 240,
    batchSize: 64,
  };
  const rows = table(
    { ceWeight: 0.1, kdWeight: 0.9, temperature: 1 },
    [
      {
        row: 'normkd',
        distilled: true,
        method: oneView('normkd', { ceWeight: 0.5, kdWeight: 0.5, temperature: 1 }),
      },
    ],
    { ceWeight: 1, withinViewWeight: 4, crossViewWeight: 1, temperature: 2 },
  );
  return cellsOf(recipe, ['resnet32x4', 'resnet8x4'], 'Tiny-ImageNet', rows, 4 * 24 * 3600);
}

/** Pairs with DKD's weight of the non-target part in mdistiller's configurations. */
const IMAGENET_PAIRS = [
  ['ResNet34-imagenet', 'ResNet18-imagenet', 0.5],
  ['ResNet50-imagenet', 'MobileNetV1-imagenet', 2],
] as const;

/** ImageNet by the released configuration; parts are cut from the evaluation view, a reconstruction. */
export function paperImageNet(): TableCell[] {
  const recipe: Recipe = {
    data: { set: 'imagenet', views: { weak: { resizedCrop: true, flip: true } }, normalise: 'published' },
    optimiser: { name: 'sgd', learningRate: 0.2, momentum: 0.9, weightDecay: 1e-4 },
    schedule: { name: 'step', milestones: [30, 60, 90], factor: 0.1 },
    epochs: 100,
    batchSize: 512,
  };
  const halves = { ceWeight: 0.5, kdWeight: 0.5, temperature: 1 };
  return IMAGENET_PAIRS.flatMap(([teacher, student, nckdWeight]) => {
    const others: MethodRow[] = [
      {
        row: 'dkd',
        distilled: true,
        method: oneView('dkd', { nckdWeight, temperature: 1, warmupEpochs: 1 }),
      },
      { row: 'nkd', distilled: true, method: oneView('nkd') },
      { row: 'normkd', distilled: true, method: oneView('normkd', halves) },
      { row: 'dist', distilled: true, method: oneView('dist') },
      { row: 'mlkd', distilled: true, views: 'two', method: twoView('mlkd', halves) },
    ];
    const rows = table(halves, others, {
      ceWeight: 2,
      withinViewWeight: 2,
      crossViewWeight: 0.5,
      temperature: 1,
    });
    return cellsOf(recipe, [teacher, student], 'ImageNet', rows, 20 * 24 * 3600);
  });
}
