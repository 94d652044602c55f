import type { ClaimDefinition, RunRecord, SeedQuantity, TableCell, TableDefinition } from '../base';

/** Last-epoch top-1 of one record, in %. */
export const lastTop1 = (record: RunRecord): number => record.metrics.last.top1;

/** The cells of two rows at one profile, and row − baseline per seed in points of top-1. */
export function pairedDifference(
  cells: readonly TableCell[],
  table: string,
  profile: SeedQuantity['profile'],
  row: string,
  baseline: string,
  seeds: number,
): SeedQuantity {
  const cell = (name: string) => {
    const found = cells.find((candidate) => candidate.row === name && candidate.profile === profile);
    if (!found) throw new Error(`${table}: no cell in row ${name} at profile ${profile}`);
    return { row: found.row, column: found.column };
  };
  return {
    table,
    profile,
    seeds,
    cells: [cell(row), cell(baseline)],
    perSeed: ([of, against]) => lastTop1(of) - lastTop1(against),
  };
}

/** "row exceeds baseline by more than `margin` points of last-epoch top-1", decided over paired seeds. */
export function exceeds(
  id: string,
  statement: string,
  paper: string,
  runs: SeedQuantity,
  margin = 0,
): ClaimDefinition {
  return { id, paper, statement, kind: 'seeds', side: 'above', margin, unit: 'points of top-1', runs };
}

/** A quantity of several rows of a table at profile cpu, in the order given, each from the first column that will do. */
export function overRows(
  table: TableDefinition,
  rows: readonly string[],
  seeds: number,
  perSeed: (records: RunRecord[]) => number,
  inColumn: (column: string) => boolean = () => true,
): SeedQuantity {
  const cells = rows.map((row) => {
    const cell = table.cells.find((one) => one.profile === 'cpu' && one.row === row && inColumn(one.column));
    if (!cell) throw new Error(`${table.table}: no cell in row ${row} at profile cpu`);
    return { row: cell.row, column: cell.column };
  });
  return { table: table.table, profile: 'cpu', seeds, cells, perSeed };
}

/** Makes a paper's claims over seeds with quantities of their own. */
export const seedClaimsOf =
  (paper: string) =>
  (
    id: string,
    statement: string,
    side: 'above' | 'below',
    margin: number,
    unit: string,
    runs: SeedQuantity,
  ): ClaimDefinition => ({ id, paper, statement, kind: 'seeds', side, margin, unit, runs });
