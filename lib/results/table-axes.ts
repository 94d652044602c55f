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

  // Our methods come first, in the order of the definition, then what only the paper has.
  for (const cell of cells) if (publishedRows.has(cell.row)) add(rows, shared(cell.row, ours));
  for (const name of publishedRows) add(rows, shared(name, ours));
  for (const name of publishedColumns) add(columns, { label: name, name });

  const places = new Map<TableCell, { row: string; column: string }>();
  for (const cell of cells) {
    const isPaper = cell.profile === 'paper';
    const ownColumn = isPaper || !publishedColumns.has(cell.column) ? cell.column : undefined;
    let row: TableAxis = shared(cell.row, ours);
    let column: TableAxis;
    if (isPaper) column = { label: cell.column, name: cell.column };
    else if (ownColumn !== undefined) column = small(ownColumn, cell);
    else if (!publishedRows.has(cell.row)) {
      row = small(cell.row, cell);
      column = { label: cell.column, name: cell.column };
    } else column = small(`${networksOf(cell)} on ${cell.profileData}`, cell);
    add(rows, row);
    add(columns, column);
    places.set(cell, { row: row.label, column: column.label });
  }
  return { rows: [...rows.values()], columns: [...columns.values()], place: (cell) => places.get(cell)! };
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
