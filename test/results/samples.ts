import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configId, runId } from '../../lib/base';
import type { Profile, RunRecord, RunSpec, TableCell, TableDefinition } from '../../lib/base';

const example = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/joints/record.json'), 'utf8'),
) as RunRecord;

/** A valid record of a specification with the given last-epoch accuracy (best epoch two points above). */
export function recordOf(spec: RunSpec, top1: number, change: Partial<RunRecord> = {}): RunRecord {
  return {
    ...structuredClone(example),
    spec,
    runId: runId(spec),
    configId: configId(spec),
    seed: spec.seed,
    metrics: {
      last: { ...example.metrics.last, top1, ece: 0.05 },
      bestTest: { ...example.metrics.bestTest, top1: top1 + 2 },
    },
    ...change,
  };
}

export const exampleSpec: RunSpec = example.spec;

/** A cell whose specification differs from others by its loss, column and profile. */
export function cellOf(
  row: string,
  column: string,
  profile: Profile,
  change: Partial<TableCell> = {},
): TableCell {
  const { seed: _seed, teacher: _teacher, ...spec } = exampleSpec;
  const epochs = { smoke: 1, quick: 6, cpu: 24, paper: 240 }[profile];
  return {
    row,
    column,
    profile,
    profileData: profile === 'paper' ? 'CIFAR-100' : 'c100-20@16',
    spec: { ...spec, epochs, method: { name: 'one-view', loss: row, lossOptions: { column } } },
    seconds: 60,
    ...change,
  };
}

export function tableOf(cells: TableCell[], change: Partial<TableDefinition> = {}): TableDefinition {
  return {
    paper: 'example',
    table: 'demo',
    title: 'A demonstration',
    rowLabel: 'method',
    columnLabel: 'teacher->student',
    seeds: 3,
    cells,
    ...change,
  };
}

/** Records of a cell, one a value, for seeds 1, 2, … */
export function recordsOf(cell: TableCell, values: number[], change: Partial<RunRecord> = {}): RunRecord[] {
  const { profile, profileData, row, column } = cell;
  return values.map((top1, i) =>
    recordOf({ ...cell.spec, seed: i + 1 }, top1, {
      profile,
      profileData,
      row,
      column,
      paper: 'example',
      table: 'demo',
      ...change,
    }),
  );
}
