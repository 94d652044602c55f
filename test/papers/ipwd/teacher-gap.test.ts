import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../lib/base';
import {
  coefficientOfVariation,
  runsByTeacher,
  teacherGapFigure,
  teacherGaps,
} from '../../../lib/papers/ipwd/teacher-gap';
import { exampleSpec, recordOf } from '../../results/samples';

const sums = (...values: number[]) =>
  Object.fromEntries([1, 2, 4, 8].map((t) => [`teacherClassSums@${t}`, values.map((x) => x * t)]));

const run = (seed: number, values: number[], change: Partial<RunRecord> = {}): RunRecord =>
  recordOf({ ...exampleSpec, seed }, 60, { measures: sums(...values), profile: 'cpu', ...change });

describe("the teachers' imbalance", () => {
  it('is the deviation of the class sums over their mean', () => {
    expect(coefficientOfVariation([50, 150])).toBe(50);
    expect(coefficientOfVariation([7, 7, 7])).toBe(0);
  });

  it('is given by teacher and temperature with the interval over the seeds', () => {
    const records = [run(1, [90, 110]), run(2, [80, 120]), run(3, [85, 115])];
    const [first] = teacherGaps(records);
    expect(teacherGaps(records)).toHaveLength(4);
    expect(first).toMatchObject({ temperature: 1, runs: 3 });
    expect(first.variation.mean).toBeCloseTo(15, 10);
    expect(first.variation.interval!.low).toBeCloseTo(15 - (4.302652729911275 * 5) / Math.sqrt(3), 8);
    expect(first.ratio.mean).toBeCloseTo((110 / 90 + 1.5 + 115 / 85) / 3, 10);
    expect(first.randomVariation).toBeCloseTo(100 * Math.sqrt(1 / 200), 10);
    expect(teacherGapFigure(teacherGaps(records)).data).toHaveLength(1);
  });

  it('counts a seed once, however many methods learnt from the teacher, and no interval below three', () => {
    const again = run(1, [90, 110], { row: 'another method' });
    const [first] = teacherGaps([run(2, [80, 120]), run(1, [90, 110]), again]);
    expect(first.runs).toBe(2);
    expect(first.variation.interval).toBeUndefined();
  });

  it('leaves out smoke runs, runs without a teacher and runs that did not measure', () => {
    const { teacher: _teacher, ...alone } = exampleSpec;
    expect(
      runsByTeacher([
        run(1, [1, 2], { profile: 'smoke' }),
        recordOf(alone, 50, { measures: sums(1, 2) }),
        recordOf(exampleSpec, 50),
      ]),
    ).toEqual([]);
  });
});
