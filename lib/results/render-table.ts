import Table from 'cli-table3';
import { PROFILES, counted, roughTime } from '../base';
import { captionLines, cellFinder, cellLines, digitsOf } from './cell-text';
import { missingOf, whereTimed } from './table-view';
import type { TableAxis, TableView } from './table-view';

/**
 * A table for the terminal, without colours so that it can be piped and compared. Columns that do not fit into
 * `width` characters go into further blocks with the same rows.
 */
export function renderTable(view: TableView, width = 120): string {
  const find = cellFinder(view);
  const digits = digitsOf(view);
  const lines = (row: TableAxis, column: TableAxis): string[] =>
    cellLines(find(row.label, column.label), digits);
  const rowNames = view.rows.map(rowName);
  const first = Math.max(view.rowLabel.length, ...rowNames.map((name) => name.length));
  const widths = view.columns.map((column) =>
    Math.max(
      column.label.length,
      ...view.rows.flatMap((row) => lines(row, column).map((line) => line.length)),
    ),
  );
  const blocks = split(view.columns, widths, width - first - 4).map((columns) => {
    const table = new Table({
      head: [view.rowLabel, ...columns.map((column) => column.label)],
      style: { head: [], border: [] },
    });
    view.rows.forEach((row, i) => {
      const texts = columns.map((column) => lines(row, column).join('\n'));
      // A row without anything in this block would only make it longer.
      if (texts.some((text) => text !== '')) table.push([rowNames[i], ...texts]);
    });
    return table.toString();
  });
  const title = `${view.title} (${view.paper}/${view.table}; columns: ${view.columnLabel})`;
  return [title, ...blocks, ...captionLines(view), ...missingLines(view)].join('\n');
}

/** What is missing at each profile, for their runs take seconds on a processor or days on a GPU. */
function missingLines({ cells }: TableView): string[] {
  const missing = PROFILES.flatMap((profile) => {
    const { missingRuns, missingSeconds } = missingOf(cells.filter((cell) => cell.profile === profile));
    if (missingRuns === 0) return [];
    return [
      `${profile}: ${counted(missingRuns, 'run')}, about ${roughTime(missingSeconds)} ${whereTimed([profile])}`,
    ];
  });
  return missing.length > 0 ? [`Missing (teachers not counted): ${missing.join('; ')}.`] : [];
}

/** Names a row, and its name in the paper where that differs by more than upper case. */
export function rowName(row: TableAxis): string {
  const differs =
    row.publishedName !== undefined && row.publishedName.toLowerCase() !== row.label.toLowerCase();
  return differs ? `${row.label} (published as ${row.publishedName})` : row.label;
}

/** Consecutive columns whose widths (and frames) fit into `room`; a column too wide stands alone. */
function split(columns: readonly TableAxis[], widths: readonly number[], room: number): TableAxis[][] {
  const blocks: TableAxis[][] = [];
  let used = Infinity;
  columns.forEach((column, i) => {
    const needed = widths[i] + 3;
    if (used + needed > room) {
      blocks.push([]);
      used = 0;
    }
    blocks[blocks.length - 1].push(column);
    used += needed;
  });
  return blocks;
}
