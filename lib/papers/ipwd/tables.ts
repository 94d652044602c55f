import type { ProfileData, RunSpec, TableCell, TableDefinition } from '../../base';
import { profileColumn } from '../cells';
import type { MethodRow } from '../cells';
import { featureRows, stageRows } from '../rows';
import { c100Cpu, c100Quick, c100Teacher, fmnistFew, fmnistSmoke } from '../profiles';
import { referenceRows } from '../reference-rows';
import { mlkdRows } from '../two-view-rows';
import { GROUPS, classesByTeacher, recallGain } from './class-groups';
import { paperDifferent, paperImageNet, paperSame, paperSelf, paperTable1 } from './paper-cells';
import { placePsKd, withMetrics } from './self-metrics';
import { ablationRows, controlRows, familyRows, ipwdRows, selfRows } from './rows';

const FAMILY_SEEDS = 3;
/** The wiring on the embedded data, for tests only. */
const smoke = (rows: readonly MethodRow[]) => profileColumn(fmnistSmoke, rows);
const smokeRows = [...referenceRows(fmnistSmoke.epochs).filter(({ row }) => row !== 'dkd'), ...ipwdRows];

function twoStage(profile: ProfileData): TableCell[] {
  const { epochs } = profile;
  return profileColumn(profile, [
    ...referenceRows(epochs),
    ...ipwdRows,
    ...controlRows(epochs),
    ...familyRows,
    ...mlkdRows,
    ...stageRows,
    ...featureRows,
  ]);
}

/** Two-stage distillation, one teacher and student of the same kind; controls beside the methods. */
export const same: TableDefinition = {
  paper: 'ipwd',
  table: 'table2-same',
  title: 'Two-stage distillation, same architecture (Table 2)',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: {
    file: 'repdistiller-same',
    rows: {
      ...{ ce: 'student', kd: 'KD', fitnet: 'FitNet', at: 'AT', sp: 'SP', cc: 'CC', rkd: 'RKD', pkt: 'PKT' },
    },
  },
  seeds: FAMILY_SEEDS,
  cells: [
    ...smoke([...smokeRows, ...featureRows.filter(({ row }) => row !== 'sp'), ...familyRows.slice(0, 2)]),
    ...twoStage(c100Quick),
    ...twoStage(c100Cpu),
    ...paperSame(),
  ],
};

/** The same methods on pairs of different kinds. */
export const different: TableDefinition = {
  paper: 'ipwd',
  table: 'table2-different',
  title: 'Two-stage distillation, different architectures (Table 2)',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  selection: 'last',
  published: { file: 'repdistiller-different', rows: same.published!.rows },
  seeds: FAMILY_SEEDS,
  cells: [...smoke(smokeRows), ...paperDifferent()],
};

/** Gain in recall over the student alone, by quarter of the classes as the teacher ranks them. */
function gains(profile: ProfileData): TableCell[] {
  const cells = profileColumn(profile, [...referenceRows(profile.epochs), ...ipwdRows]);
  const of = (row: string) => cells.find((cell) => cell.row === row)!;
  // The ranking is the teacher's, whichever of its runs has measured it: IPWD's is always among the needed ones.
  const [alone, ranking] = [of('ce'), of('ipwd')];
  return ['kd', 'ipwd', 'ipwd, kd-over-cls'].flatMap((row) =>
    GROUPS.map((group, index) => ({
      ...of(row),
      column: `${of(row).column}, ${group}`,
      derived: {
        needs: [alone.spec, ranking.spec],
        value: ([run, baseline, ranked]) => recallGain(run, baseline, classesByTeacher(ranked), index),
      },
    })),
  );
}

export const table1: TableDefinition = {
  paper: 'ipwd',
  table: 'table1',
  title: 'Who profits from distillation: gain in recall by quarter of the classes (Table 1)',
  rowLabel: 'method',
  columnLabel: 'teacher->student, classes',
  quantity: { name: 'Gain in macro-average recall over the student alone', unit: 'points' },
  published: { file: 'ipwd-table1' },
  seeds: FAMILY_SEEDS,
  cells: [...gains(fmnistSmoke), ...gains(c100Cpu), ...paperTable1()],
};

/** What the weights need (Table 5): heads, standardisation, direction, limits. */
function ablations(profile: ProfileData): TableCell[] {
  const { epochs } = profile;
  const alone = referenceRows(epochs).filter(({ row }) => row === 'ce' || row === 'kd');
  return profileColumn(profile, [...alone, ...ipwdRows, ...ablationRows, ...controlRows(epochs)]);
}

export const table5: TableDefinition = {
  paper: 'ipwd',
  table: 'table5',
  title: 'Ablation of the weight estimation (Table 5)',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  seeds: FAMILY_SEEDS,
  // quick is the embedded data, which the notebook trains on.
  cells: [...ablations(fmnistSmoke), ...ablations(fmnistFew), ...ablations(c100Cpu)],
};

const smoothedTeacher: RunSpec = {
  ...c100Teacher,
  method: { name: 'one-view', loss: 'label-smoothing', lossOptions: { smoothing: 0.1 } },
};

/** KD and IPWD from a plain teacher and from one trained with label smoothing. */
export const smoothed: TableDefinition = {
  paper: 'ipwd',
  table: 'smoothed-teacher',
  title: 'A label-smoothed teacher',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  seeds: FAMILY_SEEDS,
  cells: [
    ...smoke(smokeRows),
    ...[c100Quick, c100Cpu].flatMap((profile) => {
      const rows = [...referenceRows(profile.epochs).filter(({ row }) => row === 'kd'), ipwdRows[0]];
      const withSmoothing = profileColumn({ ...profile, teacher: smoothedTeacher }, rows);
      return [
        ...profileColumn(profile, rows),
        ...withSmoothing.map((cell) => ({ ...cell, column: `${cell.column}, smoothed teacher` })),
      ];
    }),
  ],
};

/** ImageNet: specifications only. */
export const table4: TableDefinition = {
  paper: 'ipwd',
  table: 'table4',
  title: 'ImageNet (Table 4)',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  published: {
    file: 'ipwd-table4-inferred',
    rows: { ce: 'student', kd: 'KD', wsld: 'WSLD', ipwd: 'IPWD' },
  },
  seeds: 3,
  cells: [...smoke(smokeRows), ...paperImageNet()],
};

const alone = (profile: ProfileData) => {
  const rows = referenceRows(profile.epochs).filter(({ distilled }) => !distilled);
  return profileColumn({ ...profile, teacher: undefined }, [...rows, ...selfRows(profile.epochs)]);
};

/** Self-distillation by what PS-KD reports: top-1, and the other metrics of the same runs. */
export const table6: TableDefinition = {
  paper: 'ipwd',
  table: 'table6',
  title: 'One-stage self-distillation (Table 6)',
  rowLabel: 'method',
  columnLabel: 'network',
  seeds: FAMILY_SEEDS,
  published: { file: 'pskd-cifar100', place: placePsKd },
  cells: [
    ...alone(fmnistSmoke),
    ...alone(fmnistFew),
    ...withMetrics(alone(c100Cpu)),
    ...withMetrics(paperSelf()),
  ],
};

/** When to switch the weights on; Table 7 of the paper is not public. */
export const table7: TableDefinition = {
  ...table6,
  table: 'table7',
  title: 'When to switch the weights on in self-distillation (Table 7)',
  published: undefined,
  cells: table6.cells.filter(({ row, profile }) => profile !== 'paper' && row.startsWith('pskd')),
};

export const tables = [table1, same, different, table4, table5, smoothed, table6, table7];
