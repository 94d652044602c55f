import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess } from './fixture';

const halves = (batch: Batch, temperature: number, weights: Record<string, number> = {}) =>
  evaluateCase({
    loss: 'dkd',
    ...batch,
    options: { ceWeight: 0, tckdWeight: 1, nckdWeight: 1, temperature, ...weights },
  });

const oneSample = (size: number) => batches(size).filter(({ labels }) => labels.length === 1);

describe('dkd', () => {
  it('splits KL: KL = TCKD + (1 − p_t)·NCKD', () => {
    const property = fc.property(oneSample(20), fc.constantFrom(1, 4, 20), (batch, temperature) => {
      const { parts } = halves(batch, temperature);
      const options = { ceWeight: 0, kdWeight: 1, temperature };
      const kl = evaluateCase({ loss: 'kd', ...batch, options }).total;
      const p = softmax(batch.teacherLogits[0], temperature);
      const rest = p.reduce((sum, pi, i) => (i === batch.labels[0] ? sum : sum + pi), 0);
      expect(excess([parts.tckd + rest * parts.nckd], [kl], 2e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 80 });
  });

  it('has NCKD independent of the true class: ∂NCKD/∂z_t = 0', () => {
    const property = fc.property(oneSample(60), (batch) => {
      const { gradient } = halves(batch, 4, { tckdWeight: 0 });
      const row = (gradient.studentLogits as number[][])[0];
      expect(Math.abs(row[batch.labels[0]])).toBe(0); // exactly
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('has the gradient of TCKD: p_t^S − p_t^T at t, (p_t^T − p_t^S)·p̂_i elsewhere', () => {
    const property = fc.property(oneSample(8), (batch) => {
      const { gradient } = halves(batch, 1, { nckdWeight: 0 });
      const [p, q] = [softmax(batch.teacherLogits[0]), softmax(batch.studentLogits[0])];
      const t = batch.labels[0];
      const expected = q.map((qi, i) => (i === t ? q[t] - p[t] : ((p[t] - q[t]) * qi) / (1 - q[t])));
      expect(excess((gradient.studentLogits as number[][])[0], expected, 1e-4, 1e-4)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has no non-target part with two classes', () => {
    const property = fc.property(batches(60, fc.constant(2)), (batch) => {
      const { parts, gradient } = halves(batch, 4, { tckdWeight: 0 });
      expect(parts.nckd).toBe(0);
      for (const g of (gradient.studentLogits as number[][]).flat()) expect(Math.abs(g)).toBe(0);
    });
    fc.assert(property, { numRuns: 30 });
  });

  it('ramps both halves, and neither without an epoch or with warmupEpochs 0', () => {
    const batch = { labels: [0], studentLogits: [[1, 2, 0]], teacherLogits: [[3, 0, 1]] };
    const parts = (extra: object) => evaluateCase({ loss: 'dkd', ...batch, ...extra }).parts;
    const full = parts({});
    const ramped = parts({ epoch: 4, options: { warmupEpochs: 20 } });
    expect(ramped.ce).toBe(full.ce);
    expect(ramped.tckd / full.tckd).toBeCloseTo(0.25, 6);
    expect(ramped.nckd / full.nckd).toBeCloseTo(0.25, 6);
    expect(parts({ epoch: 19 })).toEqual(full);
    expect(parts({ epoch: 500 })).toEqual(full);
    expect(parts({ epoch: 0, options: { warmupEpochs: 0 } })).toEqual(full);
  });
});
