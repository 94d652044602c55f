import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureBatches, featurePart } from './features';
import { excess, flat } from './fixture';

const isAlive = (rows: number[][]) => rows.every((row) => Math.hypot(...row) > 0.05);

function probabilities(rows: number[][]): number[][] {
  const units = rows.map((row) => row.map((x) => x / (Math.hypot(...row) + 1e-7)));
  return units.map((a) => {
    const s = units.map((b) => (1 + a.reduce((sum, x, d) => sum + x * b[d], 0)) / 2);
    const total = s.reduce((sum, x) => sum + x, 0);
    return s.map((x) => x / total);
  });
}

describe('pkt', () => {
  it('is the divergence of the row probabilities, over N²', () => {
    const property = fc.property(
      featureBatches(fc.integer({ min: 2, max: 4 })),
      ({ studentFeatures: s, teacherFeatures: t }) => {
        fc.pre(isAlive(s) && isAlive(t));
        const [p, q] = [probabilities(t).flat(), probabilities(s).flat()];
        fc.pre(q.every((x) => x > 1e-2)); // 1 + cos of nearly opposite vectors has few digits in float32
        const value = p.reduce((sum, pi, i) => sum + pi * Math.log((pi + 1e-7) / (q[i] + 1e-7)), 0);
        const { total } = featurePart('pkt', s, t, { kdWeight: 1 });
        expect(Math.abs(total - value / p.length)).toBeLessThan(1e-6 * (1 + value));
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('keeps its digits where student and teacher agree, and is 0 where they are equal', () => {
    const teacher = [[1, 0, 2], [2, 1, 0], [0, 1, 1], [1, 1, 1]]; // prettier-ignore
    const student = teacher.map((row, n) => row.map((x, d) => x + ((2 * n + d) % 3) / 64));
    const [p, q] = [probabilities(teacher).flat(), probabilities(student).flat()];
    const value = p.reduce((sum, pi, i) => sum + pi * Math.log((pi + 1e-7) / (q[i] + 1e-7)), 0) / 16;
    expect(value).toBeLessThan(1e-4);
    expect(excess([featurePart('pkt', student, teacher, { kdWeight: 1 }).total], [value], 2e-4)).toBeLessThan(
      1,
    );
    const equal = featurePart('pkt', teacher, teacher, { kdWeight: 1 });
    expect(Math.abs(equal.total)).toBe(0);
    for (const g of flat(equal.gradient.studentFeatures)) expect(Math.abs(g)).toBeLessThan(1e-7);
  });

  it('ignores rotations and the length of each sample’s features', () => {
    const student = [[1, 2], [3, -1], [0.5, 0.25]]; // prettier-ignore
    const teacher = [[1, 0, 2], [2, 1, 0], [0, 1, 1]]; // prettier-ignore
    const plain = featurePart('pkt', student, teacher).total;
    const moved = student.map(([x, y], n) => [-y * (n + 2), x * (n + 2)]);
    expect(excess([featurePart('pkt', moved, teacher).total], [plain], 1e-4)).toBeLessThan(1);
  });

  it('has no gradient to speak of where all samples are alike, and none for one or for zeros', () => {
    const teacher = [[1, 0, 2], [2, 1, 0]]; // prettier-ignore
    const alike = featurePart('pkt', [[1, 1], [1, 1]], teacher, { kdWeight: 1 }); // prettier-ignore
    for (const g of flat(alike.gradient.studentFeatures)) expect(Math.abs(g)).toBeLessThan(1e-6);
    const opposite = featurePart('pkt', [[1, 1], [-1, -1]], teacher); // prettier-ignore
    for (const g of flat(opposite.gradient.studentFeatures)) expect(Number.isFinite(g)).toBe(true);
    const one = featurePart('pkt', [[1, 2]], [[1, 2, 3]]);
    expect(Math.abs(one.total)).toBe(0);
    const dead = featurePart('pkt', [[0, 0], [1, 2]], teacher); // prettier-ignore
    expect(flat(dead.gradient.studentFeatures).slice(0, 2).map(Math.abs)).toEqual([0, 0]);
  });
});
