import type { ClaimDefinition, ProfileData, RunRecord, SeedQuantity, TableDefinition } from '../../base';
import { lastTop1 } from '../claims';
import { measuredOver } from '../records';
import { columnOf } from './tables';
import type { LabelLoss } from './settings';

export const SEEDS = 3;
export const PAPER = 'cmd';

/** A claim over seeds with a quantity of its own; above 0 unless said otherwise. */
export const claim = (
  id: string,
  statement: string,
  unit: string,
  runs: SeedQuantity,
  side: 'above' | 'below' = 'above',
  margin = 0,
): ClaimDefinition => ({ id, paper: PAPER, statement, kind: 'seeds', side, margin, unit, runs });

/** A column of a CMD table at profile cpu: one label loss on some labels. */
export interface Setting {
  /** In claim ids. */
  id: string;
  base: LabelLoss;
  labels: string;
}

/**
 * One number a seed from some rows in several settings: `perSetting` of each, then the mean over the settings.
 * @param perSetting records of one setting in the order of `rows`
 */
export function overSettings(
  table: TableDefinition,
  settings: readonly Setting[],
  rows: readonly string[],
  perSetting: (records: RunRecord[]) => number,
): SeedQuantity {
  const cells = settings.flatMap(({ base, labels }) =>
    rows.map((row) => ({ row, column: columnOf(base, labels) })),
  );
  return inTable(table, 'cpu', cells, (records) =>
    mean(
      settings.map((_, index) => perSetting(records.slice(index * rows.length, (index + 1) * rows.length))),
    ),
  );
}

/** A quantity of given cells; fails at once where the table lacks one of them. */
export function inTable(
  { paper, table, cells: known }: TableDefinition,
  profile: ProfileData['profile'],
  cells: { row: string; column: string }[],
  perSeed: (records: RunRecord[]) => number,
): SeedQuantity {
  for (const { row, column } of cells) {
    if (!known.some((cell) => cell.row === row && cell.column === column && cell.profile === profile)) {
      throw new Error(`${paper}/${table}: no cell '${row}' × '${column}' at profile ${profile}`);
    }
  }
  return { table: paper === 'cmd' ? table : `${paper}/${table}`, profile, seeds: SEEDS, cells, perSeed };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The first record's last accuracy minus the best of the others, in points. */
export const overBest = ([own, ...others]: readonly RunRecord[]): number =>
  lastTop1(own) - Math.max(...others.map(lastTop1));

/**
 * How much more often selected knowledge is right than unselected, in points, mean over the epochs in which both kinds
 * occur; 0 where there is no such epoch.
 * @param subset '', or 'Noisy' or 'Clean' for that subset of the images
 */
export function purityGain(record: RunRecord, subset: '' | 'Noisy' | 'Clean' = ''): number {
  const selected = measuredOver(record, `selectedPurity${subset}`);
  const rest = measuredOver(record, `unselectedPurity${subset}`);
  const gains = selected.flatMap((value, i) => {
    const other = rest[i];
    return value === null || other === null ? [] : [value - other];
  });
  return gains.length > 0 ? mean(gains) : 0;
}

/** Fall of mean H(p)/log C from the first epoch to the last, the smaller of both subsets. */
export function entropyFall(record: RunRecord): number {
  const fall = (name: string) => {
    const values = measuredOver(record, name).filter((value) => value !== null);
    return values[0] - values[values.length - 1];
  };
  return Math.min(fall('cleanEntropy'), fall('noisyEntropy'));
}

/** Accuracy lost between the best evaluated epoch and the last, in points: what memorising costs. */
export const memorisationGap = ({ metrics: { last, bestTest } }: RunRecord): number =>
  bestTest.top1 - last.top1;
