import type { ProfileData, TableCell, TableDefinition } from '../../base';
import { profileColumn } from '../cells';
import type { MethodRow } from '../cells';
import { C100_FEW, c100Cpu, c100Quick, fmnistGentle, fmnistGentleSmoke } from '../profiles';
import { referenceRows } from '../reference-rows';
import { mlkdRows } from '../two-view-rows';
import { combination, paperCombination } from './combination';
import { paperDifferent, paperImageNet, paperSame, paperTinyImageNet } from './paper-cells';
import { ablationRows, controlRows, crldMethod, furtherAblationRows, thresholdRows } from './rows';

const SEEDS = 3;
const reference = (profile: ProfileData, rows: readonly string[]) =>
  referenceRows(profile.epochs).filter(({ row }) => rows.includes(row));

/** The wiring on the embedded data, for tests only. */
const smoke = (rows: readonly MethodRow[]) =>
  profileColumn(fmnistGentleSmoke, [...reference(fmnistGentleSmoke, ['ce', 'kd']), ...rows]);
const smokeRows = [crldMethod(), controlRows()[1]];

/** Published names of our rows in the CIFAR-100 tables. */
const PUBLISHED = {
  ...{ ce: 'student', kd: 'KD', dkd: 'DKD', mlkd: 'MLKD', fitnet: 'FitNet', at: 'AT', sp: 'SP', rkd: 'RKD' },
  ...{ pkt: 'PKT', lskd: 'KD + logit std.', 'lskd over mlkd': 'MLKD + logit std.' },
};

function comparison(profile: ProfileData): TableCell[] {
  return profileColumn(profile, [
    ...referenceRows(profile.epochs),
    crldMethod(),
    ...controlRows(),
    ...mlkdRows,
  ]);
}

/** Teachers and students of one kind. */
export const same: TableDefinition = {
  paper: 'crld',
  table: 'same',
  title: 'CIFAR-100, teacher and student of the same style',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: {
    file: 'crld-baselines-same',
    further: ['crld-cifar100-same'],
    rows: {
      ...PUBLISHED,
      ...{ cc: 'CC', dist: 'DIST', ttm: 'TTM', wttm: 'WTTM' },
      crld: 'CRLD (column "corresponding baseline Acc"; origin inferred)',
    },
  },
  seeds: SEEDS,
  cells: [...smoke(smokeRows), ...comparison(c100Quick), ...comparison(c100Cpu), ...paperSame()],
};

/** Teachers and students of different kinds. */
export const different: TableDefinition = {
  paper: 'crld',
  table: 'different',
  title: 'CIFAR-100, teacher and student of different styles',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: {
    file: 'crld-baselines-different',
    rows: Object.fromEntries(Object.entries(PUBLISHED).filter(([row]) => row !== 'fitnet' && row !== 'at')),
  },
  seeds: SEEDS,
  cells: [...smoke(smokeRows), ...paperDifferent()],
};

/** CRLD with other losses in its terms. */
export const combinations: TableDefinition = {
  paper: 'crld',
  table: 'combination',
  title: 'CRLD with other logit losses in its four terms (a reconstruction)',
  rowLabel: 'loss',
  columnLabel: 'teacher->student, how it is used',
  selection: 'last',
  seeds: SEEDS,
  cells: [...combination(fmnistGentleSmoke), ...combination(c100Cpu), ...paperCombination()],
};

function ablations(profile: ProfileData): TableCell[] {
  return profileColumn(profile, [
    ...reference(profile, ['ce', 'kd']),
    crldMethod(),
    ...controlRows(),
    ...ablationRows,
    ...furtherAblationRows,
  ]);
}

/** Terms, masks, temperature, passes; thresholds at profile quick. */
export const ablation: TableDefinition = {
  paper: 'crld',
  table: 'ablation',
  title: 'What CRLD needs: terms, masks, temperature, passes',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  seeds: SEEDS,
  cells: [
    ...ablations(fmnistGentleSmoke),
    ...ablations(fmnistGentle),
    ...ablations(c100Quick),
    ...profileColumn(c100Quick, thresholdRows),
    ...ablations(c100Cpu),
  ],
};

const fewRows = (profile: ProfileData): MethodRow[] => [
  ...reference(profile, ['ce', 'kd']),
  crldMethod(),
  controlRows()[1],
];

/** 10 to 100 % of the training images. */
export const fewLabels: TableDefinition = {
  paper: 'crld',
  table: 'few-labels',
  title: 'Fewer labels: 10, 25, 50 and 100 % of the training images',
  rowLabel: 'method',
  columnLabel: 'teacher->student on data',
  selection: 'last',
  seeds: SEEDS,
  cells: [
    ...smoke(smokeRows),
    ...[...C100_FEW, c100Cpu].flatMap((profile) => profileColumn(profile, fewRows(profile))),
  ],
};

export const tinyImageNet: TableDefinition = {
  paper: 'crld',
  table: 'tiny-imagenet',
  title: 'Tiny-ImageNet',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: { file: 'crld-tinyimagenet-baselines', rows: { kd: 'KD' } },
  seeds: SEEDS,
  cells: [...smoke(smokeRows), ...paperTinyImageNet()],
};

export const imageNet: TableDefinition = {
  paper: 'crld',
  table: 'imagenet',
  title: 'ImageNet',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: {
    file: 'crld-imagenet-baselines',
    rows: { ce: 'student', kd: 'KD', dkd: 'DKD', nkd: 'NKD', dist: 'DIST' },
  },
  seeds: SEEDS,
  cells: [...smoke(smokeRows), ...paperImageNet()],
};

export const tables = [same, different, combinations, ablation, fewLabels, tinyImageNet, imageNet];
