import { stringify } from 'csv-stringify/sync';
import { InputError, parsePublishedValue } from '../base';
import { MAGNITUDE_UNITS, MODEL_ALIASES } from './model-aliases';
import type { ModelAlias } from './model-aliases';
import { PUBLISHED_COLUMNS } from './published';

export interface Normalised {
  rows: Record<string, string>[];
  /** How often each alias was applied, `printed → name`. */
  applied: Map<string, number>;
}

/**
 * Brings the rows of one published table to the project's model names and units. Values stay as printed (trailing
 * zeros included), no row is added or dropped.
 *
 * @param file name without `.csv`, which some aliases depend on
 * @throws InputError naming the line of an invalid row, or two rows that would carry the same names afterwards
 */
export function normalisePublished(rows: readonly Record<string, string>[], file: string): Normalised {
  const applied = new Map<string, number>();
  const aliases = MODEL_ALIASES.filter(
    (alias) => (alias.only?.includes(file) ?? true) && !alias.except?.includes(file),
  );
  const seen = new Map<string, number>();
  const normalised = rows.map((row, i) => {
    const line = i + 2;
    const next: Record<string, string> = {
      ...row,
      row: withNames(row.row, aliases, applied),
      column: withNames(row.column, aliases, applied),
      unit: unitOf(row),
    };
    if (row.value.trim() === '')
      throw new InputError(`${file}.csv: line ${line}: found no value, needed is a number`);
    parsePublishedValue(next, `${file}.csv: line ${line}`);
    const key = JSON.stringify([next.paper, next.table, next.row, next.column]);
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw new InputError(
        `${file}.csv: line ${line}: names the same cell as line ${earlier}, each may occur once`,
      );
    }
    seen.set(key, line);
    return next;
  });
  return { rows: normalised, applied };
}

/** Rows → CSV text with the fixed columns. */
export function publishedCsv(rows: readonly Record<string, string>[]): string {
  return stringify([...rows], { header: true, columns: [...PUBLISHED_COLUMNS] });
}

function withNames(text: string, aliases: readonly ModelAlias[], applied: Map<string, number>): string {
  // "A -> B" and "A->B" are the same pair.
  let result = text.replace(/\s*->\s*/g, '->');
  for (const { printed, name } of aliases) {
    // A whole word: not part of a longer name such as PreActResNet-32 or MobileNetV2.
    const word = new RegExp(
      `(?<![\\w-])${printed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w]|-[^>])`,
      'g',
    );
    result = result.replace(word, () => {
      const key = `${printed} → ${name}`;
      applied.set(key, (applied.get(key) ?? 0) + 1);
      return name;
    });
  }
  return result;
}

function unitOf(row: Record<string, string>): string {
  return /\.md$/.test(row.unit) ? (MAGNITUDE_UNITS[row.row] ?? row.unit) : row.unit;
}
