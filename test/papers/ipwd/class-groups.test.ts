import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../lib/base';
import { measured } from '../../../lib/papers';
import {
  classesByTeacher,
  gainSlope,
  recallGain,
  weightCorrelations,
} from '../../../lib/papers/ipwd/class-groups';
import { exampleSpec, recordOf } from '../../results/samples';

const record = (perClass: number[], measures?: Record<string, number[]>): RunRecord => {
  const made = recordOf(exampleSpec, 50, { measures });
  made.metrics.last.perClass = perClass;
  return made;
};

const baseline = record([10, 20, 30, 40, 50, 60, 70, 80]);
const run = record([12, 22, 30, 40, 50, 60, 75, 91]);
const ranked = record([], { 'teacherClassSums@4': [9, 9.5, 7, 6, 5, 4, 3, 2] });

describe('class groups', () => {
  it('ranks classes by falling sum of the teacher', () => {
    expect(classesByTeacher(ranked)).toEqual([1, 0, 2, 3, 4, 5, 6, 7]);
  });

  it('averages the gain in recall over the classes of a quarter', () => {
    const ranking = classesByTeacher(ranked);
    expect([0, 1, 2, 3].map((group) => recallGain(run, baseline, ranking, group))).toEqual([2, 0, 0, 8]);
    expect(gainSlope(run, baseline, ranking)).toBe(-6);
  });

  it('puts every class into one quarter where their number is no multiple of four', () => {
    const ten = Array.from({ length: 10 }, (_, c) => c);
    const [zero, one] = [record(ten.map(() => 0)), record(ten.map(() => 1))];
    for (const group of [0, 1, 2, 3]) expect(recallGain(one, zero, ten, group)).toBe(1);
  });

  it('says which record lacks a measure', () => {
    expect(() => measured(baseline, 'classWeights')).toThrow(/record .*: field 'measures.classWeights'/);
  });
});

describe('what the weights follow', () => {
  const weighted = (seed: number, classWeights: number[], correlation: number) =>
    recordOf({ ...exampleSpec, seed }, 50, {
      measures: {
        'teacherClassSums@4': [1, 2, 3, 4],
        classWeights,
        weightDifficultyCorrelation: [correlation],
        weightEffectiveSize: [80],
      },
    });

  it('is summed up over the seeds', () => {
    const [row, ...others] = weightCorrelations([
      weighted(1, [4, 3, 2, 1], 0.5),
      weighted(2, [4, 2, 3, 1], 0.7),
    ]);
    expect(others).toEqual([]);
    expect(row.difficulty).toMatchObject({ n: 2, mean: expect.closeTo(0.6, 12) });
    expect(row.classSum!.mean).toBeCloseTo(-0.9, 12); // −1 and −0.8
    expect(row.effectiveSize.mean).toBe(80);
  });

  it('has no class sums without a teacher, and nothing without weights', () => {
    const alone = weighted(1, [1, 2], 0.1);
    delete alone.measures!['teacherClassSums@4'];
    expect(weightCorrelations([alone])[0].classSum).toBeUndefined();
    expect(weightCorrelations([baseline])).toEqual([]);
  });
});
