import { describe, expect, it } from 'vitest';
import type { RunRecord, SoftLabelIndicators } from '../../lib/base';
import { softLabelRows, teacherLabel } from '../../lib/papers';
import { exampleSpec, recordOf } from '../results/samples';

const entry = (
  source: SoftLabelIndicators['source'],
  epoch: number,
  unreliability: number[],
  ambiguity: number[],
): SoftLabelIndicators => ({
  ...{ source, epoch, view: 'weak', split: 'test', k: [1, 2, 3, 4, 5], unreliability, ambiguity },
  distances: { chebyshev: 0, kl: 0, klInfinite: 0, manhattan: 0, euclidean: 0 },
});

const run = (seed: number, top1: number, softLabels: SoftLabelIndicators[]): RunRecord =>
  recordOf({ ...exampleSpec, seed }, top1, { softLabels });

describe('soft labels beside their students', () => {
  it('are averaged over the seeds at the headline k, with both conditions', () => {
    const of = (eta: number) => [entry('teacher', 0, [0, 0, 0, eta, 0], [0, 0, 0, 0.3, 0])];
    const [row] = softLabelRows([run(1, 60, of(0.1)), run(2, 62, of(0.3))]);
    expect(row).toMatchObject({ k: 4, theorem1: true, theorem2: true });
    expect(row.unreliability).toBeCloseTo(0.2, 12);
    expect(row.margin).toBeCloseTo(0.5, 12);
    expect(row.student).toMatchObject({ n: 2, mean: 61 });
    const [worse] = softLabelRows([run(1, 60, of(0.45))]);
    expect(worse).toMatchObject({ theorem1: false, theorem2: true }); // 1 − 0.45/0.55 = 0.18 < 0.3
  });

  it('take the last measured epoch and leave out labels as fed', () => {
    const none = [0, 0, 0, 0, 0];
    const rows = softLabelRows([
      run(1, 60, [
        entry('self', 2, [0, 0, 0, 0.4, 0], none),
        entry('self', 7, [0, 0, 0, 0.1, 0], none),
        entry('labels', 0, none, none),
      ]),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].unreliability).toBe(0.1);
    expect(rows[0].softLabel).toBe('self, weak view, test images');
  });

  it('have candidate sets without k, and labels where a student learns them as soft labels', () => {
    const sets = { ...entry('candidates', 0, [0.3], [0.2]), k: [] };
    const [row] = softLabelRows([run(1, 60, [sets])]);
    expect(row).toMatchObject({ unreliability: 0.3, ambiguity: 0.2, theorem1: true });
    expect(row.k).toBeUndefined();
    const { teacher: _none, ...alone } = exampleSpec;
    const method = { name: 'soft-labels', loss: 'proden' };
    const noisy = recordOf({ ...alone, method }, 60, {
      softLabels: [entry('labels', 0, [0, 0, 0, 0.25, 0], [0, 0, 0, 0.4, 0])],
    });
    expect(softLabelRows([noisy])[0]).toMatchObject({
      k: 4,
      unreliability: 0.25,
      softLabel: 'labels, weak view, test images',
    });
  });

  it('keep teachers apart that were trained otherwise', () => {
    const plain = run(1, 60, []);
    const teacher = exampleSpec.teacher as { run: typeof exampleSpec };
    const smoothed = recordOf(
      {
        ...exampleSpec,
        teacher: { run: { ...teacher.run, method: { name: 'one-view', loss: 'label-smoothing' } } },
      },
      60,
    );
    expect(teacherLabel(smoothed)).toBe(`${teacherLabel(plain)} (label-smoothing)`);
    const { teacher: _none, ...alone } = plain;
    expect(teacherLabel(alone)).toBeUndefined();
  });
});
