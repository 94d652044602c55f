import { RandomStream, rankCorrelation } from '../base';
import type { RunRecord, SoftLabelSource } from '../base';
import { conditionRegion } from '../figures';
import type { Figure } from '../figures';
import { summarise } from '../results';
import { softLabelRows } from './soft-label-rows';
import type { SoftLabelRow } from './soft-label-rows';

/** The soft label that the students of one cell learned from, beside what they reached. */
export interface LearntSoftLabel extends SoftLabelRow {
  table: string;
  column: string;
  profile: string;
  /** Same data, recipe and student network: what accuracies can be compared within. */
  group: string;
  classes: number;
}

/** Of several soft labels of a run the first of these is the one it learned from; a teacher's on the test images. */
const SOURCES: readonly SoftLabelSource[] = ['candidates', 'labels', 'teacher', 'self', 'peer'];

/**
 * One entry for each cell of every table that has runs with a soft label, whatever the paper: η and γ at the headline
 * k = min(4, C−1) (of candidate sets the sets' own), the conditions, and the students' test accuracy over the seeds, at
 * the best validation epoch where there is one, else in the last.
 */
export function learntSoftLabels(records: readonly RunRecord[]): LearntSoftLabel[] {
  const cells = new Map<string, RunRecord[]>();
  for (const record of records) {
    if (record.profile === 'smoke') continue;
    cells.set(record.configId, [...(cells.get(record.configId) ?? []), record]);
  }
  return [...cells.values()].flatMap((runs) => {
    const [record] = runs;
    const rows = softLabelRows(runs);
    const row = SOURCES.map((source) => rows.find((one) => one.source === source)).find(Boolean);
    if (!row) return [];
    const accuracies = runs.map(({ metrics }) => (metrics.bestValidation ?? metrics.last).top1);
    return [
      {
        ...row,
        ...{ table: record.table, column: record.column, profile: record.profile },
        group: `${record.profileData}, ${[record.spec.model].flat().join(' + ')}`,
        classes: record.metrics.last.perClass?.length ?? 0,
        student: summarise(accuracies),
      },
    ];
  });
}

export interface Correlation {
  /** Spearman's; absent where one side is constant. */
  value?: number;
  /** Percentile bootstrap over the soft labels, 95 %. */
  interval?: [low: number, high: number];
}

/** How an indicator of the soft labels of one group ranks with the accuracy of their students. */
export interface IndicatorCorrelations {
  group: string;
  /** Soft labels. */
  n: number;
  unreliability: Correlation;
  ambiguity: Correlation;
  /** 1 − η − γ. */
  margin: Correlation;
  /** |correlation of η| − |correlation of γ|: above 0 where η tells more. */
  difference: Correlation;
  /** In words, from that interval. */
  tellsMore: 'unreliability' | 'ambiguity' | 'open';
}

const RESAMPLES = 2000;
/** Below that a rank correlation says next to nothing. */
const FEWEST = 5;

/**
 * Rank correlations within each group of at least five soft labels, and pooled: `all groups` correlates ranks taken
 * within the groups, so that easy data do not count as good soft labels.
 */
export function indicatorCorrelations(points: readonly LearntSoftLabel[], seed = 1): IndicatorCorrelations[] {
  const groups = new Map<string, LearntSoftLabel[]>();
  for (const point of points) groups.set(point.group, [...(groups.get(point.group) ?? []), point]);
  const large = [...groups].filter(([, of]) => of.length >= FEWEST);
  const rows = large.map(([group, of]) => correlations(group, [of], seed));
  return large.length > 1
    ? [...rows, correlations('all groups', large.map(([, of]) => of), seed)] // prettier-ignore
    : rows;
}

type Indicator = 'unreliability' | 'ambiguity' | 'margin';

function correlations(
  group: string,
  groups: readonly (readonly LearntSoftLabel[])[],
  seed: number,
): IndicatorCorrelations {
  const measure = (sample: readonly (readonly LearntSoftLabel[])[]) => {
    const of = (indicator: Indicator) => meanCorrelation(sample, indicator);
    const [eta, gamma] = [of('unreliability'), of('ambiguity')];
    const difference = eta === undefined || gamma === undefined ? undefined : Math.abs(eta) - Math.abs(gamma);
    return { unreliability: eta, ambiguity: gamma, margin: of('margin'), difference };
  };
  const found = measure(groups);
  const stream = new RandomStream(seed, 'conditions', group);
  const resampled = Array.from({ length: RESAMPLES }, () =>
    measure(groups.map((of) => of.map(() => of[stream.integer(of.length)]))),
  );
  const correlation = (name: keyof typeof found): Correlation => {
    const values = resampled.flatMap((one) => one[name] ?? []).sort((a, b) => a - b);
    if (found[name] === undefined || values.length < RESAMPLES / 2) return { value: found[name] };
    const at = (share: number) => values[Math.round(share * (values.length - 1))];
    return { value: found[name], interval: [at(0.025), at(0.975)] };
  };
  const difference = correlation('difference');
  const [low, high] = difference.interval ?? [-1, 1];
  return {
    group,
    n: groups.reduce((sum, of) => sum + of.length, 0),
    unreliability: correlation('unreliability'),
    ambiguity: correlation('ambiguity'),
    margin: correlation('margin'),
    difference,
    tellsMore: low > 0 ? 'unreliability' : high < 0 ? 'ambiguity' : 'open',
  };
}

/** Mean over the groups of the rank correlation with student accuracy, weighted by their sizes. */
function meanCorrelation(
  groups: readonly (readonly LearntSoftLabel[])[],
  indicator: Indicator,
): number | undefined {
  let [sum, weight] = [0, 0];
  for (const of of groups) {
    const value = rankCorrelation(
      of.map((point) => point[indicator]),
      of.map((point) => point.student.mean),
    );
    if (value === undefined) continue;
    sum += value * of.length;
    weight += of.length;
  }
  return weight > 0 ? sum / weight : undefined;
}

/** A soft label that a sufficient condition gives up, though students learn from it. */
export interface NeedlessCondition extends LearntSoftLabel {
  fails: 'Theorem 1' | 'both theorems';
  /** Student accuracy as a share of the way from chance to the best of its group, in [0, 1]. */
  shareOfBest: number;
}

/**
 * Where the conditions are far from necessary: soft labels that fail one and whose students still go at least half of
 * the way from chance to the best student of the group; the best first.
 */
export function needlessConditions(points: readonly LearntSoftLabel[]): NeedlessCondition[] {
  return points
    .filter(({ theorem1 }) => !theorem1)
    .map((point) => {
      const chance = point.classes > 0 ? 100 / point.classes : 0;
      const best = Math.max(
        ...points.filter(({ group }) => group === point.group).map((p) => p.student.mean),
      );
      const shareOfBest = best > chance ? (point.student.mean - chance) / (best - chance) : 0;
      const fails = point.theorem2 ? ('Theorem 1' as const) : ('both theorems' as const);
      return { ...point, fails, shareOfBest };
    })
    .filter(({ shareOfBest }) => shareOfBest >= 0.5)
    .sort((a, b) => b.shareOfBest - a.shareOfBest);
}

/** All of them in the (η, γ) plane, a colour for each paper and kind of soft label. */
export function conditionsFigure(points: readonly LearntSoftLabel[]): Figure {
  return conditionRegion(
    points.map(({ paper, source, row, column, unreliability, ambiguity, student }) => ({
      group: `${paper}, ${source}`,
      name: `${row}, ${column}`,
      ...{ unreliability, ambiguity, accuracy: student.mean },
    })),
    { title: 'Soft labels of all stored runs, and where the conditions hold' },
  );
}
