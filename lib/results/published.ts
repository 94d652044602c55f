import { existsSync, readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { InputError, parsePublishedValue, shown } from '../base';
import type { PublishedValue } from '../base';

/** Columns of a published table, in order. */
export const PUBLISHED_COLUMNS = ['paper', 'table', 'row', 'column', 'value', 'unit', 'basis'] as const;

/** Rows of a CSV file as printed, before any number is read; checks the header. */
export function readPublishedRows(file: string): Record<string, string>[] {
  if (!existsSync(file)) throw new InputError(`${file}: there is no such published table`);
  let rows: Record<string, string>[];
  try {
    rows = parseCsv(readFileSync(file, 'utf8'), { columns: true, bom: true });
  } catch (error) {
    throw new InputError(`${file}: not a readable CSV file (${(error as Error).message})`);
  }
  if (rows.length === 0) throw new InputError(`${file}: found no rows, needed is at least one`);
  const found = Object.keys(rows[0]).join(',');
  if (found !== PUBLISHED_COLUMNS.join(',')) {
    throw new InputError(
      `${file}: found the columns '${found}', needed are '${PUBLISHED_COLUMNS.join(',')}'`,
    );
  }
  return rows;
}

/**
 * Reads the published values of a file of `data/published`, all of them or those of one `table` inside.
 *
 * @throws InputError naming file and line of a damaged row, or a table the file does not hold
 */
export function readPublished(file: string, table?: string): PublishedValue[] {
  // The header is line 1. An empty value would be read as 0, so it is refused as text.
  const values = readPublishedRows(file).map((row, i) =>
    parsePublishedValue(
      { ...row, value: row.value.trim() === '' ? 'nothing' : row.value },
      `${file}: line ${i + 2}`,
    ),
  );
  const wanted = table === undefined ? values : values.filter((value) => value.table === table);
  if (wanted.length === 0) {
    const tables = [...new Set(values.map((value) => value.table))];
    throw new InputError(`${file}: found no table ${shown(table)}, it holds ${tables.map(shown).join(', ')}`);
  }
  return wanted;
}
