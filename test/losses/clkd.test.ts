import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const parts = (batch: Batch, options: object = {}) => evaluateCase({ loss: 'clkd', ...batch, options }).parts;

const batch: Batch = {
  labels: [0, 1, 2],
  studentLogits: [[1, 2, -1, 0], [0, 3, 1, -2], [2, 0, 0.5, 1]], // prettier-ignore
  teacherLogits: [[2, 1, -1, 1], [0, 2, 2, -1], [1, 0, 3, 1]], // prettier-ignore
};
const scaled = (rows: number[][], factor: number) => rows.map((row) => row.map((z) => factor * z));

describe('clkd', () => {
  it('asks nothing of directions where the student is a multiple of its teacher', () => {
    const found = parts({ ...batch, studentLogits: scaled(batch.teacherLogits, 4) });
    expect(found.instance).toBeLessThan(1e-12);
    expect(found.class).toBeLessThan(1e-12);
    expect(found.correlation).toBeGreaterThan(1);
  });

  it('ignores a column’s mean in the correlation part only', () => {
    const moved = batch.studentLogits.map((row) => row.map((z, c) => z + 2 * c));
    const [plain, shifted] = [parts(batch), parts({ ...batch, studentLogits: moved })];
    expect(shifted.correlation).toBeCloseTo(plain.correlation, 5);
    expect(Math.abs(shifted.instance / plain.instance - 1)).toBeGreaterThan(1e-2);
    expect(Math.abs(shifted.class / plain.class - 1)).toBeGreaterThan(1e-2);
  });

  it('has the same norm of B over classes and samples where the teacher’s correlations vanish', () => {
    const property = fc.property(batches(20), ({ labels, studentLogits }) => {
      const teacherLogits = studentLogits.map((row) => row.map(() => 1)); // centred: 0
      const [classes, samples] = ['CxC', 'NxN'].map(
        (correlation) => parts({ labels, studentLogits, teacherLogits }, { correlation }).correlation,
      );
      expect(excess([classes], [samples], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 30 });
    const [classes, samples] = ['CxC', 'NxN'].map((correlation) => parts(batch, { correlation }).correlation);
    expect(Math.abs(classes / samples - 1)).toBeGreaterThan(1e-2);
  });

  it('is the plain formula for a student next to its teacher, digits kept', () => {
    const student = batch.teacherLogits.map((row, n) => row.map((z, c) => z + ((n + 2 * c) % 3) / 1024));
    const unit = (row: number[]) => row.map((z) => z / Math.hypot(...row));
    const squares = batch.teacherLogits.flatMap((row, n) => {
      const [s, t] = [unit(student[n]), unit(row)];
      return s.map((x, c) => (x - t[c]) ** 2);
    });
    const found = parts({ ...batch, studentLogits: student });
    expect(excess([found.instance], [0.5 * mean(squares)], 1e-4)).toBeLessThan(1);
  });

  it('counts a row of zeros as no direction: value of the other, no gradient', () => {
    const zero = { labels: [0], studentLogits: [[0, 0]], teacherLogits: [[3, 4]] };
    const options = { ceWeight: 0, classWeight: 0, correlationWeight: 0, instanceWeight: 1 };
    const { total, gradient } = evaluateCase({ loss: 'clkd', ...zero, options });
    expect(total).toBeCloseTo(0.5, 6); // |unit vector|² over C
    expect(flat(gradient.studentLogits).map(Math.abs)).toEqual([0, 0]);
  });

  it('takes the root where it is not squared, without an infinite gradient at 0', () => {
    const { correlation } = parts(batch, { correlationWeight: 1 });
    const root = parts(batch, { correlationWeight: 1, squared: false }).correlation;
    expect(root).toBeCloseTo(Math.sqrt(correlation * 16) / 16, 6);
    const equal = { ...batch, studentLogits: batch.teacherLogits };
    const { total, gradient } = evaluateCase({
      loss: 'clkd',
      ...equal,
      options: { ceWeight: 0, squared: false },
    });
    expect(total).toBe(0);
    expect(flat(gradient.studentLogits).every((g) => Math.abs(g) < 1e-7)).toBe(true);
  });
});
