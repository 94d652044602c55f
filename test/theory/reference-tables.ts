import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ReferenceCell {
  row: string;
  column: string;
  value: number;
  /** Half a unit of the last printed digit. */
  rounding: number;
}

/** Cells of a table with columns paper,table,row,column,value,unit,basis; fields with commas are quoted. */
export function referenceCells(name: string, table: string): ReferenceCell[] {
  const text = readFileSync(join(__dirname, '../fixtures/theory', name), 'utf8');
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((match) => match[2] ?? match[1]))
    .filter((fields) => fields[1].startsWith(table))
    .map(([, , row, column, value]) => {
      const digits = value.includes('.') ? value.split('.')[1].length : 0;
      return { row, column, value: Number(value), rounding: 0.5 * 10 ** -digits };
    });
}

/** The number after `name=` in a row or column title. */
export function parameter(title: string, name: string): number {
  const found = new RegExp(`${name}=([0-9.]+)`).exec(title);
  if (!found) throw new Error(`no ${name} in '${title}'`);
  return Number(found[1]);
}
