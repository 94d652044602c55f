import { createRequire } from 'node:module';
import { InputError } from '../base/errors';

export type Cell = string | number | boolean | null;
/** One row by column name; what is absent or undefined counts as null. */
export type Row = Record<string, Cell | undefined>;

/** One column of a frame: the part of danfojs' Series that notebooks use. */
export interface Column {
  values: Cell[];
  mean(): number;
  std(): number;
  min(): number;
  max(): number;
  unique(): Column;
  gt(value: number): Column;
  lt(value: number): Column;
  eq(value: Cell): Column;
}

/**
 * The part of danfojs' DataFrame that notebooks use; the object is the real one and can do more.
 * Quirk of danfojs 1.2: grouping gives NaN where a column holds an empty cell.
 */
export interface Frame {
  columns: string[];
  values: Cell[][];
  shape: [number, number];
  dtypes: string[];
  head(rows?: number): Frame;
  tail(rows?: number): Frame;
  column(name: string): Column;
  query(condition: Column): Frame;
  sortValues(column: string, options?: { ascending?: boolean }): Frame;
  groupby(columns: string[]): { agg(how: Record<string, string | string[]>): Frame };
  drop(options: { columns: string[] }): Frame;
  rename(names: Record<string, string>): Frame;
}

interface Danfo {
  DataFrame: new (values: Cell[][], options: { columns: string[] }) => Frame;
}

/**
 * A danfojs frame of rows (records laid flat, table cells …). Columns are all names that occur; what a row lacks is
 * null. danfojs is loaded on first use, on the engine's own TensorFlow: there is one in the process.
 * Throws InputError without rows: danfojs frames cannot be empty.
 */
export async function frame(rows: Row[]): Promise<Frame> {
  if (rows.length === 0) throw new InputError('frame: found 0 rows, at least 1 is needed');
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { DataFrame } = await danfo();
  return new DataFrame(
    rows.map((row) => columns.map((name) => row[name] ?? null)),
    { columns },
  );
}

/** The rows of a frame; NaN, with which danfojs marks an empty cell, becomes null. */
export function frameRows(source: Frame): Row[] {
  const clean = (cell: Cell | undefined): Cell =>
    cell === undefined || (typeof cell === 'number' && Number.isNaN(cell)) ? null : cell;
  return source.values.map((values) =>
    Object.fromEntries(source.columns.map((name, index) => [name, clean(values[index])])),
  );
}

/** The engine comes first: it sets the threads and keeps TensorFlow's greetings off stderr. */
async function danfo(): Promise<Danfo> {
  await import('../engine/tensorflow.js');
  return createRequire(__filename)('danfojs-node') as Danfo;
}
