import { Option } from 'commander';
import type { Command } from 'commander';
import { join } from 'node:path';
import { InputError, counted, folders, runId } from '../base';
import type { Profile, TableDefinition } from '../base';
import type { SweepPlan } from '../papers';
import { positiveInteger, profiles } from './arguments';
import { Interrupted, wasInterrupted } from './exit';
import { duration, note, printJson, printTable } from './output';
import { leavingNothing, runFolders } from './run-folders';
import { listTables } from './table-list';
import { showTable } from './table-show';

interface TableOptions {
  profile?: Profile[];
  seeds?: number;
  only?: string[];
  dryRun?: boolean;
  stored?: boolean;
  json?: boolean;
}

export function registerTable(program: Command): void {
  program
    .command('table [id]')
    .description('lists all tables; with PAPER/TABLE runs what is missing at a profile and prints the table')
    .option(
      '--profile <names>',
      'smoke, quick, cpu or paper; several separated by commas (default cpu)',
      profiles,
    )
    .option('--seeds <n>', 'seeds 1 … n (default: the table says)', positiveInteger('--seeds', 1000))
    .option('--only <rows...>', 'only these rows')
    .option('--dry-run', 'lists the runs that are missing, and says how long they would take')
    .addOption(
      new Option('--stored', 'prints from stored records only: needs no data set, never trains').conflicts(
        'dryRun',
      ),
    )
    .option('--json', 'the table as an object')
    .action(async (id: string | undefined, options: TableOptions) => {
      if (id === undefined) {
        refuseWithoutTable(options);
        return listTables(options);
      }
      const { tableById, storedRecords } = await import('../papers/index.js');
      const table = tableById(id);
      if (options.stored) return showTable(table, storedRecords(), options);
      await runAndShow(table, { ...options, profile: options.profile ?? defaultProfile(table) });
    });
}

function refuseWithoutTable({ seeds, only, dryRun, stored }: TableOptions): void {
  const given = { '--seeds': seeds, '--only': only, '--dry-run': dryRun, '--stored': stored };
  const name = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined)
    throw new InputError(`${name}: found no table to use it on, needed is PAPER/TABLE before it`);
}

async function runAndShow(
  table: TableDefinition,
  options: TableOptions & { profile: Profile[] },
): Promise<void> {
  const { planSweep, plannedRuns, storedRecords } = await import('../papers/index.js');
  const { whereTimed } = await import('../results/index.js');
  const choice = { profiles: options.profile, seeds: options.seeds, only: options.only };
  const runs = plannedRuns(table, choice);
  const plan = planSweep(table, choice, storedRecords(runs));
  note(
    `${table.paper}/${table.table} at ${choice.profiles.join(', ')}: ${counted(plan.finished.length, 'run')} finished, ${plan.missing.length} missing, about ${duration(plan.seconds)} ${whereTimed(choice.profiles)}`,
  );
  if (options.dryRun) return printPlan(plan, options.json);
  if (plan.missing.length > 0) await train(plan);
  await showTable(table, storedRecords(runs), options);
}

async function train(plan: SweepPlan): Promise<void> {
  const { runSweep } = await import('../papers/index.js');
  const { interruptible, progressObserver } = await import('../training/index.js');
  const observer = progressObserver();
  const begun = plan.missing.flatMap(({ spec }) => [
    join(folders().runs, runId(spec)),
    ...runFolders(spec.teacher),
  ]);
  const onRun = (run: SweepPlan['missing'][number], index: number, total: number) => {
    note(`[${index + 1}/${total}] ${run.cell.row}, seed ${run.spec.seed}: ${run.runId}`);
    return observer;
  };
  try {
    await leavingNothing([...new Set(begun)], () =>
      interruptible(async (signal) => {
        const records = await runSweep(plan, { onRun }, signal);
        if (records.length < plan.missing.length) throw new Interrupted('stopped between two runs');
      }),
    );
  } catch (error) {
    if (!wasInterrupted(error)) throw error;
    throw new Interrupted(
      'stopped; finished runs and the state of the one in work are kept, run the same command again to go on',
    );
  } finally {
    observer.stop();
  }
}

function printPlan({ teachers, missing, finished, seconds }: SweepPlan, json?: boolean): void {
  const rows = [
    ...teachers.map((spec) => ({
      kind: 'teacher',
      row: [spec.model].flat().join(' + '),
      column: '',
      seed: spec.seed,
      runId: runId(spec),
    })),
    ...missing.map(({ cell: { row, column }, spec: { seed }, runId }) => ({
      kind: 'run',
      row,
      column,
      seed,
      runId,
    })),
  ];
  if (json) return printJson({ missing: rows, finished: finished.length, estimatedSeconds: seconds });
  if (rows.length === 0) return note('nothing is missing');
  printTable(
    ['kind', 'row', 'column', 'seed', 'run'],
    rows.map((row) => [row.kind, row.row, row.column, row.seed, row.runId]),
  );
}

/** `cpu`, or the first profile the table has cells at. */
function defaultProfile(table: TableDefinition): Profile[] {
  const found = (['cpu', 'quick', 'smoke', 'paper'] as const).find((profile) =>
    table.cells.some((cell) => cell.profile === profile),
  );
  return [found ?? 'cpu'];
}
