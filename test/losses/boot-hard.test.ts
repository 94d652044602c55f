import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import { apart, excess, flat } from './fixture';

const share = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);
const predicted = (z: number[]) => z.indexOf(Math.max(...z)); // the first of equals

const evaluate = (loss: string, labels: number[], studentLogits: number[][], options = {}) =>
  evaluateCase({ loss, labels, studentLogits, options });

describe('boot-hard', () => {
  it('is (1 − ε)·CE(label) + ε·CE(prediction)', () => {
    const property = fc.property(batches(60), share, ({ labels, studentLogits }, smoothing) => {
      const own = evaluate('ce', studentLogits.map(predicted), studentLogits).total;
      const hard = evaluate('ce', labels, studentLogits).total;
      const { parts } = evaluate('boot-hard', labels, studentLogits, { smoothing });
      expect(excess([parts.ce], [(1 - smoothing) * hard + smoothing * own], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has the gradient (p − q̃)/N: none through the prediction', () => {
    const property = fc.property(batches(20), share, ({ labels, studentLogits }, smoothing) => {
      const { gradient } = evaluate('boot-hard', labels, studentLogits, { smoothing });
      const expected = studentLogits.flatMap((z, n) =>
        softmax(z).map((p, i) => {
          const target = (i === labels[n] ? 1 - smoothing : 0) + (i === predicted(z) ? smoothing : 0);
          return (p - target) / labels.length;
        }),
      );
      expect(apart(flat(gradient.studentLogits), expected)).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('is ce, whatever ε, where the prediction is the label', () => {
    const z = [[3, -1, 0.5], [-2, 0.25, 7]]; // prettier-ignore
    const plain = evaluate('ce', [0, 2], z);
    for (const smoothing of [0, 0.2, 1]) {
      const { total, gradient } = evaluate('boot-hard', [0, 2], z, { smoothing });
      expect(excess([total], [plain.total], 1e-6)).toBeLessThan(1);
      expect(
        excess(flat(gradient.studentLogits), flat(plain.gradient.studentLogits), 1e-6, 1e-6),
      ).toBeLessThan(1);
    }
  });

  it('takes the first of equal logits for the prediction', () => {
    const { total, gradient } = evaluate('boot-hard', [2], [[1, 1, 1]], { smoothing: 0.4 });
    expect(total).toBeCloseTo(Math.log(3), 6);
    const expected = [1 / 3 - 0.4, 1 / 3, 1 / 3 - 0.6];
    expect(excess(flat(gradient.studentLogits), expected, 1e-5)).toBeLessThan(1);
  });
});
