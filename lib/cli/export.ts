import type { Command } from 'commander';
import { folders } from '../base';
import { listOf } from './arguments';
import { print } from './output';

const FORMATS = ['csv', 'latex', 'markdown'] as const;

export function registerExport(program: Command): void {
  program
    .command('export <id>')
    .description('a table (PAPER/TABLE) for a paper, from stored records')
    .requiredOption(
      '--format <formats>',
      'csv, latex or markdown; several separated by commas',
      listOf('--format', FORMATS),
    )
    .action(async (id: string, { format }: { format: (typeof FORMATS)[number][] }) => {
      const { tableById, viewTable } = await import('../papers/index.js');
      const { exportTable, readRecords } = await import('../results/index.js');
      const view = viewTable(tableById(id), readRecords(folders().records));
      print(format.map((name) => exportTable(view, name)).join('\n'));
    });
}
