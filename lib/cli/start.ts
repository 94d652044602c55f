import type { Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { folders, projectRoot } from '../base';
import { collect } from './arguments';
import { notebookNames } from '../notebook/names';
import { requireFinished } from './notebook';
import { note, print } from './output';
import { parseSettings } from './settings';

const START = '00-start-here';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description(
      'executes the start notebook step by step, builds figures and pages, and sums up (npm start)',
    )
    .option('--all', 'executes every notebook')
    .option('--set <name=value>', 'overrides a notebook parameter (repeatable)', collect, [])
    .action(async ({ all, set }: { all?: boolean; set: string[] }) => {
      const settings = parseSettings(set);
      const { runNotebook, writeNotebookPages } = await import('../notebook/index.js');
      const { buildReport } = await import('../papers/index.js');
      for (const name of all ? notebookNames() : [START]) {
        note(`\nNotebook ${name}, step by step`);
        // The committed notebook stays as it is; the executed one lies beside the pages.
        const executed = join(folders().pages, 'notebooks', `${name}.ipynb`);
        mkdirSync(join(folders().pages, 'notebooks'), { recursive: true });
        const run = await runNotebook(join(folders().notebooks, `${name}.ipynb`), {
          set: settings,
          output: executed,
        });
        requireFinished(name, run);
      }
      note('\nFigures and pages from the stored records');
      const notebooks = await writeNotebookPages();
      const { claims, pages } = await buildReport((text) => note(`  ${text}`), notebooks);
      summary(claims, pages[0]);
    });
}

function summary(
  claims: { paper: string; id: string; text: string; statement: string }[],
  index: string,
): void {
  const shown = (path: string) => relative(projectRoot(), path);
  print('');
  print('Claims on the stored records');
  for (const claim of claims)
    print(`  ${claim.paper} ${claim.id}  ${claim.text.padEnd(30)} ${claim.statement}`);
  print('');
  print(`Pages     ${shown(index)} (open it in a browser, offline is fine)`);
  print('Notebook  npx kdlab lab, then notebooks/00-start-here.ipynb');
  print('Next      npx kdlab table                      all tables, what is finished, what it would take');
  print('          npx kdlab table start/cifar100 --stored');
  print('          npx kdlab losses                     every loss with its formula and options');
  print('          npx kdlab --help');
}
