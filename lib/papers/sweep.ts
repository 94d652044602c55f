import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, configId, folders, oneOf, runId, shown } from '../base';
import type { Profile, RunRecord, RunSpec, TableCell, TableDefinition } from '../base';
import { byRunId, cellConfigId, readRecords, tableId, writeRecord } from '../results';
import { makeRecord, trainRun } from '../training';
import type { TrainingObserver } from '../training';
import { allTables, profileData } from './registry';

/** One run that a table asks for. */
export interface PlannedRun {
  table: TableDefinition;
  cell: TableCell;
  spec: RunSpec;
  runId: string;
}

export interface SweepPlan {
  /** Not finished yet, in the order they will run: seed by seed, so that paired differences appear early. */
  missing: PlannedRun[];
  finished: RunRecord[];
  /** Teachers that have to be trained first. */
  teachers: RunSpec[];
  /** Estimated seconds: on two cores, at profile `paper` on a GPU. */
  seconds: number;
}

export interface SweepChoice {
  profiles: readonly Profile[];
  /** Seeds 1 … n; default the table's. */
  seeds?: number;
  /** Rows to run; default all. */
  only?: readonly string[];
}

/** What a table needs at the chosen profiles and what of it is there. */
export function planSweep(
  table: TableDefinition,
  choice: SweepChoice,
  records: readonly RunRecord[],
): SweepPlan {
  const byId = byRunId(records);
  const runs = plannedRuns(table, choice);
  const missing = runs.filter((run) => !byId.has(run.runId));
  const teachers = missingTeachers(missing);
  const estimates = [...missing.map(({ cell }) => cell.seconds), ...teachers.map(({ seconds }) => seconds)];
  return {
    missing,
    finished: runs.flatMap((run) => byId.get(run.runId) ?? []),
    teachers: teachers.map(({ spec }) => spec),
    seconds: estimates.reduce((a, b) => a + b, 0),
  };
}

/** All runs of a table at the chosen profiles, finished or not. */
export function plannedRuns(table: TableDefinition, choice: SweepChoice): PlannedRun[] {
  const cells = chosenCells(table, choice);
  const seeds = Array.from({ length: choice.seeds ?? table.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) => cells.flatMap((cell) => runsOf(table, cell, seed)));
  const once = new Set<string>();
  return runs.filter(({ runId: id }) => !once.has(id) && once.add(id)); // derived cells share runs
}

/** A cell's own run; for a derived value all runs it needs, each kept in the table that shows it as such. */
function runsOf(table: TableDefinition, cell: TableCell, seed: number): PlannedRun[] {
  if (!cell.derived) return [planned(table, cell, seed)];
  return [cell.spec, ...cell.derived.needs].map((spec) => {
    const home = homes().get(`${cell.profile} ${configId({ ...spec, seed: 1 })}`);
    return home ? planned(home.table, home.cell, seed) : planned(table, { ...cell, spec }, seed);
  });
}

let known: Map<string, Pick<PlannedRun, 'table' | 'cell'>> | undefined;

/** The first cell of all tables that shows a specification's own metric, by profile and configId; hashed once. */
function homes(): NonNullable<typeof known> {
  if (known) return known;
  known = new Map();
  for (const table of allTables()) {
    for (const cell of table.cells.filter(({ derived }) => !derived)) {
      const key = `${cell.profile} ${cellConfigId(cell)}`;
      if (!known.has(key)) known.set(key, { table, cell });
    }
  }
  return known;
}

/** Stored records, and those of smoke runs among the given ones. */
export function storedRecords(runs: readonly PlannedRun[] = []): RunRecord[] {
  return [...readRecords(folders().records), ...smokeRecords(runs)];
}

/** Records of the finished smoke runs among the given ones: never stored, found in their run folders. */
export function smokeRecords(runs: readonly PlannedRun[]): RunRecord[] {
  return runs.filter(({ cell }) => cell.profile === 'smoke').flatMap((run) => recordOfFolder(run) ?? []);
}

export interface SweepObserver {
  /** Called before each run; the observer it returns watches that run. */
  onRun?(run: PlannedRun, index: number, total: number): TrainingObserver | undefined;
  onRecord?(record: RunRecord): void;
}

/**
 * Trains what is missing, teachers first (`trainRun` trains a missing teacher once and keeps it), and stores a
 * record for each run as it ends. An interrupted sweep goes on where it stopped: finished runs are not planned
 * again and an unfinished one resumes from its last epoch.
 */
export async function runSweep(
  plan: SweepPlan,
  observer: SweepObserver = {},
  signal?: AbortSignal,
): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (const [index, run] of plan.missing.entries()) {
    if (signal?.aborted) break;
    const watching = observer.onRun?.(run, index, plan.missing.length);
    records.push(await runCell(run, watching, signal));
    observer.onRecord?.(records[records.length - 1]);
  }
  return records;
}

/** Trains one run of a table (or takes the finished folder) and keeps its record, except at profile smoke. */
async function runCell(
  run: PlannedRun,
  observer?: TrainingObserver,
  signal?: AbortSignal,
): Promise<RunRecord> {
  const result = await trainRun(run.spec, { resume: true, observer, signal });
  const record = recordOf(run, result.folder);
  if (run.cell.profile !== 'smoke') writeRecord(record, folders().records);
  return record;
}

/** The record of a finished run folder, as it would be stored. */
export function recordOf({ table, cell }: PlannedRun, folder: string): RunRecord {
  return makeRecord(folder, {
    paper: table.paper,
    table: table.table,
    row: cell.row,
    column: cell.column,
    profile: cell.profile,
    profileData: cell.profileData,
  });
}

function recordOfFolder(run: PlannedRun): RunRecord | undefined {
  const folder = join(folders().runs, run.runId);
  return existsSync(join(folder, 'result.json')) ? recordOf(run, folder) : undefined;
}

function planned(table: TableDefinition, cell: TableCell, seed: number): PlannedRun {
  const spec: RunSpec = { ...cell.spec, seed };
  return { table, cell, spec, runId: runId(spec) };
}

function chosenCells(table: TableDefinition, { profiles, only }: SweepChoice): TableCell[] {
  const id = tableId(table);
  const rows = [...new Set(table.cells.map((cell) => cell.row))];
  const unknown = only?.find((row) => !rows.includes(row));
  if (unknown !== undefined) {
    throw new InputError(`--only: found ${shown(unknown)}, allowed in ${id} is ${oneOf(rows)}`);
  }
  const cells = table.cells.filter(
    (cell) => profiles.includes(cell.profile) && (!only || only.includes(cell.row)),
  );
  if (cells.length === 0) {
    const available = [...new Set(table.cells.map((cell) => cell.profile))];
    throw new InputError(
      `--profile: ${id} has no cells at ${profiles.join(', ')}, allowed is ${oneOf(available)}`,
    );
  }
  return cells;
}

/** Each teacher once; a paper's own recipe, which has no profile data, takes at least as long as its student's. */
function missingTeachers(missing: readonly PlannedRun[]): { spec: RunSpec; seconds: number }[] {
  const teachers = new Map<string, { spec: RunSpec; seconds: number }>();
  for (const { spec, cell } of missing) {
    if (!spec.teacher || !('run' in spec.teacher)) continue;
    const id = runId(spec.teacher.run);
    const seconds = profileData(cell)?.seconds.teacher ?? cell.seconds;
    if (!existsSync(join(folders().runs, id, 'result.json')))
      teachers.set(id, { spec: spec.teacher.run, seconds });
  }
  return [...teachers.values()];
}
