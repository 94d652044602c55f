import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const nkd = (batch: Batch, options: Record<string, number> = {}) =>
  evaluateCase({ loss: 'nkd', ...batch, options: { ceWeight: 0, ...options } });

const oneSample = (size: number) => batches(size).filter(({ labels }) => labels.length === 1);

describe('nkd', () => {
  it('has a non-target part that differs from DKD’s NCKD by the teacher’s entropy, with the same gradient', () => {
    const property = fc.property(oneSample(20), fc.constantFrom(1, 4), (batch, temperature) => {
      const { parts } = nkd(batch, { nonTargetWeight: 1, temperature });
      const options = { ceWeight: 0, tckdWeight: 0, nckdWeight: 1, temperature };
      const dkd = evaluateCase({ loss: 'dkd', ...batch, options });
      const others = batch.teacherLogits[0].filter((_, i) => i !== batch.labels[0]);
      const entropy = softmax(others, temperature).reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
      expect(excess([parts.nonTarget], [dkd.total + temperature ** 2 * entropy], 1e-4)).toBeLessThan(1);
      const with0 = flat(nkd(batch, { nonTargetWeight: 0, temperature }).gradient.studentLogits);
      const with1 = flat(nkd(batch, { nonTargetWeight: 1, temperature }).gradient.studentLogits);
      const found = with1.map((g, i) => g - with0[i]);
      const scale = Math.max(...with1.map(Math.abs), 1e-30);
      flat(dkd.gradient.studentLogits).forEach((g, i) =>
        expect(Math.abs(found[i] - g)).toBeLessThan(1e-5 * scale),
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has the cross-entropy, weighted by the teacher’s p_t, as target part', () => {
    const property = fc.property(oneSample(60), (batch) => {
      const { parts, gradient } = nkd(batch, { nonTargetWeight: 0 });
      const ce = evaluateCase({ loss: 'ce', labels: batch.labels, studentLogits: batch.studentLogits });
      const trust = softmax(batch.teacherLogits[0])[batch.labels[0]];
      expect(excess([parts.target], [trust * ce.total], 1e-5)).toBeLessThan(1);
      const expected = flat(ce.gradient.studentLogits).map((g) => trust * g);
      expect(excess(flat(gradient.studentLogits), expected, 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('adds up to the cross entropy H(p, q) where student and teacher agree on p_t (T = 1)', () => {
    // −Σ p_i log q_i = −p_t log q_t − (1 − p_t) log(1 − q_t) + (1 − p_t)·H(p̂, q̂)
    const batch = { labels: [1], studentLogits: [[0.5, 2, -1, 0.25]], teacherLogits: [[3, 0.5, 0.75, -2]] };
    const { parts } = nkd(batch, { nonTargetWeight: 1 });
    const [p, q] = [softmax(batch.teacherLogits[0]), softmax(batch.studentLogits[0])];
    const whole = p.reduce((sum, pi, i) => sum - pi * Math.log(q[i]), 0);
    const rest = 1 - p[1];
    expect(parts.target - rest * Math.log(1 - q[1]) + rest * parts.nonTarget).toBeCloseTo(whole, 5);
  });

  it('leaves the true class out of the non-target gradient, and has none with two classes', () => {
    const property = fc.property(oneSample(60), (batch) => {
      const both = flat(nkd(batch, { nonTargetWeight: 3 }).gradient.studentLogits);
      const target = flat(nkd(batch, { nonTargetWeight: 0 }).gradient.studentLogits);
      expect(both[batch.labels[0]]).toBe(target[batch.labels[0]]);
      if (both.length === 2) expect(both).toEqual(target);
    });
    fc.assert(property, { numRuns: 40 });
    const two = { labels: [0], studentLogits: [[3, -1]], teacherLogits: [[-60, 60]] };
    expect(nkd(two).parts.nonTarget).toBe(0);
  });
});
