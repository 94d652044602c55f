import { markdownTable } from 'markdown-table';
import type { PageCell, PageTable } from '../figures/page-table';
import { frameRows, type Frame, type Row } from './frames';

/** What a table can be made of: rows by column name, a danfojs frame, or a ready table. */
export type TableSource = Row[] | Frame | PageTable;

/** Columns are all names that occur, in the order of their first appearance. */
export function tableOf(
  source: TableSource,
  { caption, digits = 2 }: { caption?: string; digits?: number } = {},
): PageTable {
  if (isTable(source)) return caption === undefined ? source : { ...source, caption };
  const rows = Array.isArray(source) ? source : frameRows(source);
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: PageCell | boolean | undefined): PageCell => {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'number') return value ?? null;
    if (!Number.isFinite(value)) return null;
    return Number.isInteger(value) ? value : value.toFixed(digits).replace('-', '\u2212');
  };
  return { caption, head, rows: rows.map((row) => head.map((name) => cell(row[name]))) };
}

/** The same table as a Markdown pipe table, which also reads as plain text. */
export function markdownTableText(table: PageTable): string {
  const rows = [table.head, ...table.rows.map((row) => table.head.map((_, at) => cellText(row[at] ?? null)))];
  const text = markdownTable(rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|'))));
  return [table.caption, text, ...(table.notes ?? [])].filter((part) => part !== undefined).join('\n\n');
}

function cellText(cell: PageCell): string {
  if (cell === null) return '–';
  if (typeof cell !== 'object') return String(cell);
  return [cell.text, cell.verdict, cell.note && `(${cell.note})`].filter(Boolean).join(' ');
}

const isTable = (source: TableSource): source is PageTable => 'head' in source && Array.isArray(source.head);
