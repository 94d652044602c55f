import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const kdOnly = (batch: Batch, temperature: number) =>
  evaluateCase({ loss: 'kd', ...batch, options: { ceWeight: 0, kdWeight: 1, temperature } });

describe('kd', () => {
  it('has the gradient T·(q − p)/N', () => {
    const property = fc.property(batches(20), fc.constantFrom(1, 2, 4, 20), (batch, temperature) => {
      const { gradient } = kdOnly(batch, temperature);
      const expected = batch.studentLogits.map((z, n) => {
        const p = softmax(batch.teacherLogits[n], temperature);
        return softmax(z, temperature).map((q, i) => (temperature * (q - p[i])) / batch.labels.length);
      });
      expect(excess(flat(gradient.studentLogits), flat(expected), 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('tends to the matching of centred logits as T grows', () => {
    const property = fc.property(batches(8), (batch) => {
      const { total, gradient } = kdOnly(batch, 1e4);
      const classes = batch.studentLogits[0].length;
      const n = batch.labels.length;
      const gaps = batch.studentLogits.map((z, s) => {
        const v = batch.teacherLogits[s];
        return z.map((x, i) => x - mean(z) - (v[i] - mean(v)));
      });
      const expected = gaps.map((row) => row.map((gap) => gap / (classes * n)));
      // the next order is (logits/T)
      expect(excess(flat(gradient.studentLogits), flat(expected), 0, 5e-3)).toBeLessThan(1);
      const half = mean(gaps.map((row) => mean(row.map((gap) => gap * gap)) / 2));
      expect(excess([total], [half], 5e-3)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('is never negative, and 0 only where the softmaxes agree', () => {
    const property = fc.property(batches(60), ({ teacherLogits, ...batch }) => {
      const shifted = batch.studentLogits.map((z) => z.map((x) => x + 3));
      expect(kdOnly({ ...batch, teacherLogits }, 4).total).toBeGreaterThanOrEqual(0);
      expect(kdOnly({ ...batch, teacherLogits: shifted }, 4).total).toBeLessThan(1e-9);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it.each([1, 3, 20])('stays relatively right for a student close to its teacher, T = %i', (temperature) => {
    const teacherLogits = [[3.25, -1.5, 0.125, 0.75]];
    for (const step of [2 ** -6, 2 ** -10, 2 ** -13]) {
      const studentLogits = [teacherLogits[0].map((z, i) => z + (i - 1) * step)];
      const p = softmax(teacherLogits[0], temperature);
      // q ∝ p·exp(δ), so KL = log E_p exp(δ − E_p δ)
      const delta = studentLogits[0].map((z, i) => (z - teacherLogits[0][i]) / temperature);
      const centre = p.reduce((sum, pi, i) => sum + pi * delta[i], 0);
      const kl = Math.log1p(p.reduce((sum, pi, i) => sum + pi * Math.expm1(delta[i] - centre), 0));
      const { total } = kdOnly({ labels: [0], studentLogits, teacherLogits }, temperature);
      expect(Math.abs(total / (temperature ** 2 * kl) - 1)).toBeLessThan(1e-5);
    }
  });

  it('keeps the size of its gradient as T changes', () => {
    const batch = { labels: [0], studentLogits: [[2, -1, 0.5]], teacherLogits: [[-1, 1, 0.25]] };
    const norms = [4, 20, 100].map((temperature) =>
      Math.hypot(...flat(kdOnly(batch, temperature).gradient.studentLogits)),
    );
    expect(Math.max(...norms) / Math.min(...norms)).toBeLessThan(1.5);
  });
});
