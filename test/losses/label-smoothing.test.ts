import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, logSumExp, mean } from './arbitrary';
import { excess, flat } from './fixture';

const smoothed = (labels: number[], studentLogits: number[][], smoothing: number) =>
  evaluateCase({ loss: 'label-smoothing', labels, studentLogits, options: { smoothing } });

describe('label-smoothing', () => {
  it('is (1 − ε)·CE + ε·mean_k(−log p_k)', () => {
    const epsilon = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);
    const property = fc.property(batches(60), epsilon, ({ labels, studentLogits }, smoothing) => {
      const hard = evaluateCase({ loss: 'ce', labels, studentLogits }).total;
      const uniform = mean(studentLogits.map((z) => logSumExp(z) - mean(z)));
      const expected = (1 - smoothing) * hard + smoothing * uniform;
      expect(excess([smoothed(labels, studentLogits, smoothing).total], [expected], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is ce at ε = 0', () => {
    const property = fc.property(batches(60), ({ labels, studentLogits }) => {
      const plain = evaluateCase({ loss: 'ce', labels, studentLogits });
      const { parts, gradient } = smoothed(labels, studentLogits, 0);
      expect(excess([parts.ce], [plain.parts.ce], 1e-6)).toBeLessThan(1);
      expect(
        excess(flat(gradient.studentLogits), flat(plain.gradient.studentLogits), 1e-6, 1e-6),
      ).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 30 });
  });

  it('has its minimum at a gap of log(1 + C(1 − ε)/ε)', () => {
    const gap = Math.log(1 + (4 * (1 - 0.1)) / 0.1);
    const { gradient } = smoothed([2], [[0, 0, gap, 0]], 0.1);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-6);
  });
});
