import type { RunRecord } from '../../base';
import { classDistribution, groupComparison, pointClouds } from '../../figures';
import type { NamedFigure } from '../../figures';
import { cellRecords, cellConfigId, summarise, tInterval } from '../../results';
import { measured } from '../records';
import { teacherLabel } from '../soft-label-rows';
import { GROUPS, RANKING_TEMPERATURE, classesByTeacher, recallGain } from './class-groups';
import { same } from './tables';
import { TEMPERATURES, runsByTeacher, teacherId, teacherGapFigure, teacherGaps } from './teacher-gap';

/** Runs of one row of the two-stage table at profile cpu, by seed. */
function runsOf(records: readonly RunRecord[], row: string): RunRecord[] {
  const cell = same.cells.find((one) => one.profile === 'cpu' && one.row === row)!;
  return cellRecords(records, cellConfigId(cell));
}

/** The paper's own figures, as far as there are records for them: the gap, who profits, what the weights favour. */
export function ipwdFigures(records: readonly RunRecord[]): NamedFigure[] {
  const [own] = runsOf(records, 'ipwd');
  if (!own) return [];
  const others = runsByTeacher(records).filter((runs) => teacherId(runs[0]) !== teacherId(own));
  return [
    { name: 'ipwd-transfer-gap', figure: transferGap(own) },
    ...others.map(([run], i) => ({ name: `ipwd-transfer-gap-${i + 2}`, figure: transferGap(run) })),
    { name: 'ipwd-teachers', figure: teacherGapFigure(teacherGaps(records)) },
    ...whoProfits(records),
    { name: 'ipwd-weights', figure: weightsByClass(records) },
  ];
}

/** Figure 1 of the paper, for the teacher of a run. */
export function transferGap(record: RunRecord) {
  return classDistribution(
    TEMPERATURES.map((temperature) => ({
      name: `T = ${temperature}`,
      sums: measured(record, `teacherClassSums@${temperature}`),
    })),
    {
      title: `Class sums of the teacher's predictions: ${teacherLabel(record) ?? ''}, ${record.profileData}`,
    },
  );
}

/** Table 1 as a figure: gain in recall over the student alone by quarter of the classes. */
function whoProfits(records: readonly RunRecord[]): NamedFigure[] {
  const ranked = runsOf(records, 'ipwd');
  const alone = runsOf(records, 'ce');
  const series = ['kd', 'ipwd', 'ipwd, kd-over-cls'].flatMap((row) => {
    const runs = runsOf(records, row);
    const seeds = runs.flatMap((run) => {
      const baseline = alone.find(({ seed }) => seed === run.seed);
      const ranking = ranked.find(({ seed }) => seed === run.seed);
      return baseline && ranking ? [{ run, baseline, ranking: classesByTeacher(ranking) }] : [];
    });
    if (seeds.length === 0) return [];
    const values = GROUPS.map((_, group) => {
      const gains = seeds.map(({ run, baseline, ranking }) => recallGain(run, baseline, ranking, group));
      const { mean } = summarise(gains);
      return gains.length < 3 ? { mean } : { mean, ...tInterval(gains) };
    });
    return [{ name: row, values }];
  });
  if (series.length === 0) return [];
  const figure = groupComparison(GROUPS, series, {
    title: 'Who profits: gain in recall over the student alone, classes ranked by the teacher',
    quantity: 'gain in recall (points)',
  });
  return [{ name: 'ipwd-who-profits', figure }];
}

/** Mean weight of a class against the teacher's sum for it, in both directions of the ratio. */
function weightsByClass(records: readonly RunRecord[]) {
  const clouds = ['ipwd', 'ipwd, kd-over-cls'].flatMap((row) => {
    const [run] = runsOf(records, row);
    if (!run) return [];
    const x = measured(run, `teacherClassSums@${RANKING_TEMPERATURE}`);
    return [{ name: `${row}, seed ${run.seed}`, x, y: measured(run, 'classWeights') }];
  });
  return pointClouds(clouds, {
    title: 'Mean weight of each class in the last epoch',
    x: `class sum of the teacher's predictions at T = ${RANKING_TEMPERATURE} (images)`,
    y: 'mean weight',
  });
}
