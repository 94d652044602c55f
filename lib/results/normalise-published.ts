import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { InputError, counted } from '../base';
import { folders } from '../base/paths';
import { normalisePublished, publishedCsv } from './normalise';
import { readPublishedRows } from './published';

/**
 * Reads every CSV file of a folder of transcribed tables and writes it with the project's names:
 *
 *     node lib/dist/results/normalise-published.js RAW_FOLDER [OUT_FOLDER]
 *
 * Reports each file's rows and every alias used. Running it on its own output changes nothing.
 */
export function normaliseFolder(from: string, to: string): string[] {
  const files = readdirSync(from)
    .filter((name) => name.endsWith('.csv'))
    .sort();
  if (files.length === 0) throw new InputError(`${from}: found no CSV file, needed is at least one`);
  mkdirSync(to, { recursive: true });
  const total = new Map<string, number>();
  let count = 0;
  const report = files.map((name) => {
    const rows = readPublishedRows(join(from, name));
    const normalised = normalisePublished(rows, name.replace(/\.csv$/, ''));
    writeFileAtomic.sync(join(to, name), publishedCsv(normalised.rows));
    for (const [alias, times] of normalised.applied) total.set(alias, (total.get(alias) ?? 0) + times);
    count += normalised.rows.length;
    return `${name}: ${counted(rows.length, 'row')} read, ${normalised.rows.length} written`;
  });
  const aliases = [...total].map(([alias, times]) => `${alias}: ${counted(times, 'time')}`);
  return [...report, `${counted(files.length, 'file')}, ${counted(count, 'row')}`, ...aliases];
}

if (require.main === module) {
  const [from, to = folders().published] = process.argv.slice(2);
  try {
    if (from === undefined)
      throw new InputError('normalise-published: found no folder, needed is the one with the raw tables');
    process.stdout.write(`${normaliseFolder(from, to).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof InputError ? 2 : 1;
  }
}
