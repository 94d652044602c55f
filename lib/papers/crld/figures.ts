import type { Profile, RunRecord, TableDefinition } from '../../base';
import {
  conditionRegion,
  confidenceHistogram,
  groupComparison,
  learningCurves,
  valueMap,
} from '../../figures';
import type { CurveGroup, Figure, GroupSeries, NamedFigure } from '../../figures';
import { cellConfigId, cellRecords, summarise, tInterval } from '../../results';
import { measured } from '../claims';
import { C100_FEW, c100Cpu } from '../profiles';
import { STRONG_THRESHOLDS, WEAK_THRESHOLDS, thresholdRow } from './rows';
import { ablation, fewLabels, same } from './tables';

const VIEWS = ['weak', 'strong'] as const;
/** Rows that the figures compare; those on one view have fewer measures. */
const COMPARED = ['kd', 'kd, strong view only', 'kd, two views', 'crld, no masks', 'crld'];
const ON_TWO_VIEWS = ['kd, two views', 'crld, no masks', 'crld'];

/** Runs of a row of a table at one profile (and data), by seed. */
function runsOf(
  records: readonly RunRecord[],
  table: TableDefinition,
  row: string,
  profile: Profile = 'cpu',
  data?: string,
): RunRecord[] {
  const cell = table.cells.find(
    (one) => one.profile === profile && one.row === row && (data === undefined || one.profileData === data),
  );
  return cell ? cellRecords(records, cellConfigId(cell)) : [];
}

/** CRLD's figures, as far as there are records for them. */
export function crldFigures(records: readonly RunRecord[]): NamedFigure[] {
  const runs = runsOf(records, same, 'crld');
  const figures: [string, Figure | undefined][] = [
    ['crld-confidence', runs.length > 0 ? teacherConfidence(runs[0]) : undefined],
    ['crld-kept-accuracy', runs.length > 0 ? keptAccuracy(runs) : undefined],
    ['crld-views-conditions', runs.length > 0 ? viewConditions(runs) : undefined],
    ['crld-overconfidence', runs.length > 0 ? calibrationByView(records) : undefined],
    ['crld-agreement', overTraining(records, 'teacherAgreement')],
    ['crld-copied-errors', overTraining(records, 'copiedErrors')],
    ['crld-thresholds', thresholdSurface(records)],
    ['crld-few-labels', labelsNeeded(records)],
  ];
  return figures.flatMap(([name, figure]) => (figure ? [{ name, figure }] : []));
}

/** The teacher's confidence on both views of the training images in the last epoch, with the run's thresholds. */
export function teacherConfidence(record: RunRecord): Figure {
  const { weakThreshold = 0.9, strongThreshold = 0.2 } = (record.spec.method.lossOptions ?? {}) as {
    weakThreshold?: number;
    strongThreshold?: number;
  };
  const thresholds = { weak: weakThreshold, strong: strongThreshold };
  return confidenceHistogram(
    VIEWS.map((view) => ({
      name: `${view} view`,
      shares: measured(record, `teacherConfidenceHistogram@${view}`),
      threshold: thresholds[view],
    })),
    {
      title: `How sure the teacher is: ${record.teacher?.name ?? ''}, ${record.profileData}`,
      images: 'training images',
    },
  );
}

/** Mean over the seeds, with its interval where there are enough. */
function interval(values: readonly number[]): GroupSeries['values'][number] {
  const { mean } = summarise(values);
  return values.length < 3 ? { mean } : { mean, ...tInterval(values) };
}

/** How often kept and dropped soft labels name the true class, by view. */
function keptAccuracy(runs: readonly RunRecord[]): Figure | undefined {
  const of = (name: string) => runs.flatMap(({ measures }) => measures?.[name] ?? []);
  // A threshold that keeps everything leaves nothing dropped to compare with.
  const views = VIEWS.filter((view) => of(`droppedAccuracy@${view}`).length > 0);
  if (views.length === 0) return undefined;
  const series = ['kept', 'dropped'].map((which) => ({
    name: `${which} soft labels`,
    values: views.map((view) => interval(of(`${which}Accuracy@${view}`))),
  }));
  return groupComparison(
    views.map((view) => `${view} view`),
    series,
    {
      title: "Accuracy of the teacher's kept and dropped soft labels, training images",
      quantity: 'names the true class (%)',
    },
  );
}

