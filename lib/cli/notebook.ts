import type { Command } from 'commander';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, folders, oneOf, shown } from '../base';
import { note } from './output';

export function registerNotebook(program: Command): void {
  program
    .command('notebook [names...]')
    .description('executes notebooks step by step with live output (default: all)')
    .option(
      '--set <name=value>',
      'overrides a parameter, such as profile=smoke (repeatable)',
      (text, all: string[]) => [...all, text],
      [],
    )
    .option('--output <dir>', 'writes the executed notebooks there and leaves the originals alone')
    .action(async (names: string[], options: { set: string[]; output?: string }) => {
      const { runNotebook } = await import('../notebook/index.js');
      const known = notebookNames();
      const chosen = names.map((name) => name.replace(/\.ipynb$/, '').replace(/^.*\//, ''));
      const unknown = chosen.find((name) => !known.includes(name));
      if (unknown !== undefined)
        throw new InputError(`notebook: found ${shown(unknown)}, allowed is ${oneOf(known)}`);
      for (const name of chosen.length > 0 ? chosen : known) {
        note(`notebook ${name}`);
        const { ok } = await runNotebook(join(folders().notebooks, `${name}.ipynb`), {
          set: parseSettings(options.set),
          ...(options.output ? { output: join(options.output, `${name}.ipynb`) } : {}),
        });
        if (!ok)
          throw new Error(`notebook ${name} stopped at a failing cell; its outputs up to there are kept`);
      }
    });

  program
    .command('lab')
    .description('JupyterLab with the TypeScript kernel, on localhost, with a token')
    .argument('[arguments...]', 'handed to JupyterLab')
    .allowUnknownOption()
    .action(async (args: string[]) => {
      const { startLab } = await import('../notebook/index.js');
      process.exitCode = await startLab(args);
    });
}

export function notebookNames(): string[] {
  return readdirSync(folders().notebooks)
    .filter((name) => name.endsWith('.ipynb') && !name.startsWith('.'))
    .map((name) => name.replace(/\.ipynb$/, ''))
    .sort();
}

export function parseSettings(assignments: string[]): Record<string, string> {
  return Object.fromEntries(
    assignments.map((text) => {
      const at = text.indexOf('=');
      if (at < 1)
        throw new InputError(`--set: found ${shown(text)}, allowed is NAME=VALUE, such as profile=smoke`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
