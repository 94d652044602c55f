import type { PublishedValue, TableCell, TableDefinition } from '../base';
import { networksOf } from './table-view';
import type { TableAxis } from './table-view';

/** Rows and columns of a shown table, and where each of our cells stands in it. */
export interface Axes {
  rows: TableAxis[];
  columns: TableAxis[];
  /** Labels of the row and column of a cell of ours. */
  place(cell: TableCell): { row: string; column: string };
}

/**
 * Lays out a table. Published values and profile `paper` share rows and columns. A cell of a smaller profile stands
 * in a column of its own; where its column is one of the paper's (say, a noise rate) its row must be its own, and if
 * that is a published row too, the column is made from the networks and data it really used.
 */
export function layOut(
  definition: TableDefinition,
  cells: readonly TableCell[],
  published: readonly PublishedValue[],
): Axes {
  const ours = definition.published?.rows ?? {};
  const renamed = new Map(Object.entries(ours).map(([own, printed]) => [printed, own]));
  const rows = new Map<string, TableAxis>();
  const columns = new Map<string, TableAxis>();
  const paper = cells.filter((cell) => cell.profile === 'paper');
  const publishedRows = new Set([
    ...published.map((value) => renamed.get(value.row) ?? value.row),
    ...paper.map((cell) => cell.row),
  ]);
  const publishedColumns = new Set([
    ...published.map((value) => value.column),
    ...paper.map((cell) => cell.column),
  ]);

  const places = new Map<TableCell, { row: TableAxis; column: TableAxis }>();
  for (const cell of cells) {
    const row = shared(cell.row, ours);
    const column = { label: cell.column, name: cell.column };
    if (cell.profile === 'paper') places.set(cell, { row, column });
    else if (!publishedColumns.has(cell.column)) places.set(cell, { row, column: small(cell.column, cell) });
    else if (!publishedRows.has(cell.row)) places.set(cell, { row: small(cell.row, cell), column });
    else places.set(cell, { row, column: small(`${networksOf(cell)} on ${cell.profileData}`, cell) });
  }

  // Our methods come first, in the order of the definition, then what only the paper has, then rows of our own data.
  const placed = [...places.values()];
  for (const { row } of placed) if (row.profile === undefined) add(rows, row);
  for (const name of publishedRows) add(rows, shared(name, ours));
  for (const { row } of placed) add(rows, row);
  for (const name of publishedColumns) add(columns, { label: name, name });
  for (const { column } of placed) add(columns, column);
  const place = (cell: TableCell) => {
    const { row, column } = places.get(cell)!;
    return { row: row.label, column: column.label };
  };
  return { rows: [...rows.values()], columns: [...columns.values()], place };
}

function small(name: string, cell: TableCell): TableAxis {
  return { label: `${name} (${cell.profile})`, name, profile: cell.profile };
}

function shared(name: string, ours: Record<string, string>): TableAxis {
  return { label: name, name, ...(ours[name] === undefined ? {} : { publishedName: ours[name] }) };
}

function add(axis: Map<string, TableAxis>, entry: TableAxis): void {
  if (!axis.has(entry.label)) axis.set(entry.label, entry);
}
