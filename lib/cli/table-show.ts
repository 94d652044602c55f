import { InputError, oneOf, shown } from '../base';
import type { Profile, RunRecord, TableDefinition } from '../base';
import type { CellView, TableView } from '../results';
import { print, printJson } from './output';

export interface ShowOptions {
  profile?: readonly Profile[];
  seeds?: number;
  only?: readonly string[];
  json?: boolean;
}

/** Prints a table with its claims from the given records. */
export async function showTable(
  table: TableDefinition,
  records: readonly RunRecord[],
  { profile, seeds, only, json }: ShowOptions,
): Promise<void> {
  const { judgeTable, viewTable } = await import('../papers/index.js');
  const { missingOf, renderTable } = await import('../results/index.js');
  const whole = viewTable(table, records, { profiles: profile, seeds });
  const view = only ? withRows(whole, only, missingOf) : whole;
  // A claim is judged at its own profile: below the cells of another one it would read as their verdict.
  const claims = judgeTable(table, records).filter(
    (claim) => !profile || (claim.profile && profile.includes(claim.profile)),
  );
  if (json) return printJson({ ...view, claims });
  print(renderTable(view));
  for (const claim of claims) print(`${claim.id} (${claim.profile})  ${claim.text}: ${claim.statement}`);
}

/** The same table with some of its rows. */
function withRows(
  view: TableView,
  only: readonly string[],
  missingOf: (cells: readonly CellView[]) => Pick<TableView, 'missingRuns' | 'missingSeconds'>,
): TableView {
  const known = view.rows.map((row) => row.name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `--only: found ${shown(unknown)}, allowed in ${view.paper}/${view.table} is ${oneOf([...new Set(known)])}`,
    );
  }
  const rows = view.rows.filter((row) => only.includes(row.name));
  const labels = rows.map((row) => row.label);
  const cells = view.cells.filter((cell) => labels.includes(cell.row));
  return {
    ...view,
    rows,
    columns: view.columns.filter((column) => cells.some((cell) => cell.column === column.label)),
    cells,
    ...missingOf(cells),
  };
}
