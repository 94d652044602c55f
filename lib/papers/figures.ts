import type { PaperDefinition, RunRecord, TableDefinition } from '../base';
import { conditionRegion, learningCurves, methodComparison } from '../figures';
import type { ConditionPoint, Figure, NamedFigure } from '../figures';
import { teacherLabel } from './soft-label-rows';
import { cellConfigId, cellRecords, summarise, tInterval } from '../results';

/** A row of a figure: its runs, ascending seeds. */
export interface RowRuns {
  row: string;
  runs: readonly RunRecord[];
}

/** Two figures for each column that has runs: methods side by side over seeds, and their learning curves. */
export function tableFigures(table: TableDefinition, records: readonly RunRecord[]): NamedFigure[] {
  // A derived number is no run's own: its table draws its own figures.
  const cells = table.cells.filter((cell) => cell.profile !== 'smoke' && !cell.derived);
  const columns = [...new Set(cells.map((cell) => cell.column))];
  return columns.flatMap((column, index) => {
    const byRow = cells
      .filter((cell) => cell.column === column)
      .map((cell) => ({ row: cell.row, runs: cellRecords(records, cellConfigId(cell)) }))
      .filter(({ runs }) => runs.length > 0);
    if (byRow.length === 0) return [];
    const name = `${table.paper}-${table.table}-${index + 1}`;
    return [
      { name: `${name}-methods`, figure: compareMethods(table, column, byRow) },
      { name: `${name}-curves`, figure: compareCurves(column, byRow) },
    ];
  });
}

/** Methods side by side: a dot a seed, mean and interval of the table's metric at its selected epoch. */
export function compareMethods(
  table: TableDefinition,
  column: string,
  byRow: readonly RowRuns[],
  reference?: { value: number; name: string },
): Figure {
  const metric = table.metric ?? 'top1';
  const selection = table.selection ?? 'last';
  const seeds = Math.max(...byRow.flatMap(({ runs }) => runs.map((run) => run.seed)));
  return methodComparison(
    byRow.map(({ row, runs }) => {
      const values = Array.from({ length: seeds }, (_, s) => {
        const run = runs.find((one) => one.seed === s + 1);
        return run?.metrics[selection]?.[metric] ?? null;
      });
      const known = values.filter((value): value is number => value !== null);
      if (known.length < 3) return { name: row, values };
      return { name: row, values, interval: { mean: summarise(known).mean, ...tInterval(known) } };
    }),
    {
      title: column,
      quantity: quantityOf(table),
      intervalName: '95 % t interval of the mean',
      ...(reference ? { reference } : {}),
    },
  );
}

const QUANTITIES = {
  top1: 'test accuracy (%)',
  top5: 'test top-5 accuracy (%)',
  nll: 'test negative log-likelihood (nats)',
  ece: 'test expected calibration error',
  aurc: 'test area under the risk–coverage curve (×1000)',
} as const;

const SELECTIONS = {
  last: 'last epoch',
  bestTest: 'best test epoch',
  bestValidation: 'best validation epoch',
} as const;

/** What a table's numbers are, for an axis. */
export function quantityOf({ metric = 'top1', selection = 'last' }: TableDefinition): string {
  return `${QUANTITIES[metric]}, ${SELECTIONS[selection]}`;
}

/** Test accuracy over the epochs, a line a row. */
export function compareCurves(column: string, byRow: readonly RowRuns[]): Figure {
  return learningCurves(
    byRow.map(({ row, runs }) => ({
      name: row,
      epochs: runs[0].curve.map((point) => point.epoch),
      seeds: runs.map((run) => run.curve.map((point) => point.top1)),
    })),
    { title: column, quantity: 'test accuracy (%)' },
  );
}

/** Teachers on the test set at the headline k in the (η, γ) plane; nothing where no run had a teacher. */
export function conditionFigure(
  paper: PaperDefinition,
  records: readonly RunRecord[],
): NamedFigure | undefined {
  const points = teacherPoints(records.filter((record) => record.paper === paper.name));
  if (points.length === 0) return undefined;
  return {
    name: `${paper.name}-conditions`,
    figure: conditionRegion(points, {
      title: 'Teachers of all runs: unreliability and ambiguity on the test set',
    }),
  };
}

/** One point for each teacher and table column: its η_k and γ_k, and the students' mean accuracy. */
export function teacherPoints(records: readonly RunRecord[]): ConditionPoint[] {
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    if (!record.teacher) continue;
    const key = `${teacherLabel(record)} on ${record.profileData}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups].flatMap(([name, runs]) => {
    const soft = runs[0].softLabels.find((entry) => entry.source === 'teacher' && entry.split === 'test');
    if (!soft) return [];
    const headline = Math.min(4, soft.k.length) - 1;
    const accuracy = summarise(runs.map((run) => run.metrics.last.top1)).mean;
    return [
      {
        group: `${name}, k = ${soft.k[headline]}`,
        name,
        unreliability: soft.unreliability[headline],
        ambiguity: soft.ambiguity[headline],
        accuracy,
      },
    ];
  });
}
