import type { Command } from 'commander';
import { join } from 'node:path';
import { InputError, folders, oneOf, parseRunSpec, runId, shown } from '../base';
import type { RunSpec } from '../base';
import { note, positiveInteger, print, printJson, readJson } from './output';

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
    .option(
      '--set <path=value>',
      'changes one field by its dotted path (repeatable)',
      (text, all: string[]) => [...all, text],
      [],
    )
    .option('--seed <s>', 'the seed, from 1', positiveInteger('--seed'))
    .option('--resume', 'goes on with an unfinished run')
    .option('--out <dir>', 'run folder, default data/runs/<runId>')
    .option('--json', 'the result as an object')
    .action(async (text: string, options: RunOptions) => {
      const spec = await readSpec(text, options);
      const { interruptible, progressObserver, trainRun } = await import('../training/index.js');
      const folder = options.out ?? join(folders().runs, runId(spec));
      note(`run ${runId(spec)} in ${folder}`);
      const observer = progressObserver();
      const result = await interruptible((signal) =>
        trainRun(spec, { folder, resume: options.resume, observer, signal }).finally(() => observer.stop()),
      );
      if (options.json)
        return printJson({
          runId: result.runId,
          folder: result.folder,
          metrics: result.metrics,
          seconds: result.seconds,
        });
      const { last, bestTest } = result.metrics;
      print(`run        ${result.runId}`);
      if (result.teacher)
        print(`teacher    ${result.teacher.name}, top-1 ${result.teacher.accuracy.toFixed(2)} %`);
      print(
        `last       top-1 ${last.top1.toFixed(2)} %, NLL ${last.nll.toFixed(3)}, ECE ${last.ece.toFixed(3)}, AURC ${last.aurc.toFixed(1)}`,
      );
      print(`best test  top-1 ${bestTest.top1.toFixed(2)} % at epoch ${bestTest.epoch} (optimistic)`);
      print(`seconds    ${result.seconds.toFixed(1)}`);
      print(`folder     ${result.folder}`);
    });
}

async function readSpec(text: string, options: RunOptions): Promise<RunSpec> {
  const value = /^[^:]+\/[^:]+:/.test(text) ? await cellSpec(text) : readJson(text, 'SPEC');
  const changed = structuredClone(value);
  for (const assignment of options.set) setPath(changed, assignment);
  if (options.seed !== undefined && isObject(changed)) changed.seed = options.seed;
  return parseRunSpec(changed, text);
}

/** `PAPER/TABLE:ROW:COLUMN` → that cell's specification with seed 1. */
async function cellSpec(text: string): Promise<unknown> {
  const { tableById } = await import('../papers/index.js');
  const [id, row, ...rest] = text.split(':');
  const column = rest.join(':');
  const table = tableById(id);
  const rows = [...new Set(table.cells.map((cell) => cell.row))];
  if (!rows.includes(row))
    throw new InputError(`row: found ${shown(row)}, allowed in ${id} is ${oneOf(rows)}`);
  const ofRow = table.cells.filter((cell) => cell.row === row);
  const cell = ofRow.find((candidate) => candidate.column === column);
  if (!cell) {
    throw new InputError(
      `column: found ${shown(column)}, allowed in row '${row}' of ${id} is ${oneOf(ofRow.map((c) => c.column))}`,
    );
  }
  return { ...cell.spec, seed: 1 };
}

/** Applies `a.b.c=value`; the value is read as JSON where it is JSON, else as text. */
function setPath(target: unknown, assignment: string): void {
  const at = assignment.indexOf('=');
  const keys = assignment.slice(0, at).split('.');
  if (at < 1 || keys.includes('')) {
    throw new InputError(
      `--set: found ${shown(assignment)}, allowed is PATH=VALUE with a dotted path, such as optimiser.learningRate=0.05`,
    );
  }
  const text = assignment.slice(at + 1);
  let holder: unknown = target;
  for (const key of keys.slice(0, -1)) {
    if (!isObject(holder))
      throw new InputError(`--set: '${assignment.slice(0, at)}' does not lead into an object`);
    holder = holder[key] ??= {};
  }
  if (!isObject(holder))
    throw new InputError(`--set: '${assignment.slice(0, at)}' does not lead into an object`);
  holder[keys[keys.length - 1]] = jsonOrText(text);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
