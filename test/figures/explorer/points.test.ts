import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord, SoftLabelIndicators } from '../../../lib/base';
import { readRecords } from '../../../lib/results';
import { measuredPoints, pointAt, pointText } from '../../../lib/figures/explorer/points';

const stored = readRecords(join(__dirname, '../../../data/records'));
const soft = (more: Partial<SoftLabelIndicators>): SoftLabelIndicators => ({
  ...stored[0].softLabels[0],
  k: [1, 2],
  unreliability: [0.5, 0.25],
  ambiguity: [0.1, 0.3],
  ...more,
});
const record = (seed: number, softLabels: SoftLabelIndicators[], top1 = 70): RunRecord => ({
  ...stored[0],
  seed,
  softLabels,
  metrics: { ...stored[0].metrics, last: { ...stored[0].metrics.last, top1 } },
});

describe('measuredPoints', () => {
  it('gives each cell and source of the stored runs one point', () => {
    const points = measuredPoints(stored);
    const cells = new Set(stored.map((one) => `${one.paper}/${one.table} ${one.row} ${one.column}`));
    expect(new Set(points.map((one) => `${one.table} ${one.row} ${one.column}`))).toEqual(cells);
    for (const one of points) {
      expect(one.unreliability).toHaveLength(one.ambiguity.length);
      if (one.classes !== null) expect(one.classes).toBeGreaterThan(1);
    }
  });

  it('takes the test images where there are any, the last epoch, and the mean over seeds', () => {
    const [point] = measuredPoints([
      record(1, [
        soft({ source: 'self', split: 'train', epoch: 9, unreliability: [0.9, 0.9] }),
        soft({ source: 'self', split: 'test', epoch: 1, unreliability: [0.8, 0.8] }),
        soft({ source: 'self', split: 'test', epoch: 5, unreliability: [0.5, 0.25] }),
      ]),
      record(2, [soft({ source: 'self', split: 'test', epoch: 5, unreliability: [0.3, 0.15] })], 72),
    ]);
    expect(point).toMatchObject({ split: 'test', seeds: 2, accuracy: 71, unreliability: [0.4, 0.2] });
    expect(pointAt(point, 2)).toEqual({ unreliability: 0.2, ambiguity: 0.3 });
    expect(pointAt(point, 3)).toBeNull();
    expect(pointText(point)).toContain('student 71.0 % (2 seeds');
  });

  it('of networks that teach each other shows what was passed on, nothing where nothing was', () => {
    const offered = [1, 2].map((k) => soft({ source: 'peer', view: `all@${k}`, split: 'train', epoch: 9 }));
    const passed = [1, 2].map((k) =>
      soft({ source: 'peer', view: `selected@${k}`, split: 'train', epoch: 9, unreliability: [k / 10, 0] }),
    );
    const points = measuredPoints([record(1, [...offered, ...passed])]);
    expect(points.map(({ source, unreliability }) => [source, unreliability])).toEqual([['peer', [0.1, 0]]]);
    expect(measuredPoints([record(1, offered)])).toEqual([]);
  });

  it.each([[[]], [[1]]])('shows candidate sets, which have one size, at every k (recorded as %j)', (k) => {
    const [point] = measuredPoints([
      record(1, [soft({ source: 'candidates', k, unreliability: [0.3], ambiguity: [0.2] })]),
    ]);
    expect(pointAt(point, 1)).toEqual(pointAt(point, 7));
    expect(pointAt(point, 7)).toEqual({ unreliability: 0.3, ambiguity: 0.2 });
  });
});
