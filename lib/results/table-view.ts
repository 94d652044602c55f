import { configId } from '../base';
import type { Profile, PublishedValue, RunRecord, TableCell, TableDefinition } from '../base';
import type { CellVerdict } from './cell-verdict';

/** A row or column of a shown table. Measured runs below profile `paper` never share one with published values. */
export interface TableAxis {
  /** Unique within its axis; what cells refer to. */
  label: string;
  name: string;
  /** Name of the same row in the published table, where it differs. */
  publishedName?: string;
  /** Set where the axis belongs to one profile below `paper`. */
  profile?: Profile;
}

export interface PublishedCell {
  value: number;
  /** Spread as printed, where the source prints one. */
  sd?: number;
  unit: string;
  basis: PublishedValue['basis'];
}

export interface MeasuredCell {
  n: number;
  mean: number;
  /** Sample standard deviation over seeds; absent for a single seed. */
  sd?: number;
  min: number;
  max: number;
  seeds: number[];
  runIds: string[];
}

export interface CellView {
  row: string;
  column: string;
  verdict: CellVerdict;
  profile?: Profile;
  published?: PublishedCell;
  measured?: MeasuredCell;
  /** What our runs really used: `teacher->student` and the data's name. */
  networks?: string;
  data?: string;
  configId?: string;
  /** Seeds asked for that have no record yet, and their estimated seconds. */
  missingSeeds?: number[];
  /** Runs that these seeds lack: the cell's own, and those a derived value needs, with their estimated seconds. */
  missing?: { runId: string; seconds: number }[];
  reconstruction?: string;
}

/** A table with published and measured values, ready to show, to export or to print as JSON. */
export interface TableView {
  paper: string;
  table: string;
  title: string;
  rowLabel: string;
  columnLabel: string;
  metric: string;
  unit: string;
  /** What the numbers are, in words, where they are no metric. */
  quantity?: string;
  /** Files of `data/published` that the published numbers come from; none where nothing is public. */
  publishedIn?: string[];
  /** Which epoch counts; `bestTest` is optimistic. */
  selection: 'last' | 'bestTest' | 'bestValidation';
  optimistic: boolean;
  rows: TableAxis[];
  columns: TableAxis[];
  cells: CellView[];
  /** What names of rows and columns mean. */
  notes?: readonly string[];
  missingRuns: number;
  missingSeconds: number;
  /** Records kept under this table that none of its cells asks for (an older specification). */
  orphans: string[];
}

export const UNITS: Readonly<Record<string, string>> = {
  top1: '%',
  top5: '%',
  nll: 'nats',
  ece: '1',
  aurc: '×1000',
};

/** `teacher->student`, `student`, or the peers of mutual learning as `a + b`. */
export function networksOf(cell: TableCell): string {
  const { model, teacher } = cell.spec;
  const student = Array.isArray(model) ? model.join(' + ') : model;
  if (!teacher) return student;
  const name = 'run' in teacher ? [teacher.run.model].flat().join(' + ') : teacher.model;
  return `${name}->${student}`;
}

/** What the estimated seconds of runs at these profiles were counted on. */
export function whereTimed(profiles: readonly Profile[]): string {
  const small = profiles.some((profile) => profile !== 'paper');
  const printed = profiles.includes('paper');
  return [small && 'on two cores', printed && 'on a GPU'].filter(Boolean).join(' and ');
}

/** configId of a cell, which all its seeds share. */
export function cellConfigId(cell: TableCell): string {
  return configId({ ...cell.spec, seed: 1 });
}

/** Records of one cell by ascending seed, wherever they are stored: a run may belong to several tables. */
export function cellRecords(records: readonly RunRecord[], config: string): RunRecord[] {
  return records.filter((record) => record.configId === config).sort((a, b) => a.seed - b.seed);
}

/** Records behind each seed of a cell, its own run first; seeds for which one is missing are left out. */
export function seedRecords(records: readonly RunRecord[], cell: TableCell): RunRecord[][] {
  const needed = (cell.derived?.needs ?? []).map((spec) =>
    cellRecords(records, configId({ ...spec, seed: 1 })),
  );
  return cellRecords(records, cellConfigId(cell)).flatMap((own) => {
    const others = needed.map((runs) => runs.find((run) => run.seed === own.seed));
    return others.every((run) => run !== undefined) ? [[own, ...others]] : [];
  });
}

/** Runs that some cells lack, each counted once though several cells need it, and their estimated seconds. */
export function missingOf(cells: readonly CellView[]): { missingRuns: number; missingSeconds: number } {
  const runs = new Map(cells.flatMap(({ missing = [] }) => missing.map((run) => [run.runId, run.seconds])));
  return { missingRuns: runs.size, missingSeconds: [...runs.values()].reduce((a, b) => a + b, 0) };
}

export function tableId(definition: Pick<TableDefinition, 'paper' | 'table'>): string {
  return `${definition.paper}/${definition.table}`;
}
