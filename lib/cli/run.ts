import type { Command } from 'commander';
import { join } from 'node:path';
import { folders, runId } from '../base';
import type { RunResult } from '../training';
import { collect, positiveInteger } from './arguments';
import { makeOptionFolder } from './files';
import { note, print, printJson } from './output';
import { readRunSpec } from './run-argument';
import { leavingNothing, runFolders } from './run-folders';

interface RunOptions {
  set: string[];
  seed?: number;
  resume?: boolean;
  out?: string;
  json?: boolean;
}

export function registerRun(program: Command): void {
  program
    .command('run <spec>')
    .description('one training run; <spec> is a JSON file or PAPER/TABLE:ROW:COLUMN')
    .option('--set <path=value>', 'changes one field by its dotted path (repeatable)', collect, [])
    .option('--seed <s>', 'the seed, from 1', positiveInteger('--seed'))
    .option('--resume', 'goes on with an unfinished run')
    .option('--out <dir>', 'run folder, default data/runs/<runId>')
    .option('--json', 'the result as an object')
    .addHelpText(
      'after',
      '\n`kdlab table` lists the tables, `kdlab table PAPER/TABLE --dry-run` (with --profile for another than cpu) the rows and\ncolumns of runs that are missing; a row or column that is not there is answered with those that are.',
    )
    .action(async (text: string, options: RunOptions) => {
      const spec = await readRunSpec(text, options);
      const { interruptible, progressObserver, trainRun } = await import('../training/index.js');
      const folder = options.out ?? join(folders().runs, runId(spec));
      const observer = progressObserver();
      const result = await leavingNothing([folder, ...runFolders(spec.teacher)], () => {
        if (options.out !== undefined) makeOptionFolder(options.out, '--out');
        return interruptible((signal) =>
          trainRun(spec, { folder, resume: options.resume, observer, signal }),
        ).finally(() => observer.stop());
      });
      if (options.json) printJson(asObject(result));
      else printResult(result);
      note(`run ${result.runId} is in ${result.folder}`);
    });
}

function asObject({ runId, folder, teacher, metrics, seconds }: RunResult) {
  return { runId, folder, ...(teacher ? { teacher } : {}), metrics, seconds };
}

function printResult({ runId, teacher, metrics, seconds }: RunResult): void {
  const { last, bestTest, bestValidation } = metrics;
  print(`run        ${runId}`);
  if (teacher) print(`teacher    ${teacher.name}, top-1 ${teacher.accuracy.toFixed(2)} %`);
  print(
    `last       top-1 ${last.top1.toFixed(2)} %, NLL ${last.nll.toFixed(3)}, ECE ${last.ece.toFixed(3)}, AURC ${last.aurc.toFixed(1)}`,
  );
  print(`best test  top-1 ${bestTest.top1.toFixed(2)} % at epoch ${bestTest.epoch} (optimistic)`);
  if (bestValidation)
    print(`best val.  top-1 ${bestValidation.top1.toFixed(2)} % at epoch ${bestValidation.epoch}`);
  print(`seconds    ${seconds.toFixed(1)}`);
}