/** Teacher's soft labels of each view, all and those that count, in the plane of the conditions; headline k. */
function viewConditions(runs: readonly RunRecord[]): Figure {
  const points = runs.flatMap(({ seed, softLabels, metrics }) =>
    softLabels
      .filter(({ source, split }) => source === 'teacher' && split === 'train')
      .map(({ view, k, unreliability, ambiguity }) => {
        const headline = Math.min(4, k.length) - 1;
        return {
          group: `${view} view, k = ${k[headline]}`,
          name: `${view} view, seed ${seed}`,
          unreliability: unreliability[headline],
          ambiguity: ambiguity[headline],
          accuracy: metrics.last.top1,
        };
      }),
  );
  return conditionRegion(points, {
    title: 'Soft labels of the views, all and those above the threshold',
  });
}

/** Confidence minus accuracy on the test images under each view: the teacher, and students of two views. */
function calibrationByView(records: readonly RunRecord[]): Figure | undefined {
  const gap = (runs: readonly RunRecord[], who: 'teacher' | 'student') =>
    VIEWS.map((view) =>
      interval(
        runs.map(
          (run) =>
            measured(run, `${who}TestConfidence@${view}`)[0] - measured(run, `${who}TestTop1@${view}`)[0],
        ),
      ),
    );
  const students = ON_TWO_VIEWS.flatMap((row) => {
    const runs = runsOf(records, same, row);
    return runs.length > 0 ? [{ name: `student, ${row}`, values: gap(runs, 'student') }] : [];
  });
  const teacher = { name: 'teacher', values: gap(runsOf(records, same, 'crld'), 'teacher') };
  return groupComparison(
    VIEWS.map((view) => `${view} view`),
    [teacher, ...students],
    {
      title: 'Over-confidence on test images by view',
      quantity: 'mean confidence − accuracy (points)',
    },
  );
}

const FOLLOWED = {
  teacherAgreement: {
    title: 'Agreement of student and teacher over training, test images',
    quantity: 'same prediction (%)',
  },
  copiedErrors: {
    title: "How many of the teacher's errors the student makes too, test images",
    quantity: "of the teacher's errors (%)",
  },
} as const;

/** How closely students follow the teacher; rows whose records are older than the measure are left out. */
function overTraining(records: readonly RunRecord[], name: keyof typeof FOLLOWED): Figure | undefined {
  const groups = COMPARED.flatMap((row): CurveGroup[] => {
    const runs = runsOf(records, same, row).filter(({ curve }) =>
      curve.some((point) => point[name] !== undefined),
    );
    if (runs.length === 0) return [];
    return [
      {
        name: row,
        epochs: runs[0].curve.map(({ epoch }) => epoch),
        seeds: runs.map(({ curve }) => curve.map((point) => point[name] ?? null)),
      },
    ];
  });
  return groups.length > 0 ? learningCurves(groups, FOLLOWED[name]) : undefined;
}

/** Mean test accuracy over both thresholds; pairs that have not run are left blank. */
function thresholdSurface(records: readonly RunRecord[]): Figure | undefined {
  const values = WEAK_THRESHOLDS.map((weak) =>
    STRONG_THRESHOLDS.map((strong) => {
      const runs = runsOf(records, ablation, thresholdRow(weak, strong), 'quick', 'c100-20@16, 6 epochs');
      return runs.length > 0 ? summarise(runs.map(({ metrics }) => metrics.last.top1)).mean : null;
    }),
  );
  if (values.flat().filter((value) => value !== null).length < 2) return undefined;
  return valueMap(values, {
    title: 'Test accuracy over both thresholds (c100-20@16, 6 epochs)',
    quantity: 'test accuracy (%), mean over seeds',
    rows: { title: 'weak threshold', names: WEAK_THRESHOLDS.map(String) },
    columns: { title: 'strong threshold', names: STRONG_THRESHOLDS.map(String) },
  });
}

/** Accuracy by the share of the labels. */
function labelsNeeded(records: readonly RunRecord[]): Figure | undefined {
  const shares = [...C100_FEW, c100Cpu].map(({ name, data }) => ({
    name,
    label: `${(100 * (data.trainPerClass ?? 500)) / 500} % of the labels`,
  }));
  const known = shares.filter(({ name }) => runsOf(records, fewLabels, 'crld', 'cpu', name).length > 0);
  if (known.length < 2) return undefined;
  const series = ['ce', 'kd', 'kd, two views', 'crld'].flatMap((row) => {
    const runs = known.map(({ name }) => runsOf(records, fewLabels, row, 'cpu', name));
    if (runs.some(({ length }) => length === 0)) return [];
    return [
      { name: row, values: runs.map((some) => interval(some.map(({ metrics }) => metrics.last.top1))) },
    ];
  });
  return groupComparison(
    known.map(({ label }) => label),
    series,
    { title: 'Fewer labels', quantity: 'test accuracy (%)' },
  );
}
