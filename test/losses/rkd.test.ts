import { describe, expect, it } from 'vitest';
import { featurePart } from './features';
import { excess, flat } from './fixture';

const student = [[1, 2], [3, -1], [0.5, 0.25]]; // prettier-ignore
const teacher = [[1, 0, 2], [2, 1, 0], [0, 1, 1]]; // prettier-ignore
const parts = (rows: number[][], options: object = {}) => featurePart('rkd', rows, teacher, options).parts;

const gap = (a: number[], b: number[]) => Math.hypot(...a.map((x, d) => x - b[d]));
const smooth = (x: number) => (Math.abs(x) < 1 ? x ** 2 / 2 : Math.abs(x) - 0.5);

describe('rkd', () => {
  it('compares distances over their mean, and angles, over all N² and N³ entries', () => {
    const three = [0, 1, 2];
    const pairs = three.flatMap((i) => three.map((j) => [i, j]));
    const distances = (rows: number[][]) => {
      const raw = pairs.map(([i, j]) => gap(rows[i], rows[j]));
      const mean = raw.reduce((sum, d) => sum + d, 0) / 6;
      return raw.map((d) => d / mean);
    };
    const [ds, dt] = [distances(student), distances(teacher)];
    const distance = ds.reduce((sum, d, i) => sum + smooth(d - dt[i]), 0) / 9;
    const direction = (rows: number[][], i: number, j: number) =>
      rows[i].map((x, d) => (i === j ? 0 : (rows[j][d] - x) / gap(rows[i], rows[j])));
    const cosine = (rows: number[][], i: number, j: number, k: number) =>
      direction(rows, i, j).reduce((sum, x, d) => sum + x * direction(rows, i, k)[d], 0);
    const angle =
      pairs
        .flatMap(([i, j]) => three.map((k) => smooth(cosine(student, i, j, k) - cosine(teacher, i, j, k))))
        .reduce((sum, x) => sum + x, 0) / 27;
    const found = parts(student);
    expect(excess([found.distance, found.angle], [25 * distance, 50 * angle], 1e-5)).toBeLessThan(1);
    const weighted = parts(student, { kdWeight: 2, distanceWeight: 1, angleWeight: 3 });
    expect(excess([weighted.distance, weighted.angle], [2 * distance, 6 * angle], 1e-5)).toBeLessThan(1);
  });

  it('ignores shifts, rotations and scale', () => {
    const plain = parts(student);
    const moved = parts(student.map(([x, y]) => [-8 * y + 16, 8 * x - 4]));
    expect(excess([moved.distance, moved.angle], [plain.distance, plain.angle], 1e-5)).toBeLessThan(1);
  });

  it('has no distance part for two samples, and nothing for one', () => {
    const two = featurePart('rkd', student.slice(1), teacher.slice(1));
    expect(two.parts.distance).toBeLessThan(1e-9);
    expect(two.parts.angle).toBe(0);
    const one = featurePart('rkd', student.slice(2), teacher.slice(2));
    expect(one.total).toBe(0);
    expect(flat(one.gradient.studentFeatures).map(Math.abs)).toEqual([0, 0]);
  });

  it('stays finite where samples lie on each other', () => {
    const { total, gradient } = featurePart('rkd', [[1, 2], [1, 2], [0, 1]], teacher); // prettier-ignore
    expect(Number.isFinite(total)).toBe(true);
    for (const g of flat(gradient.studentFeatures)) expect(Math.abs(g)).toBeLessThan(1e3);
    const all = featurePart('rkd', [[1, 2], [1, 2], [1, 2]], teacher); // prettier-ignore
    for (const g of flat(all.gradient.studentFeatures)) expect(Math.abs(g)).toBe(0);
  });
});
