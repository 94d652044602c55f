import type { RunRecord, SoftLabelIndicators, SoftLabelSource } from '../base';
import { summarise } from '../results';
import type { Summary } from '../results';
import { theorem1, theorem2 } from '../theory/index';

/** One soft label that students learned from, beside what they reached. */
export interface SoftLabelRow {
  paper: string;
  /** Row of the table, such as `ipwd`. */
  row: string;
  profileData: string;
  source: SoftLabelSource;
  /** Whose soft label: a teacher's name, `self`, `peer`, … with view and split. */
  softLabel: string;
  /** Absent for candidate sets, whose sizes differ. */
  k?: number;
  unreliability: number;
  ambiguity: number;
  theorem1: boolean;
  theorem2: boolean;
  /** 1 − η_k − γ_k. */
  margin: number;
  /** Test accuracy of the students in the last epoch, over the seeds. */
  student: Summary;
}

/** The teacher of a run, with how it was trained where that was not by plain cross-entropy. */
export function teacherLabel({ teacher, spec }: RunRecord): string | undefined {
  if (!teacher) return undefined;
  const method = spec.teacher && 'run' in spec.teacher ? spec.teacher.run.method : undefined;
  return method && method.loss !== 'ce' ? `${teacher.name} (${method.loss})` : teacher.name;
}

/**
 * Every soft label of these records at its headline k = min(4, C−1), in the last epoch that was measured, averaged over
 * the seeds; labels as fed are left out where they are no soft labels of their own. Soft labels of the test images come
 * before those of the training images.
 */
export function softLabelRows(records: readonly RunRecord[]): SoftLabelRow[] {
  const groups = new Map<string, { record: RunRecord; entry: SoftLabelIndicators; name: string }[]>();
  for (const record of records) {
    for (const entry of lastEntries(record)) {
      const who = entry.source === 'teacher' ? (teacherLabel(record) ?? 'teacher') : entry.source;
      const name = `${who}, ${entry.view} view, ${entry.split} images`;
      const key = [record.paper, record.configId, name].join('\n');
      groups.set(key, [...(groups.get(key) ?? []), { record, entry, name }]);
    }
  }
  return [...groups.values()].map((runs) => {
    const [{ record, entry, name }] = runs;
    const at = Math.max(0, Math.min(4, entry.k.length) - 1);
    const mean = (values: number[]) => summarise(values).mean;
    const unreliability = mean(runs.map((run) => run.entry.unreliability[at]));
    const ambiguity = mean(runs.map((run) => run.entry.ambiguity[at]));
    const { margin, holds } = theorem2(unreliability, ambiguity);
    return {
      ...{ paper: record.paper, row: record.row, profileData: record.profileData },
      ...{ source: entry.source, softLabel: name },
      ...{ k: entry.k[at], unreliability, ambiguity, margin },
      theorem1: theorem1(unreliability, ambiguity).holds,
      theorem2: holds,
      student: summarise(runs.map((run) => run.record.metrics.last.top1)),
    };
  });
}

/** Of each source, view and split the entry of the last epoch. */
function lastEntries({ softLabels, spec }: RunRecord): SoftLabelIndicators[] {
  // Labels are soft, and the only ones fed, where a student learns those of a label transform.
  const learnt = spec.method.name === 'soft-labels' && spec.teacher === undefined;
  const last = new Map<string, SoftLabelIndicators>();
  for (const entry of softLabels) {
    if (entry.source === 'labels' && !learnt) continue;
    const key = `${entry.split} ${entry.source} ${entry.view}`;
    const known = last.get(key);
    if (!known || known.epoch <= entry.epoch) last.set(key, entry);
  }
  return [...last.keys()].sort().map((key) => last.get(key)!);
}
