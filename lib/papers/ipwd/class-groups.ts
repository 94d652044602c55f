import { InputError } from '../../base';
import type { RunRecord } from '../../base';
import { measured } from '../records';

export { measured };

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

function perClass({ runId, metrics }: RunRecord): number[] {
  if (metrics.last.perClass) return metrics.last.perClass;
  throw new InputError(`record ${runId}: field 'metrics.last.perClass': found nothing`);
}
