import { InputError, runId } from '../base';
import type { Profile, PublishedValue, RunRecord, TableCell, TableDefinition } from '../base';
import { judgeCell } from './cell-verdict';
import { summarise } from './statistics';
import { layOut } from './table-axes';
import { UNITS, cellConfigId, missingOf, networksOf, seedRecords } from './table-view';
import type { CellView, MeasuredCell, PublishedCell, TableView } from './table-view';

export interface TableOptions {
  /** Profiles to show; default all but `smoke`, which is never a result (unless the table has nothing else). */
  profiles?: readonly Profile[];
  /** Seeds 1 … n that should be there; default the table's own. */
  seeds?: number;
}

/**
 * Sets measured beside published values. All stored seeds of a cell count; a run is found by its specification's
 * hash, so that a record may lie under another table.
 *
 * @param records all records (of every paper)
 * @param published values of the table's file, see `readPublished`; empty where nothing is published
 */
export function buildTable(
  definition: TableDefinition,
  records: readonly RunRecord[],
  published: readonly PublishedValue[],
  options: TableOptions = {},
): TableView {
  const cells = shownCells(definition, options.profiles);
  const { metric = 'top1', selection = 'last', published: source } = definition;
  const placed = source?.place ? published.flatMap((value) => source.place!(value) ?? []) : published;
  const printed = splitSpreads(placed);
  const axes = layOut(definition, cells, printed.values);
  const rowOf = new Map(Object.entries(source?.rows ?? {}).map(([own, name]) => [name, own]));
  const at = new Map<string, CellView>();
  const key = (row: string, column: string): string => JSON.stringify([row, column]);

  for (const value of printed.values) {
    const row = rowOf.get(value.row) ?? value.row;
    const { column } = value;
    at.set(key(row, column), { row, column, verdict: 'published only', published: printed.cell(value) });
  }
  for (const cell of cells) {
    const place = axes.place(cell);
    const where = key(place.row, place.column);
    if (at.get(where)?.profile !== undefined) {
      throw new InputError(
        `table ${definition.paper}/${definition.table}: two cells stand at '${place.row}' × '${place.column}', each may occur once`,
      );
    }
    const before = at.get(where)?.published;
    at.set(where, measuredView(definition, cell, records, place, options.seeds ?? definition.seeds, before));
  }

  const views = [...at.values()];
  const configs = new Set(definition.cells.map(cellConfigId));
  const known = new Set(definition.cells.map((cell) => cell.profile));
  const own = records.filter(
    (one) => one.paper === definition.paper && one.table === definition.table && known.has(one.profile),
  );
  return {
    paper: definition.paper,
    table: definition.table,
    title: definition.title,
    rowLabel: definition.rowLabel,
    columnLabel: definition.columnLabel,
    metric,
    unit: definition.quantity?.unit ?? UNITS[metric],
    ...(definition.quantity && { quantity: `${definition.quantity.name} (${definition.quantity.unit})` }),
    ...(printed.values.length > 0 &&
      source && { publishedIn: [source.file, ...(source.further ?? [])].map((file) => `${file}.csv`) }),
    selection,
    optimistic: selection === 'bestTest',
    rows: axes.rows,
    columns: axes.columns,
    cells: views,
    ...(definition.notes && { notes: definition.notes }),
    ...missingOf(views),
    orphans: own.filter((record) => !configs.has(record.configId)).map((record) => record.runId),
  };
}

function shownCells(definition: TableDefinition, profiles: readonly Profile[] | undefined): TableCell[] {
  if (profiles) return definition.cells.filter((cell) => profiles.includes(cell.profile));
  const results = definition.cells.filter((cell) => cell.profile !== 'smoke');
  return results.length > 0 ? results : definition.cells;
}

function measuredView(
  definition: TableDefinition,
  cell: TableCell,
  records: readonly RunRecord[],
  place: { row: string; column: string },
  seeds: number,
  published: PublishedCell | undefined,
): CellView {
  const config = cellConfigId(cell);
  const found = seedRecords(records, cell);
  const measured = found.length > 0 ? measure(definition, cell, found, published) : undefined;
  const missing = Array.from({ length: seeds }, (_, i) => i + 1).filter(
    (seed) => !measured?.seeds.includes(seed),
  );
  // A derived number has a unit of its own: points and percent are judged as such.
  const percent =
    (!cell.derived && UNITS[definition.metric ?? 'top1'] === '%') ||
    /^(%|points)/.test(published?.unit ?? '');
  return {
    ...place,
    verdict: judgeCell({ profile: cell.profile, measured, published: published?.value, percent }),
    profile: cell.profile,
    ...(published ? { published } : {}),
    ...(measured ? { measured } : {}),
    networks: networksOf(cell),
    data: cell.profileData,
    configId: config,
    missingSeeds: missing,
    missing: missingRuns(records, cell, missing),
    ...(cell.reconstruction ? { reconstruction: cell.reconstruction } : {}),
  };
}

/** Of the runs that a cell needs at the given seeds, those without a record. */
function missingRuns(records: readonly RunRecord[], cell: TableCell, seeds: readonly number[]) {
  const specs = [cell.spec, ...(cell.derived?.needs ?? [])];
  const known = new Set(records.map((record) => record.runId));
  return seeds
    .flatMap((seed) => specs.map((spec) => runId({ ...spec, seed })))
    .filter((id) => !known.has(id))
    .map((id) => ({ runId: id, seconds: cell.seconds }));
}

function measure(
  definition: TableDefinition,
  cell: TableCell,
  bySeed: readonly RunRecord[][],
  published: PublishedCell | undefined,
): MeasuredCell {
  const { metric = 'top1', selection = 'last' } = definition;
  // ECE is stored in [0, 1]; papers print it in percent.
  const scale = metric === 'ece' && published?.unit.startsWith('%') ? 100 : 1;
  const values = bySeed.map((records) => {
    if (cell.derived) return cell.derived.value(records);
    const [record] = records;
    const chosen = record.metrics[selection];
    if (!chosen) {
      throw new InputError(
        `record ${record.runId}: field 'metrics.${selection}': found nothing, table ${definition.paper}/${definition.table} selects by it`,
      );
    }
    return scale * chosen[metric];
  });
  return {
    ...summarise(values),
    seeds: bySeed.map(([own]) => own.seed),
    runIds: bySeed.flatMap((records) => records.map((record) => record.runId)),
  };
}

/** Takes the spreads out of the published values: rows `X (spread)`, and columns `spread` beside a single value. */
function splitSpreads(published: readonly PublishedValue[]) {
  const suffix = ' (spread)';
  const isSpread = (value: PublishedValue): boolean =>
    value.row.endsWith(suffix) || value.column === 'spread';
  const values = published.filter((value) => !isSpread(value));
  const spreads = published.filter(isSpread);
  const spreadOf = (value: PublishedValue): PublishedValue | undefined => {
    const alone =
      values.filter((other) => other.row === value.row && other.table === value.table).length === 1;
    return spreads.find(
      (spread) =>
        spread.table === value.table &&
        ((spread.row === `${value.row}${suffix}` && spread.column === value.column) ||
          (alone && spread.row === value.row && spread.column === 'spread')),
    );
  };
  const cell = (value: PublishedValue): PublishedCell => {
    const spread = spreadOf(value);
    return {
      value: value.value,
      ...(spread ? { sd: spread.value } : {}),
      unit: value.unit,
      basis: value.basis,
    };
  };
  return { values, cell };
}
