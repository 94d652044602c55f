import { InputError } from '../base';
import type { RunRecord } from '../base';

/** Numbers that method, teacher or trainer measured, by name. Throws InputError where the record lacks them. */
export function measured({ runId, measures }: RunRecord, name: string): number[] {
  const values = measures?.[name];
  if (values) return values;
  throw new InputError(`record ${runId}: field 'measures.${name}': found nothing, train the run again`);
}

/**
 * A measure over the kept epochs; null where there was nothing to measure. Throws InputError where the record lacks it.
 */
export function measuredOver({ runId, measureCurves }: RunRecord, name: string): (number | null)[] {
  const values = measureCurves?.values[name];
  if (values) return values;
  throw new InputError(
    `record ${runId}: field 'measureCurves.values.${name}': found nothing, train the run again`,
  );
}

/** Metrics of each network of a mutual run. */
export function learnersOf({ runId, metrics }: RunRecord): NonNullable<RunRecord['metrics']['learners']> {
  if (metrics.learners) return metrics.learners;
  throw new InputError(
    `record ${runId}: field 'metrics.learners': found nothing, needed is a run of several networks`,
  );
}
