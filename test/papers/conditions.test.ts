import { describe, expect, it } from 'vitest';
import type { RunRecord, SoftLabelIndicators } from '../../lib/base';
import { indicatorCorrelations, learntSoftLabels, needlessConditions } from '../../lib/papers';
import type { LearntSoftLabel } from '../../lib/papers';
import { exampleSpec, recordOf } from '../results/samples';

const soft = (source: SoftLabelIndicators['source'], k: number[], eta: number, gamma: number) => ({
  ...{ source, k, split: 'test' as const, view: 'weak', epoch: 0 },
  unreliability: (k.length > 0 ? k : [0]).map(() => eta),
  ambiguity: (k.length > 0 ? k : [0]).map(() => gamma),
  distances: { chebyshev: 0, kl: 0, klInfinite: 0, manhattan: 0, euclidean: 0 },
});
const K = [1, 2, 3, 4, 5];
const run = (seed: number, top1: number, softLabels: SoftLabelIndicators[]): RunRecord =>
  recordOf({ ...exampleSpec, seed }, top1, { softLabels, profile: 'cpu' });

describe('soft labels that students learned from', () => {
  it('are the candidate sets rather than what the network says of itself, the teacher rather than itself', () => {
    const [sets] = learntSoftLabels([
      run(1, 60, [soft('self', K, 0.9, 0.9), soft('candidates', [], 0.3, 0.2)]),
    ]);
    expect(sets).toMatchObject({ source: 'candidates', unreliability: 0.3, theorem2: true });
    const [taught] = learntSoftLabels([
      run(1, 60, [soft('self', K, 0.9, 0.9), soft('teacher', K, 0.1, 0.2)]),
    ]);
    expect(taught).toMatchObject({ source: 'teacher', unreliability: 0.1, k: 4 });
  });

  it('are one a cell, their students at the best validation epoch where there is one', () => {
    const runs = [61, 65].map((top1, i) => {
      const record = run(i + 1, 50, [soft('teacher', K, 0.1, 0.2)]);
      return { ...record, metrics: { ...record.metrics, bestValidation: { ...record.metrics.last, top1 } } };
    });
    const [point, ...others] = learntSoftLabels(runs);
    expect(others).toEqual([]);
    expect(point.student).toMatchObject({ n: 2, mean: 63 });
    expect(learntSoftLabels([run(1, 60, [])])).toEqual([]);
    expect(learntSoftLabels(runs.map((one) => ({ ...one, profile: 'smoke' })))).toEqual([]);
  });
});

const point = (group: string, eta: number, gamma: number, accuracy: number): LearntSoftLabel => {
  const [base] = learntSoftLabels([run(1, accuracy, [soft('teacher', K, eta, gamma)])]);
  return { ...base, group, classes: 10 };
};

describe('rank correlations with student accuracy', () => {
  it('are within groups of at least five, and pooled without mixing easy with hard data', () => {
    // In each group accuracy falls with η, but the harder data have the better soft labels.
    const easy = [0.3, 0.4, 0.5, 0.6, 0.7].map((eta, i) =>
      point('easy', eta, [0.1, 0.3, 0.2, 0.1, 0.2][i], 95 - i),
    );
    const hard = [0.1, 0.15, 0.2, 0.22, 0.25].map((eta, i) =>
      point('hard', eta, [0.1, 0.3, 0.2, 0.1, 0.2][i], 40 - i),
    );
    const few = [point('few', 0.1, 0.1, 50), point('few', 0.2, 0.1, 60)];
    const rows = indicatorCorrelations([...easy, ...hard, ...few]);
    expect(rows.map(({ group, n }) => [group, n])).toEqual([['easy', 5], ['hard', 5], ['all groups', 10]]); // prettier-ignore
    for (const row of rows) {
      expect(row.unreliability.value).toBeCloseTo(-1, 12);
      expect(row.unreliability.interval![0]).toBeCloseTo(-1, 12);
      expect(row.margin.value).toBeGreaterThan(0);
      expect(row.difference.value).toBeCloseTo(1 - Math.abs(row.ambiguity.value!), 12);
    }
    expect(rows[2].tellsMore).toBe('unreliability');
    expect(indicatorCorrelations([...easy, ...hard])).toEqual(rows);
  });

  it('are open where both indicators order alike, and absent for a constant one', () => {
    const same = [1, 2, 3, 4, 5, 6].map((i) => point('same', i / 10, i / 20, 90 - i));
    expect(indicatorCorrelations(same)[0]).toMatchObject({ tellsMore: 'open' });
    const constant = [1, 2, 3, 4, 5].map((i) => point('constant', 0.2, i / 20, 90 - i));
    expect(indicatorCorrelations(constant)[0].unreliability).toEqual({ value: undefined });
  });
});

describe('conditions that were not needed', () => {
  it('are those that fail where students go half of the way from chance to the best', () => {
    const points = [
      point('a', 0.1, 0.3, 90),
      point('a', 0.5, 0.2, 80), // Theorem 1 fails at η = ½
      point('a', 0.5, 0.5, 60), // both fail
      point('a', 0.6, 0.5, 45), // 35 of 80 points: not half
      point('b', 0.5, 0.2, 20), // the best of its group
    ];
    const found = needlessConditions(points);
    expect(found.map(({ fails, student }) => [fails, student.mean])).toEqual([
      ['Theorem 1', 20],
      ['Theorem 1', 80],
      ['both theorems', 60],
    ]);
    expect(found[1].shareOfBest).toBeCloseTo(70 / 80, 12);
  });
});
