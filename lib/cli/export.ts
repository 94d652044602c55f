import type { Command } from 'commander';
import { InputError, folders, oneOf, shown } from '../base';
import { print } from './output';

const FORMATS = ['csv', 'latex', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

export function registerExport(program: Command): void {
  program
    .command('export <id>')
    .description('a table (PAPER/TABLE) for a paper, from stored records')
    .requiredOption('--format <format>', 'csv, latex or markdown; several separated by commas', parseFormats)
    .action(async (id: string, { format }: { format: Format[] }) => {
      const { tableById, viewTable } = await import('../papers/index.js');
      const { exportTable, readRecords } = await import('../results/index.js');
      const view = viewTable(tableById(id), readRecords(folders().records));
      for (const name of format) print(exportTable(view, name));
    });
}

function parseFormats(text: string): Format[] {
  return text.split(',').map((name) => {
    const found = FORMATS.find((format) => format === name);
    if (!found) throw new InputError(`--format: found ${shown(name)}, allowed is ${oneOf(FORMATS)}`);
    return found;
  });
}
