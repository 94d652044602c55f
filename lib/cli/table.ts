import type { Command } from 'commander';
import { InputError, PROFILES, folders, oneOf, shown } from '../base';
import type { Profile, TableDefinition } from '../base';
import { note, positiveInteger, print, printJson, printTable } from './output';

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
      parseProfiles,
    )
    .option('--seeds <n>', 'seeds 1 … n (default: the table says)', positiveInteger('--seeds'))
    .option('--only <rows...>', 'only these rows')
    .option('--dry-run', 'says what would run and how long it would take')
    .option('--stored', 'prints from stored records only: needs no data set, never trains')
    .option('--json', 'the table as an object')
    .action(async (id: string | undefined, options: TableOptions) => {
      if (id === undefined) return listTables(options);
      const { tableById } = await import('../papers/index.js');
      const table = tableById(id);
      if (options.stored) return printStored(table, options);
      await runAndPrint(table, options);
    });
}

function parseProfiles(text: string): Profile[] {
  return text.split(',').map((name) => {
    if (!PROFILES.includes(name as Profile)) {
      throw new InputError(`--profile: found ${shown(name)}, allowed is ${oneOf(PROFILES)}`);
    }
    return name as Profile;
  });
}

async function listTables({ json }: TableOptions): Promise<void> {
  const { allTables, planSweep } = await import('../papers/index.js');
  const { readRecords } = await import('../results/index.js');
  const records = readRecords(folders().records);
  const rows = allTables().flatMap((table) =>
    PROFILES.filter((profile) => table.cells.some((cell) => cell.profile === profile)).map((profile) => {
      const plan = planSweep(table, { profiles: [profile] }, records);
      return {
        table: `${table.paper}/${table.table}`,
        title: table.title,
        profile,
        finished: plan.finished.length,
        missing: plan.missing.length,
        estimatedSeconds: plan.seconds,
      };
    }),
  );
  if (json) return printJson(rows);
  printTable(
    ['table', 'profile', 'finished', 'missing', 'estimated time', 'title'],
    rows.map((row) => [
      row.table,
      row.profile,
      row.finished,
      row.missing,
      duration(row.estimatedSeconds),
      row.title,
    ]),
  );
}

async function runAndPrint(table: TableDefinition, options: TableOptions): Promise<void> {
  const { planSweep, plannedRuns, runSweep, storedRecords } = await import('../papers/index.js');
  const profiles = options.profile ?? defaultProfile(table);
  const choice = { profiles, seeds: options.seeds, only: options.only };
  const plan = planSweep(table, choice, storedRecords(plannedRuns(table, choice)));
  note(
    `${table.paper}/${table.table} at ${profiles.join(', ')}: ${plan.finished.length} runs finished, ${plan.missing.length} missing, about ${duration(plan.seconds)} on two cores`,
  );
  if (options.dryRun) return printPlan(plan, options);
  if (plan.missing.length > 0) {
    const { interruptible, progressObserver } = await import('../training/index.js');
    const observer = progressObserver();
    await interruptible((signal) =>
      runSweep(
        plan,
        {
          onRun: (run, index, total) => {
            note(`[${index + 1}/${total}] ${run.cell.row}, seed ${run.spec.seed}: ${run.runId}`);
            return observer;
          },
        },
        signal,
      ).finally(() => observer.stop()),
    );
  }
  await printView(table, choice.profiles, storedRecords(plannedRuns(table, choice)), options);
}

async function printPlan(plan: import('../papers').SweepPlan, { json }: TableOptions): Promise<void> {
  const { runId } = await import('../base/index.js');
  const rows = [
    ...plan.teachers.map((spec) => ({
      kind: 'teacher',
      row: String(spec.model),
      seed: spec.seed,
      runId: runId(spec),
    })),
    ...plan.missing.map((run) => ({
      kind: 'run',
      row: run.cell.row,
      column: run.cell.column,
      seed: run.spec.seed,
      runId: run.runId,
    })),
  ];
  if (json)
    return printJson({ missing: rows, finished: plan.finished.length, estimatedSeconds: plan.seconds });
  printTable(
    ['kind', 'row', 'seed', 'run'],
    rows.map((row) => [row.kind, row.row, row.seed, row.runId]),
  );
}

async function printStored(table: TableDefinition, options: TableOptions): Promise<void> {
  const { readRecords } = await import('../results/index.js');
  await printView(table, options.profile, readRecords(folders().records), options);
}

async function printView(
  table: TableDefinition,
  profiles: readonly Profile[] | undefined,
  records: readonly import('../base').RunRecord[],
  { json, seeds }: TableOptions,
): Promise<void> {
  const { viewTable, judgePaper } = await import('../papers/index.js');
  const { renderTable } = await import('../results/index.js');
  const view = viewTable(table, records, { profiles, seeds });
  const claims = judgePaper(table.paper, records).filter((claim) => claim.table === table.table);
  if (json) return printJson({ ...view, claims });
  print(renderTable(view));
  for (const claim of claims) print(`${claim.id}  ${claim.text}: ${claim.statement}`);
}

/** The smallest real profile a table has cells at, cpu before quick. */
function defaultProfile(table: TableDefinition): Profile[] {
  const found = (['cpu', 'quick', 'smoke', 'paper'] as const).find((profile) =>
    table.cells.some((cell) => cell.profile === profile),
  );
  return [found ?? 'cpu'];
}

/** `45 s`, `12 min`, `3.5 h`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
