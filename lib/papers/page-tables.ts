import type { PageCell, PageTable } from '../figures';
import type { CellView, TableView } from '../results';
import type { PaperClaim } from './judge';

const CLAIM_COLUMNS = {
  claim: (claim: PaperClaim): PageCell => claim.id,
  statement: (claim: PaperClaim): PageCell => claim.statement,
  verdict: (claim: PaperClaim): PageCell => ({ verdict: claim.text }),
  effect: (claim: PaperClaim): PageCell =>
    claim.effect === undefined ? null : { text: claim.effect.toFixed(2), note: claim.unit },
  '95 % interval': (claim: PaperClaim): PageCell =>
    claim.interval ? `${claim.interval.low.toFixed(2)} to ${claim.interval.high.toFixed(2)}` : null,
  seeds: (claim: PaperClaim): PageCell => claim.values.length || null,
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

function measured({ mean, sd, n }: NonNullable<CellView['measured']>): string {
  return `${mean.toFixed(2)}${sd === undefined ? '' : ` ± ${sd.toFixed(2)}`} (n = ${n})`;
}
