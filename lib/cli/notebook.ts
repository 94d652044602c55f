import type { Command } from 'commander';
import { basename, join } from 'node:path';
import { InputError, folders, oneOf, shown } from '../base';
import { notebookNames } from '../notebook/names';
import type { NotebookRun } from '../notebook/runner';
import { collect } from './arguments';
import { Interrupted } from './exit';
import { makeOptionFolder } from './files';
import { note } from './output';
import { parseSettings } from './settings';

export function registerNotebook(program: Command): void {
  program
    .command('notebook [names...]')
    .description('executes notebooks step by step with live output (default: all)')
    .option('--set <name=value>', 'overrides a parameter, such as profile=smoke (repeatable)', collect, [])
    .option('--output <dir>', 'writes the executed notebooks there and leaves the originals alone')
    .action(async (names: string[], options: { set: string[]; output?: string }) => {
      const set = parseSettings(options.set);
      const chosen = chooseNotebooks(names);
      if (options.output !== undefined) makeOptionFolder(options.output, '--output');
      const { runNotebook } = await import('../notebook/runner.js');
      for (const name of chosen) {
        note(`notebook ${name}`);
        const run = await runNotebook(join(folders().notebooks, `${name}.ipynb`), {
          set,
          ...(options.output === undefined ? {} : { output: join(options.output, `${name}.ipynb`) }),
        });
        requireFinished(name, run);
        note(`notebook ${name} ran in ${run.seconds.toFixed(0)} s; its outputs are in ${run.output}`);
      }
    });
}

/** Names as given, with or without folder and ending; all notebooks where none is given. */
function chooseNotebooks(names: readonly string[]): string[] {
  const known = notebookNames();
  if (names.length === 0) return known;
  return names.map((given) => {
    const name = basename(given, '.ipynb');
    if (known.includes(name)) return name;
    throw new InputError(`notebook: found ${shown(given)}, allowed is ${oneOf(known)}`);
  });
}

/** Throws where a notebook did not run to its end; the runner has shown the failing cell's error. */
export function requireFinished(name: string, { ok, interrupted, failedCell, error }: NotebookRun): void {
  if (ok) return;
  if (interrupted) {
    throw new Interrupted(
      `notebook ${name} was stopped; finished runs are kept, run the same command again to go on`,
    );
  }
  if (failedCell === null) throw new Error(`notebook ${name} did not start: ${error}`);
  throw new Error(`notebook ${name} stopped at failing cell ${failedCell}; its outputs up to there are kept`);
}
