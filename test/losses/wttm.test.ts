import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const evaluate = (loss: string, batch: Batch, exponent: number) =>
  evaluateCase({ loss, ...batch, options: { ceWeight: 0, kdWeight: 1, exponent } });

const oneSample = batches(20).filter(({ labels }) => labels.length === 1);

describe('wttm', () => {
  it('is ttm with each sample weighted by Σ_k p_k^γ, in value and gradient', () => {
    const property = fc.property(oneSample, fc.constantFrom(0, 0.2, 0.5, 1, 2), (batch, exponent) => {
      const u = softmax(batch.teacherLogits[0]).reduce((sum, p) => sum + p ** exponent, 0);
      const [plain, weighted] = ['ttm', 'wttm'].map((loss) => evaluate(loss, batch, exponent));
      expect(excess([weighted.total], [u * plain.total], 1e-5)).toBeLessThan(1);
      const expected = flat(plain.gradient.studentLogits).map((g) => u * g);
      expect(excess(flat(weighted.gradient.studentLogits), expected, 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 80 });
  });

  it('is ttm at γ = 1, and C times ttm at γ = 0', () => {
    const property = fc.property(batches(60), (batch) => {
      const ratio = (exponent: number, factor: number) =>
        excess(
          [evaluate('wttm', batch, exponent).total],
          [factor * evaluate('ttm', batch, exponent).total],
          1e-5,
        );
      expect(ratio(1, 1)).toBeLessThan(1);
      expect(ratio(0, batch.studentLogits[0].length)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('weights from 1, a one-hot teacher, to C^(1 − γ), a uniform one', () => {
    const weight = (v: number[]) => {
      const batch = { labels: [0], studentLogits: [[0, 1, -1, 2]], teacherLogits: [v] };
      return evaluate('wttm', batch, 0.5).total / evaluate('ttm', batch, 0.5).total;
    };
    expect(weight([60, -60, -60, -60])).toBeCloseTo(1, 6);
    expect(weight([3, 3, 3, 3])).toBeCloseTo(2, 6);
    expect(weight([3, 2, 3, 1])).toBeGreaterThan(weight([6, 2, 3, 1]));
  });
});
