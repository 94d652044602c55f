import { InputError } from '../../base';
import type { RunRecord, SoftLabelIndicators } from '../../base';

/** Test accuracy at the best validation epoch, in %: the paper's selection. Throws InputError where none was measured. */
export function selectedTop1({ runId, metrics }: RunRecord): number {
  if (metrics.bestValidation) return metrics.bestValidation.top1;
  throw new InputError(`record ${runId}: field 'metrics.bestValidation': found nothing, train the run again`);
}

/** Indicators of the soft label of one source on one part. Throws InputError where the record has none. */
export function softLabelOf(
  { runId, softLabels }: RunRecord,
  source: SoftLabelIndicators['source'],
  split: SoftLabelIndicators['split'],
): SoftLabelIndicators {
  const found = softLabels.findLast((entry) => entry.source === source && entry.split === split);
  if (found) return found;
  throw new InputError(
    `record ${runId}: field 'softLabels': found none of source '${source}' on ${split} images`,
  );
}

/** What a teacher's soft labels are on the test images, by the columns of Table 2 and the paper's k = 4. */
export const TEACHER_COLUMNS: Readonly<Record<string, (record: RunRecord) => number>> = {
  'teacher accuracy': (record) => record.teacher!.accuracy,
  Chebyshev: (record) => taught(record).distances.chebyshev,
  KL: (record) => taught(record).distances.kl ?? Infinity,
  Manhattan: (record) => taught(record).distances.manhattan,
  Euclidean: (record) => taught(record).distances.euclidean,
  eta_4: (record) => at4(taught(record)).unreliability,
  gamma_4: (record) => at4(taught(record)).ambiguity,
};

const taught = (record: RunRecord): SoftLabelIndicators => softLabelOf(record, 'teacher', 'test');

/** η_4 and γ_4. */
export function at4({ k, unreliability, ambiguity }: SoftLabelIndicators) {
  const at = k.indexOf(4);
  return { unreliability: unreliability[at], ambiguity: ambiguity[at] };
}
