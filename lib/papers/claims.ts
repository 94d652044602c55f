import type { ClaimDefinition, RunRecord, SeedQuantity, TableCell } from '../base';

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
