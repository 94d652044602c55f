import type { PageCell, PageTable } from '../figures';
import { claimNumber, claimedSide } from '../results';
import type { CellView, TableView } from '../results';
import type { PaperClaim } from './judge';

const CLAIM_COLUMNS = {
  claim: (claim: PaperClaim): PageCell => claim.id,
  statement: (claim: PaperClaim): PageCell => claim.statement,
  verdict: (claim: PaperClaim): PageCell => ({ verdict: claim.text }),
  claimed: (claim: PaperClaim): PageCell => claimedSide(claim),
  effect: (claim: PaperClaim): PageCell =>
    claim.effect === undefined ? null : { text: claimNumber(claim.effect), note: claim.unit },
  '95 % interval': (claim: PaperClaim): PageCell =>
    claim.interval ? `${claimNumber(claim.interval.low)} to ${claimNumber(claim.interval.high)}` : null,
  n: (claim: PaperClaim): PageCell => claim.values.length || null,
  profile: (claim: PaperClaim): PageCell => claim.profile ?? null,
};

export type ClaimColumn = keyof typeof CLAIM_COLUMNS;

/** Judged claims, one a line. */
export function claimTable(
  claims: readonly PaperClaim[],
  caption: string,
  columns: readonly ClaimColumn[] = Object.keys(CLAIM_COLUMNS) as ClaimColumn[],
): PageTable {
  return {
    caption,
    head: [...columns],
    rows: claims.map((claim) => columns.map((column) => CLAIM_COLUMNS[column](claim))),
  };
}

/** One line for each cell: published and measured stand beside each other, never in each other's place. */
export function cellTable(view: TableView, cells: readonly CellView[], caption: string): PageTable {
  return {
    caption,
    ...(view.notes && { notes: view.notes }),
    head: [view.columnLabel, view.rowLabel, 'published', 'measured', 'verdict'],
    rows: cells.map((cell) => [
      cell.column,
      cell.row,
      cell.published ? { text: String(cell.published.value), note: cell.published.basis } : null,
      cell.measured ? measured(cell.measured) : null,
      { verdict: cell.verdict, note: cell.reconstruction },
    ]),
  };
}

/**
 * A table as papers print it, methods down and columns across; in a cell the measured number, the published one beside it
 * with its basis, and what is to be said of them. A row that contains reconstructed details says so.
 */
export function gridTable(view: TableView, cells: readonly CellView[], caption: string): PageTable {
  const at = new Map(cells.map((cell) => [JSON.stringify([cell.row, cell.column]), cell]));
  const has = (key: 'row' | 'column', label: string) => cells.some((cell) => cell[key] === label);
  const columns = view.columns.filter(({ label }) => has('column', label));
  const rows = view.rows.filter(({ label }) => has('row', label));
  return {
    caption,
    ...(view.notes && { notes: view.notes }),
    head: [view.rowLabel, ...columns.map(({ label }) => label)],
    rows: rows.map(({ label }) => {
      const own = columns.map((column) => at.get(JSON.stringify([label, column.label])));
      const rebuilt = own.some((cell) => cell?.reconstruction);
      return [
        rebuilt ? { text: label, note: 'reconstruction' } : label,
        ...own.map((cell) => (cell ? gridCell(cell) : null)),
      ];
    }),
  };
}

function gridCell({ measured: found, published, verdict }: CellView): PageCell {
  const printed = published && `published ${published.value} (${published.basis})`;
  if (!found) return { text: printed ?? verdict, ...(printed && { note: verdict }) };
  const judged = verdict === 'scaled-down only' ? undefined : verdict;
  return { text: measured(found), note: [printed, judged].filter(Boolean).join('; ') || undefined };
}

/** Two decimals, with a true minus sign. */
function fixed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function measured({ mean, sd, n }: NonNullable<CellView['measured']>): string {
  return `${fixed(mean)}${sd === undefined ? '' : ` ± ${fixed(sd)}`} (n = ${n})`;
}
