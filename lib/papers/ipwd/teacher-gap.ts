import { runId } from '../../base';
import type { RunRecord } from '../../base';
import { groupComparison } from '../../figures';
import { summarise, tInterval } from '../../results';
import type { Interval } from '../../results';
import { teacherLabel } from '../soft-label-rows';
import { measured } from '../records';

/** Temperatures at which runs sum their teacher's predictions by class. */
export const TEMPERATURES = [1, 2, 4, 8] as const;

/** A number over the runs of one teacher; the interval (95 %, t) from three runs on. */
export interface GapNumber {
  mean: number;
  interval?: Interval;
}

/** How unevenly one teacher spreads balanced training images over the classes, at one temperature. */
export interface TeacherGap {
  teacher: string;
  profileData: string;
  temperature: number;
  runs: number;
  /** Coefficient of variation of the class sums, in %. */
  variation: GapNumber;
  /** Largest class sum over the smallest. */
  ratio: GapNumber;
  /** What labels drawn at random from balanced classes would vary by, √((C−1)/N), in %. */
  randomVariation: number;
}

/** Runs with measured class sums, by teacher and data; the runs of a group differ by seed and method alone. */
export function runsByTeacher(records: readonly RunRecord[]): RunRecord[][] {
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = teacherId(record);
    if (!key || record.profile === 'smoke' || !record.measures?.['teacherClassSums@1']) continue;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()]
    .map(onePerSeed)
    .sort(([a], [b]) => teacherLabel(a)!.localeCompare(teacherLabel(b)!, 'en'));
}

/** Names teacher and data of a run; undefined without a teacher. */
export function teacherId({ spec: { teacher }, profileData }: RunRecord): string | undefined {
  return teacher && `${'run' in teacher ? runId(teacher.run) : teacher.sha256} ${profileData}`;
}

/**
 * The imbalance index of every teacher in the records: what its class sums vary by. Runs of one teacher differ in the
 * augmentation (or the subset) of their seed alone, so the interval covers the images, not the choice of teacher.
 */
export function teacherGaps(records: readonly RunRecord[]): TeacherGap[] {
  return runsByTeacher(records).flatMap((runs) =>
    TEMPERATURES.map((temperature) => {
      const sums = runs.map((run) => measured(run, `teacherClassSums@${temperature}`));
      const images = sums[0].reduce((total, sum) => total + sum, 0);
      return {
        teacher: teacherLabel(runs[0])!,
        profileData: runs[0].profileData,
        temperature,
        runs: runs.length,
        variation: over(sums.map(coefficientOfVariation)),
        ratio: over(sums.map((one) => Math.max(...one) / Math.min(...one))),
        randomVariation: 100 * Math.sqrt((sums[0].length - 1) / images),
      };
    }),
  );
}

/** Standard deviation of the class sums over their mean, in %. */
export function coefficientOfVariation(sums: readonly number[]): number {
  const mean = sums.reduce((a, b) => a + b, 0) / sums.length;
  const variance = sums.reduce((a, b) => a + (b - mean) ** 2, 0) / sums.length;
  return (100 * Math.sqrt(variance)) / mean;
}

/** The index of every teacher against temperature. */
export function teacherGapFigure(gaps: readonly TeacherGap[]) {
  const names = [...new Set(gaps.map(({ teacher, profileData }) => `${teacher} on ${profileData}`))];
  const series = names.map((name) => ({
    name,
    values: gaps
      .filter(({ teacher, profileData }) => `${teacher} on ${profileData}` === name)
      .map(({ variation: { mean, interval } }) => ({ mean, ...interval })),
  }));
  return groupComparison(
    TEMPERATURES.map((temperature) => `T = ${temperature}`),
    series,
    {
      title: 'How unevenly each teacher spreads balanced training images over the classes',
      quantity: 'coefficient of variation of the class sums (%)',
    },
  );
}

/** One run for each seed: runs of one teacher and seed show it the same images. */
function onePerSeed(runs: readonly RunRecord[]): RunRecord[] {
  const bySeed = new Map<number, RunRecord>();
  for (const run of runs) if (!bySeed.has(run.seed)) bySeed.set(run.seed, run);
  return [...bySeed.keys()].sort((a, b) => a - b).map((seed) => bySeed.get(seed)!);
}

function over(values: readonly number[]): GapNumber {
  const { mean } = summarise(values);
  return values.length < 3 ? { mean } : { mean, interval: tInterval(values) };
}
