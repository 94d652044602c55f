import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureBatches, featurePart } from './features';
import { excess, flat } from './fixture';

const isAlive = (rows: number[][]) => rows.every((row) => Math.hypot(...row) > 0.05);

describe('sp', () => {
  it('is ‖Ĝ^S − Ĝ^T‖²/N² with rows of length 1', () => {
    const property = fc.property(featureBatches(), ({ studentFeatures: s, teacherFeatures: t }) => {
      fc.pre(isAlive(s) && isAlive(t));
      const similarity = (rows: number[][]) =>
        rows.map((a) => {
          const row = rows.map((b) => a.reduce((sum, x, d) => sum + x * b[d], 0));
          return row.map((x) => x / Math.hypot(...row));
        });
      const [gs, gt] = [similarity(s), similarity(t)];
      const square = gs.flat().reduce((sum, x, i) => sum + (x - gt.flat()[i]) ** 2, 0);
      const { total } = featurePart('sp', s, t, { kdWeight: 1 });
      expect(Math.abs(total - square / s.length ** 2)).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('ignores rotations and the scale of one network’s features, not of one sample’s', () => {
    const student = [[1, 2], [3, -1], [0.5, 0.5]]; // prettier-ignore
    const teacher = [[1, 0, 2], [2, 1, 0], [0, 1, 1]]; // prettier-ignore
    const plain = featurePart('sp', student, teacher).total;
    const turned = student.map(([x, y]) => [-4 * y, 4 * x]);
    expect(excess([featurePart('sp', turned, teacher).total], [plain], 1e-5)).toBeLessThan(1);
    const longer = student.map((row, n) => row.map((x) => (n === 0 ? 4 * x : x)));
    expect(Math.abs(featurePart('sp', longer, teacher).total / plain - 1)).toBeGreaterThan(1e-2);
  });

  it('asks nothing of one sample, of the teacher’s own features, and of a sample of zeros', () => {
    const alone = featurePart('sp', [[1, 2]], [[3, 4, 5]]);
    expect(alone.total).toBeLessThan(1e-9);
    for (const g of flat(alone.gradient.studentFeatures)) expect(Math.abs(g)).toBe(0);
    const own = [[1, 2, 3], [3, -1, 0]]; // prettier-ignore
    const equal = featurePart('sp', own, own);
    expect(equal.total).toBe(0);
    for (const g of flat(equal.gradient.studentFeatures)) expect(Math.abs(g)).toBe(0);
    const dead = featurePart('sp', [[0, 0], [1, 1]], own); // prettier-ignore
    for (const g of flat(dead.gradient.studentFeatures)) expect(Number.isFinite(g)).toBe(true);
  });
});
