import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const normKd = (batch: Batch, temperature = 2) =>
  evaluateCase({ loss: 'normkd', ...batch, options: { ceWeight: 0, kdWeight: 1, temperature } });

/** A KL of rows that agree to float32's 1e-7: half of its square, and something to spare. */
const ROUNDING = 1e-12;

/** Unbiased standard deviation, float64. */
const deviation = (z: number[]): number =>
  Math.sqrt(z.reduce((sum, x) => sum + (x - mean(z)) ** 2, 0) / (z.length - 1));

/**
 * Whether a row has a direction that float32 can hold: dividing by the deviation magnifies the rounding of the inputs
 * (6e-8 of the largest entry) by entry/spread, and moving a row rounds it anew.
 */
const varies = (z: number[]): boolean =>
  Math.max(...z) - Math.min(...z) > 0.02 * Math.max(1, ...z.map(Math.abs));
const oneSample = batches(20).filter(
  ({ labels, studentLogits, teacherLogits }) =>
    labels.length === 1 && varies(studentLogits[0]) && varies(teacherLogits[0]),
);

describe('normkd', () => {
  it('is kd at temperature T·σ, each network at its own, times the teacher’s squared', () => {
    const property = fc.property(oneSample, (batch) => {
      const [z, v] = [batch.studentLogits[0], batch.teacherLogits[0]];
      const [q, p] = [softmax(z, 2 * deviation(z)), softmax(v, 2 * deviation(v))];
      const kl = p.reduce((sum, pi, i) => sum + pi * Math.log(pi / q[i]), 0);
      expect(Math.abs(normKd(batch).total - (2 * deviation(v)) ** 2 * kl)).toBeLessThan(
        1e-5 * (2 * deviation(v)) ** 2 * (kl + 1e-6),
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('keeps its digits for a student far narrower than its teacher', () => {
    const z = [0, -0.001953125, 0.0009765625]; // float32 numbers
    const v = [-40, 30, 5];
    const [q, p] = [softmax(z, 2 * deviation(z)), softmax(v, 2 * deviation(v))];
    const kl = p.reduce((sum, pi, i) => sum + pi * Math.log(pi / q[i]), 0);
    const { total } = normKd({ labels: [0], studentLogits: [z], teacherLogits: [v] });
    expect(excess([total], [(2 * deviation(v)) ** 2 * kl], 1e-5)).toBeLessThan(1);
  });

  it('is kd where both rows have the same deviation', () => {
    const batch = { labels: [0], studentLogits: [[3, 1, 2, 0]], teacherLogits: [[0, 2, 3, 1]] };
    const temperature = 2 * deviation([0, 1, 2, 3]);
    const options = { ceWeight: 0, kdWeight: 1, temperature };
    const kd = evaluateCase({ loss: 'kd', ...batch, options });
    expect(excess([normKd(batch).total], [kd.total], 1e-5)).toBeLessThan(1);
  });

  it('depends on the direction of a student row only, and its gradient is orthogonal to the row', () => {
    const property = fc.property(oneSample, (batch) => {
      const { total, gradient } = normKd(batch);
      const longer = batch.studentLogits.map((z) => z.map((x) => 8 * x - 4));
      const floor = ROUNDING * (2 * deviation(batch.teacherLogits[0])) ** 2;
      expect(Math.abs(normKd({ ...batch, studentLogits: longer }).total - total)).toBeLessThan(
        1e-4 * total + floor,
      );
      const [row, z] = [flat(gradient.studentLogits), batch.studentLogits[0]];
      const along = row.reduce((sum, g, i) => sum + g * (z[i] - mean(z)), 0);
      const size = Math.hypot(...row) * Math.hypot(...z.map((x) => x - mean(z)));
      expect(Math.abs(along)).toBeLessThan(1e-5 * size + floor);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('grows with the square of the teacher’s scale', () => {
    const batch = { labels: [0], studentLogits: [[3, 1, 2.5, 0]], teacherLogits: [[0, 2, 3, 1]] };
    const larger = { ...batch, teacherLogits: [[0, 6, 9, 3]] };
    expect(normKd(larger).total / normKd(batch).total).toBeCloseTo(9, 4);
  });

  it('has no gradient with two classes of the same order, whatever the logits', () => {
    const { total, gradient } = normKd({ labels: [0], studentLogits: [[5, 1]], teacherLogits: [[30, -7]] });
    expect(total).toBeLessThan(ROUNDING * (2 * deviation([30, -7])) ** 2);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-12);
    const opposite = normKd({ labels: [0], studentLogits: [[1, 5]], teacherLogits: [[30, -7]] });
    expect(opposite.total).toBeGreaterThan(1);
    for (const g of flat(opposite.gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-12);
  });

  it('asks nothing of and by rows of equal logits', () => {
    const constant = [0.1, 0.1, 0.1]; // no float32 number: its mean is rounded
    const row = [1, -2, 0.5];
    const teacher = normKd({ labels: [0], studentLogits: [row], teacherLogits: [constant] });
    expect(teacher.total).toBe(0);
    const student = normKd({ labels: [0], studentLogits: [constant], teacherLogits: [row] });
    const tau = 2 * deviation(row);
    const kl = softmax(row, tau).reduce((sum, p) => sum + p * Math.log(3 * p), 0);
    expect(excess([student.total], [tau ** 2 * kl], 1e-5)).toBeLessThan(1);
    const both = normKd({ labels: [0], studentLogits: [constant], teacherLogits: [[7, 7, 7]] });
    expect(both.total).toBe(0);
    for (const { gradient } of [teacher, student, both]) {
      for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBe(0);
    }
  });

  it('stays relatively right for a student close to its teacher', () => {
    const v = [3.25, -1.5, 0.125, 0.75];
    for (const step of [2 ** -6, 2 ** -10, 2 ** -13]) {
      const z = v.map((x, i) => x + (i % 3) * step);
      const [p, q] = [v, z].map((row) => row.map((x) => x / (2 * deviation(row))));
      const weights = softmax(p);
      const delta = q.map((x, i) => x - p[i]);
      const centre = weights.reduce((sum, w, i) => sum + w * delta[i], 0);
      const kl = Math.log1p(weights.reduce((sum, w, i) => sum + w * Math.expm1(delta[i] - centre), 0));
      const { total } = normKd({ labels: [0], studentLogits: [z], teacherLogits: [v] });
      expect(Math.abs(total / ((2 * deviation(v)) ** 2 * kl) - 1)).toBeLessThan(1e-4);
    }
  });
});
