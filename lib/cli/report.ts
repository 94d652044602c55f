import type { Command } from 'commander';
import { note, print } from './output';

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('rebuilds figures, tables and HTML pages from the stored records')
    .action(async () => {
      const { buildReport } = await import('../papers/index.js');
      const { writeNotebookPages } = await import('../notebook/index.js');
      const notebooks = await writeNotebookPages();
      const { pages, figures } = await buildReport(note, notebooks);
      for (const file of [...pages, ...figures]) print(file);
    });
}
