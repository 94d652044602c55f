import { counted } from '../../base/in-words';
import type { RunRecord, SoftLabelIndicators, SoftLabelSource } from '../../base/record';

/** The soft labels of a table's cell, means over its seeds, with what the student reached. */
export interface MeasuredPoint {
  /** `paper/table`. */
  table: string;
  row: string;
  column: string;
  profile: string;
  source: SoftLabelSource;
  split: 'train' | 'test';
  /** Number of runs. */
  seeds: number;
  classes: number | null;
  /** Last-epoch top-1 of the student on the test images, in %. */
  accuracy: number;
  /** Sizes of the label sets; empty for candidate sets, which have one entry below. */
  k: number[];
  unreliability: number[];
  ambiguity: number[];
}

/**
 * One point for each cell of a table and each kind of soft label its runs used: on the test images where the record
 * has them (as the papers do), else on the training images, of the last epoch.
 */
export function measuredPoints(records: readonly RunRecord[]): MeasuredPoint[] {
  const groups = new Map<string, { record: RunRecord; soft: SoftLabelIndicators }[]>();
  for (const record of records) {
    const fed = record.softLabels.filter(wasFed);
    for (const source of new Set(fed.map((entry) => entry.source))) {
      const soft = lastOf(fed.filter((entry) => entry.source === source));
      const key = [record.paper, record.table, record.row, record.column, record.profile, source].join('\n');
      groups.set(key, [...(groups.get(key) ?? []), { record, soft }]);
    }
  }
  return [...groups.values()].map((runs) => {
    const [{ record, soft }] = runs;
    const same = runs.filter((run) => run.soft.split === soft.split);
    const over = (of: (run: (typeof runs)[number]) => number): number =>
      rounded(same.reduce((sum, run) => sum + of(run), 0) / same.length);
    return {
      table: `${record.paper}/${record.table}`,
      row: record.row,
      column: record.column,
      profile: record.profile,
      source: soft.source,
      split: soft.split,
      seeds: same.length,
      classes: record.metrics.last.perClass?.length ?? record.spec.data.classes?.length ?? null,
      accuracy: over((run) => run.record.metrics.last.top1),
      k: sizesOf(soft),
      unreliability: soft.unreliability.map((_, j) => over((run) => run.soft.unreliability[j])),
      ambiguity: soft.ambiguity.map((_, j) => over((run) => run.soft.ambiguity[j])),
    };
  });
}

/** (η, γ) of a point at set size k, if it was measured there; candidate sets have one size only. */
export function pointAt(point: MeasuredPoint, k: number): { unreliability: number; ambiguity: number } | null {
  const place = point.k.length === 0 ? 0 : point.k.indexOf(k);
  if (place < 0) return null;
  return { unreliability: point.unreliability[place], ambiguity: point.ambiguity[place] };
}

/** `ipwd/table5, kd, resnet14x2->resnet8 …: student 70.7 % (3 seeds, cpu; teacher on test images)`. */
export function pointText(point: MeasuredPoint): string {
  const { table, row, column, accuracy, seeds, profile, source, split } = point;
  const runs = counted(seeds, 'seed');
  return `${table}, ${row}, ${column}: student ${accuracy.toFixed(1)} % (${runs}, ${profile}; ${source} on ${split} images)`;
}

/** Sizes of the label sets an entry has indicators for; none where it describes candidate sets as they are. */
function sizesOf({ source, k, unreliability }: SoftLabelIndicators): number[] {
  const asTheyAre = source === 'candidates' && unreliability.length === 1;
  return asTheyAre || k.length !== unreliability.length ? [] : k;
}

/** Of networks that teach each other: what the first of them passed on, not what it only offered. */
function wasFed({ source, view }: SoftLabelIndicators): boolean {
  return source !== 'peer' || view === 'selected@1';
}

function lastOf(entries: readonly SoftLabelIndicators[]): SoftLabelIndicators {
  const test = entries.filter((entry) => entry.split === 'test');
  return (test.length > 0 ? test : entries).reduce((last, one) => (one.epoch >= last.epoch ? one : last));
}

function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
