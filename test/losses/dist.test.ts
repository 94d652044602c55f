import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const dist = (batch: Batch, options: Record<string, number> = {}) =>
  evaluateCase({ loss: 'dist', ...batch, options: { ceWeight: 0, ...options } });

/** 1 − a·b/(‖a‖‖b‖ + 1e-8) of the centred vectors, float64. */
const distance = (a: number[], b: number[]): number => {
  const [x, y] = [a, b].map((vector) => vector.map((value) => value - mean(vector)));
  const dot = x.reduce((sum, value, i) => sum + value * y[i], 0);
  return 1 - dot / (Math.hypot(...x) * Math.hypot(...y) + 1e-8);
};
const columns = (rows: number[][]): number[][] => rows[0].map((_, c) => rows.map((row) => row[c]));
const range = (z: number[]): number => Math.max(...z) - Math.min(...z);

describe('dist', () => {
  it('is 1 − Pearson’s correlation of rows and of columns', () => {
    const wide = batches(4).filter((batch) => batch.studentLogits.every((z) => range(z) >= 1));
    const property = fc.property(wide, (batch) => {
      const [q, p] = [batch.studentLogits, batch.teacherLogits].map((rows) => rows.map((z) => softmax(z)));
      const { parts } = dist(batch);
      const inter = mean(q.map((row, n) => distance(row, p[n])));
      expect(Math.abs(parts.inter - inter)).toBeLessThan(1e-5);
      const intra = columns(q).map((column, c) => distance(column, columns(p)[c]));
      // a column whose spread is small beside its values has lost that many digits
      if (columns(q).every((column) => range(column) > 1e-2)) {
        expect(Math.abs(parts.intra - mean(intra))).toBeLessThan(1e-4);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('only asks for the teacher’s relations: probabilities a·p + b cost nothing', () => {
    const p = [0.5, 0.3, 0.15, 0.05];
    const q = p.map((x) => 0.5 * x + 0.125);
    const log = (row: number[]) => row.map((x) => Math.log(x));
    const batch = {
      labels: [0, 1],
      studentLogits: [log(q), log([...q].reverse())],
      teacherLogits: [log(p), log([...p].reverse())],
    };
    const { parts, gradient } = dist(batch);
    // 1e-8/(‖a‖‖b‖) is the formula's own; columns are proportional to (1, −1)
    expect(parts.inter).toBeLessThan(3e-7);
    expect(parts.intra).toBeLessThan(3e-6);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-5);
    expect(evaluateCase({ loss: 'kd', ...batch }).parts.kd).toBeGreaterThan(0.1);
  });

  it('has its gradient orthogonal to what the correlation does not see', () => {
    // ∂/∂q of a row is orthogonal to q itself and to constants; through the softmax: ∂/∂z_i = q_i (g_i − q·g)
    const batch = { labels: [2], studentLogits: [[1, -0.5, 2, 0.25]], teacherLogits: [[2, 1, -1, 0]] };
    const row = flat(dist(batch, { intraWeight: 0 }).gradient.studentLogits);
    const q = softmax(batch.studentLogits[0]);
    const g = row.map((slope, i) => slope / q[i]); // g_i − q·g
    const level = mean(g);
    const along = g.reduce((sum, x, i) => sum + (x - level) * (q[i] - mean(q)), 0);
    expect(Math.abs(along)).toBeLessThan(1e-6 * Math.hypot(...g));
    expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 6);
  });

  it.each([1, 4])('stays relatively right for a student close to its teacher, T = %i', (temperature) => {
    const v = [3.25, -1.5, 0.125, 0.75];
    for (const step of [2 ** -6, 2 ** -9]) {
      const z = v.map((x, i) => x + (i % 3) * step);
      const batch = { labels: [0], studentLogits: [z], teacherLogits: [v] };
      const { parts } = dist(batch, { temperature, intraWeight: 0 });
      const expected = temperature ** 2 * distance(softmax(z, temperature), softmax(v, temperature));
      // float64 itself is right to about 1e-15 absolute here
      expect(Math.abs(parts.inter / expected - 1)).toBeLessThan(1e-4);
    }
  });

  it('multiplies both parts by T² and their weights', () => {
    const batch = {
      labels: [0, 1],
      studentLogits: [
        [2, 4, -2],
        [0, 2, 4],
      ],
      teacherLogits: [
        [4, 0, 2],
        [2, 2, 6],
      ],
    };
    const halved = (rows: number[][]) => rows.map((z) => z.map((x) => x / 2));
    const cool = {
      labels: batch.labels,
      studentLogits: halved(batch.studentLogits),
      teacherLogits: halved(batch.teacherLogits),
    };
    const hot = dist(batch, { temperature: 2, interWeight: 3, intraWeight: 5 }).parts;
    const plain = dist(cool).parts;
    expect(excess([hot.inter, hot.intra], [12 * plain.inter, 20 * plain.intra], 1e-6)).toBeLessThan(1);
  });

  it('has ±1 for rows of two classes: inter is 0 or 2, up to the 1e-8', () => {
    const same = dist({ labels: [0], studentLogits: [[1, 0]], teacherLogits: [[3, 1]] }, { intraWeight: 0 });
    expect(same.parts.inter).toBeLessThan(1e-6);
    expect(same.parts.inter).toBeGreaterThan(0);
    const other = dist({ labels: [0], studentLogits: [[1, 0]], teacherLogits: [[1, 3]] }, { intraWeight: 0 });
    expect(other.parts.inter).toBeCloseTo(2, 6);
    for (const g of flat(same.gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-6);
  });

  it('gives vectors without spread correlation 0: one sample, equal logits', () => {
    const one = dist(
      { labels: [0], studentLogits: [[1, 3, 0]], teacherLogits: [[2, 0, 1]] },
      { interWeight: 0 },
    );
    expect(one.parts.intra).toBe(1);
    for (const g of flat(one.gradient.studentLogits)) expect(Math.abs(g)).toBe(0);
    const flatTeacher = dist(
      { labels: [0], studentLogits: [[1, 3, 0]], teacherLogits: [[0.1, 0.1, 0.1]] },
      { intraWeight: 0 },
    );
    expect(flatTeacher.parts.inter).toBe(1);
    for (const g of flat(flatTeacher.gradient.studentLogits)) expect(Math.abs(g)).toBe(0);
  });

  it('has at a student row of equal logits the formula’s gradient −b/1e-8, through the softmax', () => {
    const v = [1, 3, 0];
    const { parts, gradient } = dist(
      { labels: [0], studentLogits: [[2, 2, 2]], teacherLogits: [v] },
      { intraWeight: 0 },
    );
    expect(parts.inter).toBe(1);
    const expected = softmax(v).map((p) => -(p - 1 / 3) / 1e-8 / 3);
    expect(excess(flat(gradient.studentLogits), expected, 1e-5)).toBeLessThan(1);
  });

  it('keeps the digits of columns in which every sample is nearly certain', () => {
    // probabilities of class 0 are 1 − 2e-7·(1, 2, 4): ‖a‖‖b‖ is of the order of the 1e-8
    const rows = (gaps: number[]) => gaps.map((gap) => [gap, 0, 0]);
    const [z, v] = [
      [9, 8, 7.5],
      [8.5, 8, 7],
    ];
    const batch = { labels: [0, 0, 0], studentLogits: rows(z), teacherLogits: rows(v) };
    const outside = (gaps: number[]) => gaps.map((gap) => 2 / (Math.exp(gap) + 2)); // 1 − p of class 0
    const first = distance(outside(z), outside(v)); // the same for 1 − p
    const others = distance(
      outside(z).map((x) => x / 2),
      outside(v).map((x) => x / 2),
    );
    const { parts } = dist(batch, { interWeight: 0 });
    expect(excess([parts.intra], [(first + 2 * others) / 3], 2e-5)).toBeLessThan(1);
  });
});
