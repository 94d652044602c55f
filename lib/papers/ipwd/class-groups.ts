import { InputError, rankCorrelation } from '../../base';
import type { RunRecord } from '../../base';
import { summarise } from '../../results';
import type { Summary } from '../../results';
import { measured } from '../claims';
import { teacherLabel } from '../soft-label-rows';

/** Temperature at which the teacher ranks the classes: the one it distils at. */
export const RANKING_TEMPERATURE = 4;

/** Groups of equal size, from the classes the teacher predicts most (25 of 100 each in the paper's Table 1). */
export const GROUPS = ['top quarter', 'second quarter', 'third quarter', 'bottom quarter'] as const;

/**
 * Classes by falling sum of the teacher's softened predictions on the training images.
 * @param record of a run with the teacher, which has measured them
 */
export function classesByTeacher(record: RunRecord): number[] {
  const sums = measured(record, `teacherClassSums@${RANKING_TEMPERATURE}`);
  return sums.map((_, c) => c).sort((a, b) => sums[b] - sums[a] || a - b);
}

/** Macro-average recall of `run` minus that of `baseline` in one quarter of the ranking, in points. */
export function recallGain(
  run: RunRecord,
  baseline: RunRecord,
  ranking: readonly number[],
  group: number,
): number {
  const size = ranking.length / GROUPS.length;
  const classes = ranking.slice(Math.round(group * size), Math.round((group + 1) * size));
  const recall = (record: RunRecord) =>
    classes.reduce((sum, c) => sum + perClass(record)[c], 0) / classes.length;
  return recall(run) - recall(baseline);
}

/** Gain in the top quarter minus gain in the bottom quarter, in points. */
export function gainSlope(run: RunRecord, baseline: RunRecord, ranking: readonly number[]): number {
  return recallGain(run, baseline, ranking, 0) - recallGain(run, baseline, ranking, GROUPS.length - 1);
}

/** What the weights of one row follow, over its runs; correlations are Spearman's, of the last epoch. */
export interface WeightCorrelation {
  row: string;
  /** Absent where a network is its own teacher. */
  teacher?: string;
  profileData: string;
  /** Of an image's weight with the teacher's cross-entropy on it. */
  difficulty: Summary;
  /** Of a class's mean weight with the teacher's sum for it; absent without a teacher. */
  classSum?: Summary;
  /** (Σw)²/Σw², in images. */
  effectiveSize: Summary;
}

/** One entry for each specification among the records whose weights were measured. */
export function weightCorrelations(records: readonly RunRecord[]): WeightCorrelation[] {
  const rows = new Map<string, RunRecord[]>();
  for (const record of records) {
    if (!record.measures?.weightDifficultyCorrelation) continue;
    rows.set(record.configId, [...(rows.get(record.configId) ?? []), record]);
  }
  const sorted = [...rows.values()].sort(([a], [b]) => a.row.localeCompare(b.row, 'en'));
  return sorted.map((runs) => {
    const classSums = runs.flatMap((run) => weightRankCorrelation(run) ?? []);
    return {
      row: runs[0].row,
      teacher: teacherLabel(runs[0]),
      profileData: runs[0].profileData,
      difficulty: summarise(runs.map((run) => measured(run, 'weightDifficultyCorrelation')[0])),
      ...(classSums.length > 0 && { classSum: summarise(classSums) }),
      effectiveSize: summarise(runs.map((run) => measured(run, 'weightEffectiveSize')[0])),
    };
  });
}

/** Of mean weight and teacher's class sum, over the classes; undefined without a teacher. */
export function weightRankCorrelation(record: RunRecord): number | undefined {
  if (!record.measures?.[`teacherClassSums@${RANKING_TEMPERATURE}`]) return undefined;
  const sums = measured(record, `teacherClassSums@${RANKING_TEMPERATURE}`);
  return rankCorrelation(sums, measured(record, 'classWeights'));
}

function perClass({ runId, metrics }: RunRecord): number[] {
  if (metrics.last.perClass) return metrics.last.perClass;
  throw new InputError(`record ${runId}: field 'metrics.last.perClass': found nothing`);
}
