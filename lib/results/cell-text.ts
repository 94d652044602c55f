import { counted } from '../base';
import type { CellView, MeasuredCell, PublishedCell, TableView } from './table-view';

const BASIS_MARKS = { exact: '', secondary: '†', inferred: '‡' } as const;

/** `70.23 ± 0.74 (3)`: mean, sample standard deviation, number of seeds. */
export function measuredText(measured: MeasuredCell, digits: number): string {
  const spread = measured.sd === undefined ? '' : ` ± ${measured.sd.toFixed(digits)}`;
  return `${measured.mean.toFixed(digits)}${spread} (${measured.n})`;
}

/** `73.08 ± 0.2†`: value, printed spread, mark of a basis that is not exact. */
export function publishedText(published: PublishedCell, digits: number): string {
  const spread = published.sd === undefined ? '' : ` ± ${published.sd.toFixed(digits)}`;
  return `${published.value.toFixed(digits)}${spread}${BASIS_MARKS[published.basis]}`;
}

/** What stands in one cell, line by line. A published number alone needs no verdict: the caption says so. */
export function cellLines(cell: CellView | undefined, digits: number): string[] {
  if (!cell) return [];
  const { published, measured, verdict } = cell;
  if (verdict === 'published only') return published ? [publishedText(published, digits)] : [];
  return [
    ...(measured ? [measuredText(measured, digits)] : []),
    ...(published ? [`published ${publishedText(published, digits)}`] : []),
    verdict,
  ];
}

/** Decimals that suit a metric: accuracies and AURC have two, losses and calibration four. */
export function digitsOf(view: Pick<TableView, 'metric'>): number {
  return view.metric === 'nll' || view.metric === 'ece' ? 4 : 2;
}

/** Looks cells up by the labels of row and column. */
export function cellFinder(view: TableView): (row: string, column: string) => CellView | undefined {
  const key = (row: string, column: string): string => JSON.stringify([row, column]);
  const cells = new Map(view.cells.map((cell) => [key(cell.row, cell.column), cell]));
  return (row, column) => cells.get(key(row, column));
}

const SELECTIONS = {
  last: 'last epoch',
  bestTest: 'best test epoch (optimistic)',
  bestValidation: 'best validation epoch',
} as const;

const METRICS: Readonly<Record<string, string>> = {
  top1: 'Top-1 accuracy in %',
  top5: 'Top-5 accuracy in %',
  nll: 'Negative log-likelihood in nats',
  ece: 'Expected calibration error',
  aurc: 'Area under the risk–coverage curve, ×1000',
};

/** What a reader must know about the numbers, one sentence a line. */
export function captionLines(view: TableView): string[] {
  const bases = new Set(view.cells.map((cell) => cell.published?.basis));
  const lines = [
    `${view.quantity ?? METRICS[view.metric] ?? view.metric}, ${SELECTIONS[view.selection]}; measured: mean ± sample sd (seeds).`,
  ];
  if (view.cells.some((cell) => cell.verdict === 'published only')) {
    lines.push('Numbers without a verdict: published only.');
  }
  lines.push(
    view.publishedIn
      ? `Published numbers are those of data/published/${view.publishedIn.join(', ')}, as printed by their source unless marked.`
      : 'No published numbers of this table are known to us.',
  );
  if (bases.has('secondary')) lines.push('† quoted or re-run by others than its authors.');
  if (bases.has('inferred')) lines.push('‡ computed, read off a plot or of uncertain origin.');
  for (const [setting, networks] of settings(view)) lines.push(`${setting}: ${networks.join(', ')}.`);
  lines.push(...(view.notes ?? []), ...reconstructionLines(view));
  if (view.orphans.length > 0) {
    const belong = view.orphans.length === 1 ? 'belongs' : 'belong';
    lines.push(
      `${counted(view.orphans.length, 'stored record')} ${belong} to no cell any more: ${view.orphans.join(', ')}.`,
    );
  }
  return lines;
}

/** One line for each reconstructed detail, with the rows that have it: by name, or as all but some where that is shorter. */
function reconstructionLines(view: TableView): string[] {
  const nameOf = new Map(view.rows.map((row) => [row.label, row.name]));
  const rowsOf = (cells: readonly CellView[]) =>
    new Set(cells.map((cell) => nameOf.get(cell.row) ?? cell.row));
  const own = rowsOf(view.cells.filter((cell) => cell.profile !== undefined));
  const details = new Set(view.cells.flatMap((cell) => cell.reconstruction ?? []));
  const all = own.size === rowsOf(view.cells).size ? 'all rows' : 'all rows that are not published only';
  return [...details].map((detail) => {
    const rows = rowsOf(view.cells.filter((cell) => cell.reconstruction === detail));
    const others = [...own].filter((row) => !rows.has(row));
    const shorter = rows.size > 1 && others.length < rows.size;
    const where = shorter
      ? [all, ...(others.length > 0 ? [`but ${listed(others)}`] : [])].join(' ')
      : listed([...rows]);
    return `Reconstruction in ${where}: ${detail}.`;
  });
}

const listed = (rows: readonly string[]): string => rows.map((row) => `'${row}'`).join(', ');

/** What measured cells below profile `paper` really used, by profile and data. */
function settings(view: TableView): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const cell of view.cells) {
    if (!cell.networks || !cell.profile || cell.profile === 'paper') continue;
    const setting = `${cell.profile} profile on ${cell.data}`;
    const networks = found.get(setting) ?? [];
    if (!networks.includes(cell.networks)) networks.push(cell.networks);
    found.set(setting, networks);
  }
  return found;
}
