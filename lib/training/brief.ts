import type { MeasureCurves, Measures, RunRecord, SoftLabelIndicators } from '../base';

/** Epochs kept of soft labels that change from epoch to epoch, and of the learning curve. */
const KEPT_EPOCHS = 20;
/** Entries of all such soft labels together: several networks have many. */
const KEPT_ENTRIES = 24;
const KEPT_CURVE = 240;
const KEPT_MEASURES = 60;

/**
 * Evenly spaced epochs of each soft label that evolves (peer, self-made), the last one included; of a teacher's
 * augmented views only the last epoch. Several that evolve share the space. Keeps a record under its 50 kB.
 */
export function briefSoftLabels(entries: readonly SoftLabelIndicators[]): SoftLabelIndicators[] {
  const groups = new Map<string, SoftLabelIndicators[]>();
  for (const entry of entries) {
    const key = `${entry.source}/${entry.view}/${entry.split}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const isTeacher = ([{ source }]: SoftLabelIndicators[]) => source === 'teacher';
  const evolving = [...groups.values()].filter((group) => group.length > 1 && !isTeacher(group)).length;
  const kept = Math.min(KEPT_EPOCHS, Math.floor(KEPT_ENTRIES / Math.max(1, evolving)));
  return [...groups.values()].flatMap((group) => thin(group, isTeacher(group) ? 1 : Math.max(1, kept)));
}

export function briefCurve(curve: RunRecord['curve']): RunRecord['curve'] {
  const round = (value: number) => Number(value.toPrecision(5));
  return thin(curve, KEPT_CURVE).map(({ epoch, loss, trainTop1, top1, teacherAgreement, copiedErrors }) => ({
    epoch,
    loss: round(loss),
    ...(trainTop1 !== undefined && { trainTop1: round(trainTop1) }),
    top1: round(top1),
    ...(teacherAgreement !== undefined && { teacherAgreement: round(teacherAgreement) }),
    ...(copiedErrors !== undefined && { copiedErrors: round(copiedErrors) }),
  }));
}

/** At most `count` evenly spaced entries, always with the last. */
export function thin<T>(entries: readonly T[], count: number): T[] {
  if (entries.length <= count) return [...entries];
  if (count === 1) return [entries[entries.length - 1]];
  return Array.from(
    { length: count },
    (_, i) => entries[Math.round((i * (entries.length - 1)) / (count - 1))],
  );
}

/** Six digits are enough for a figure. */
export function briefMeasures(measures: Measures): Measures {
  return Object.fromEntries(
    Object.entries(measures).map(([name, values]) => [
      name,
      values.map((value) => Number(value.toPrecision(6))),
    ]),
  );
}

/** Evenly spaced epochs, the last one included; five digits are enough for a curve. */
export function briefMeasureCurves({ epochs, values }: MeasureCurves): MeasureCurves {
  const kept = thin([...epochs.keys()], KEPT_MEASURES);
  const brief = (value: number | null) => (value === null ? null : Number(value.toPrecision(5)));
  return {
    epochs: kept.map((i) => epochs[i]),
    values: Object.fromEntries(
      Object.entries(values).map(([name, all]) => [name, kept.map((i) => brief(all[i]))]),
    ),
  };
}
