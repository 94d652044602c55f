import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, logSumExp, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const ttm = (batch: Batch, exponent: number) =>
  evaluateCase({ loss: 'ttm', ...batch, options: { ceWeight: 0, kdWeight: 1, exponent } });
const kd = (batch: Batch, temperature: number) =>
  evaluateCase({ loss: 'kd', ...batch, options: { ceWeight: 0, kdWeight: 1, temperature } });

describe('ttm', () => {
  it('is a temperature 1/γ on the teacher alone: kd at T = 1 of the teacher’s logits times γ', () => {
    const property = fc.property(batches(60), fc.constantFrom(0.125, 0.5, 1, 2), (batch, exponent) => {
      const teacherLogits = batch.teacherLogits.map((v) => v.map((x) => exponent * x));
      const expected = kd({ ...batch, teacherLogits }, 1);
      const found = ttm(batch, exponent);
      expect(excess([found.total], [expected.total], 1e-5)).toBeLessThan(1);
      const gradients = [found, expected].map(({ gradient }) => flat(gradient.studentLogits));
      expect(excess(gradients[0], gradients[1], 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('matches the power transform p^γ/Σp^γ', () => {
    const [v, z] = [
      [1, -2, 0.5, 3],
      [0.25, 1, -1, 2],
    ];
    const powers = softmax(v).map((p) => p ** 0.3);
    const sum = powers.reduce((a, b) => a + b, 0);
    const q = softmax(z);
    const kl = powers.reduce((total, power, i) => total + (power / sum) * Math.log(power / sum / q[i]), 0);
    const { total } = ttm({ labels: [0], studentLogits: [z], teacherLogits: [v] }, 0.3);
    expect(excess([total], [kl], 1e-5)).toBeLessThan(1);
  });

  it('has the gradient q − p_γ', () => {
    const property = fc.property(batches(20), (batch) => {
      const expected = batch.studentLogits.flatMap((z, n) => {
        const p = softmax(batch.teacherLogits[n], 4);
        return softmax(z).map((q, i) => (q - p[i]) / batch.labels.length);
      });
      const found = flat(ttm(batch, 0.25).gradient.studentLogits);
      expect(excess(found, expected, 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('is kd minus a Rényi entropy of the student: KL(p_γ‖q_γ) = γ·TTM + (1 − γ)(H_γ(q) − H(p_γ))', () => {
    const one = batches(8).filter(({ labels }) => labels.length === 1);
    const property = fc.property(one, fc.constantFrom(0.25, 0.5), (batch, exponent) => {
      const temperature = 1 / exponent;
      const kl = kd(batch, temperature).total / temperature ** 2;
      const [p, q] = [softmax(batch.teacherLogits[0], temperature), softmax(batch.studentLogits[0])];
      const renyi = Math.log(q.reduce((sum, x) => sum + x ** exponent, 0)) / (1 - exponent);
      const shannon = p.reduce((sum, x) => sum - x * Math.log(x), 0);
      const expected = exponent * ttm(batch, exponent).total + (1 - exponent) * (renyi - shannon);
      expect(kl).toBeCloseTo(expected, 5);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has the uniform teacher at γ = 0: mean_i(−log q_i) − log C', () => {
    const property = fc.property(batches(60), (batch) => {
      const { studentLogits } = batch;
      const expected = studentLogits.map((z) => logSumExp(z) - mean(z) - Math.log(z.length));
      expect(Math.abs(ttm(batch, 0).total - mean(expected))).toBeLessThan(1e-5 * mean(expected) + 1e-6);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('keeps teacher probabilities that underflow: p = e^−120 to the power 0.01 is 0.3', () => {
    const batch = { labels: [0], studentLogits: [[0, 0]], teacherLogits: [[60, -60]] };
    const [p0, p1] = softmax([60, -60], 100);
    const { total } = ttm(batch, 0.01);
    expect(excess([total], [p0 * Math.log(2 * p0) + p1 * Math.log(2 * p1)], 1e-5)).toBeLessThan(1);
  });
});
