import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, entropy, mean } from './arbitrary';
import { excess, flat } from './fixture';

const share = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);

const evaluate = (loss: string, labels: number[], studentLogits: number[][], options = {}) =>
  evaluateCase({ loss, labels, studentLogits, options });

describe('boot-soft', () => {
  it('is (1 − ε)·CE + ε·H(p)', () => {
    const property = fc.property(batches(60), share, ({ labels, studentLogits }, smoothing) => {
      const hard = evaluate('ce', labels, studentLogits).total;
      const expected = (1 - smoothing) * hard + smoothing * mean(studentLogits.map(entropy));
      const { parts } = evaluate('boot-soft', labels, studentLogits, { smoothing });
      expect(excess([parts.ce], [expected], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('and the confidence penalty differ by the sign of the entropy: their sum is 2(1 − ε)·CE', () => {
    const [labels, z] = [[1, 0], [[3, -1, 0.5], [4, -2, 7]]]; // prettier-ignore
    for (const smoothing of [0.125, 0.25, 0.5]) {
      const sum = ['boot-soft', 'confidence-penalty'].map(
        (loss) => evaluate(loss, labels, z, { smoothing }).total,
      );
      const hard = evaluate('ce', labels, z).total;
      expect(sum[0] + sum[1]).toBeCloseTo(2 * (1 - smoothing) * hard, 5);
    }
  });

  it('only weighs the samples with a constant target: (1 − ε)(p − e_y), the value unchanged', () => {
    const property = fc.property(batches(60), share, ({ labels, studentLogits }, smoothing) => {
      const plain = flat(evaluate('ce', labels, studentLogits).gradient.studentLogits);
      const detached = evaluate('boot-soft', labels, studentLogits, { smoothing, detachTarget: true });
      expect(detached.total).toBe(evaluate('boot-soft', labels, studentLogits, { smoothing }).total);
      const expected = plain.map((g) => (1 - smoothing) * g);
      expect(excess(flat(detached.gradient.studentLogits), expected, 1e-6)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('turns the gradient where the target is not constant', () => {
    const z = [[2, 1, -1, 0]];
    const gradient = (detachTarget: boolean) =>
      flat(evaluate('boot-soft', [1], z, { smoothing: 0.5, detachTarget }).gradient.studentLogits);
    const [through, constant] = [gradient(false), gradient(true)];
    const product = through.reduce((sum, g, i) => sum + g * constant[i], 0);
    const cosine = product / (Math.hypot(...through) * Math.hypot(...constant));
    expect(cosine).toBeLessThan(0.95);
  });

  it('is ce at ε = 0 and asks for certainty of any kind at ε = 1', () => {
    const z = [[3, -1, 0.5]];
    expect(evaluate('boot-soft', [1], z, { smoothing: 0 }).parts).toEqual(evaluate('ce', [1], z).parts);
    const { gradient } = evaluate('boot-soft', [1], z, { smoothing: 1 });
    expect((gradient.studentLogits as number[][])[0][0]).toBeLessThan(0); // the prediction, not the label, grows
  });
});
