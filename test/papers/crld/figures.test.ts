import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../lib/base';
import { crldFigures, tableById } from '../../../lib/papers';
import { recordOf } from '../../results/samples';

const bins = (at: number) => Array.from({ length: 20 }, (_, bin) => (bin === at ? 100 : 0));

/** Made-up measures of one run on two views. */
const measures = (shift: number) => ({
  'keptAccuracy@weak': [99 - shift],
  'droppedAccuracy@weak': [75],
  'keptAccuracy@strong': [50],
  'teacherConfidenceHistogram@weak': bins(19),
  'teacherConfidenceHistogram@strong': bins(8),
  ...Object.fromEntries(
    ['teacher', 'student'].flatMap((who) => [
      [`${who}TestConfidence@weak`, [80]],
      [`${who}TestTop1@weak`, [75 - shift]],
      [`${who}TestConfidence@strong`, [70]],
      [`${who}TestTop1@strong`, [50]],
    ]),
  ),
});

const curve = [1, 2].map((epoch) => ({
  epoch,
  loss: 1,
  top1: 50,
  teacherAgreement: 60 + epoch,
  copiedErrors: 30,
}));

function runs(
  table: string,
  row: string,
  profile: RunRecord['profile'],
  top1: number,
  data?: string,
): RunRecord[] {
  const cell = tableById(table).cells.find(
    (one) => one.row === row && one.profile === profile && (data === undefined || one.profileData === data),
  )!;
  return [1, 2, 3].map((seed) => {
    const record = recordOf({ ...cell.spec, seed }, top1 + seed / 10, {
      ...{ profile, profileData: cell.profileData, row, column: cell.column, paper: 'crld' },
      ...{ curve, measures: measures(seed / 10) },
    });
    const [soft] = record.softLabels;
    const views = ['weak', 'strong', 'selected weak'].map((view) => ({
      ...soft,
      ...{ view, source: 'teacher' as const, split: 'train' as const },
    }));
    return { ...record, softLabels: views };
  });
}

const names = (records: RunRecord[]) => crldFigures(records).map(({ name }) => name);

describe('figures of CRLD', () => {
  it('are none without records', () => expect(names([])).toEqual([]));

  it('need no more than there is', () => {
    expect(names(runs('crld/same', 'crld', 'cpu', 70))).toEqual([
      'crld-confidence',
      'crld-kept-accuracy',
      'crld-views-conditions',
      'crld-overconfidence',
      'crld-agreement',
      'crld-copied-errors',
    ]);
  });

  it('show over-confidence as confidence minus accuracy, with intervals over the seeds', () => {
    const { figure } = crldFigures(runs('crld/same', 'crld', 'cpu', 70)).find(
      ({ name }) => name === 'crld-overconfidence',
    )!;
    const [teacher] = figure.data as unknown as { y: number[]; error_y: { array: number[] } }[];
    expect(teacher.y[0]).toBeCloseTo(5.2, 10);
    expect(teacher.y[1]).toBeCloseTo(20, 10);
    expect(teacher.error_y.array[0]).toBeGreaterThan(0.2);
  });

  it('compare kept and dropped labels only where a threshold dropped some', () => {
    const { figure } = crldFigures(runs('crld/same', 'crld', 'cpu', 70)).find(
      ({ name }) => name === 'crld-kept-accuracy',
    )!;
    expect(figure.data.map(({ x }) => x)).toEqual([['weak view'], ['weak view']]);
  });

  it('draw the surface of thresholds with the pairs that have run', () => {
    const records = ['crld', 'crld, no masks', 'crld, thresholds 0.5 and 0.9'].flatMap((row, i) =>
      runs('crld/ablation', row, 'quick', 60 + i, 'c100-20@16, 6 epochs'),
    );
    const figure = crldFigures(records).find(({ name }) => name === 'crld-thresholds')!.figure;
    const z = figure.data[0].z as (number | null)[][];
    expect(z[2][1]).toBeCloseTo(60.2, 10); // 0.9 and 0.2
    expect(z[0][0]).toBeCloseTo(61.2, 10);
    expect(z[1][3]).toBeCloseTo(62.2, 10);
    expect(z.flat().filter((value) => value === null)).toHaveLength(13);
  });

  it('compare few labels where at least two fractions have run', () => {
    const few = (data: string) => [
      ...runs('crld/few-labels', 'crld', 'cpu', 60, data),
      ...runs('crld/few-labels', 'kd', 'cpu', 58, data),
    ];
    expect(names(few('c100-20@16, 50 a class'))).not.toContain('crld-few-labels');
    const figure = crldFigures([...few('c100-20@16, 50 a class'), ...few('c100-20@16')]).find(
      ({ name }) => name === 'crld-few-labels',
    )!.figure;
    expect(figure.data.map(({ name }) => name)).toEqual(['kd', 'crld']);
    expect(figure.data[0].x).toEqual(['10 % of the labels', '100 % of the labels']);
  });
});
