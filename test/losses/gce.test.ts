import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import { excess, flat } from './fixture';

const evaluate = (loss: string, labels: number[], studentLogits: number[][], options = {}) =>
  evaluateCase({ loss, labels, studentLogits, options });

describe('gce', () => {
  it('is cross-entropy at q = 0, and tends to it', () => {
    const [labels, z] = [[1, 0], [[3, -1, 0.5], [4, -2, 7]]]; // prettier-ignore
    const plain = evaluate('ce', labels, z);
    const { parts, gradient } = evaluate('gce', labels, z, { q: 0 });
    expect(parts).toEqual({ gce: plain.total });
    expect(flat(gradient.studentLogits)).toEqual(flat(plain.gradient.studentLogits));
    const gaps = [0.1, 0.01, 0.001].map((q) => plain.total - evaluate('gce', labels, z, { q }).total);
    expect(Math.abs(gaps[0] / gaps[1] - 10)).toBeLessThan(2); // the next order is q·CE²/2
    expect(gaps[2]).toBeLessThan(0.05);
  });

  it('is 1 − p_y at q = 1', () => {
    const property = fc.property(batches(8), ({ labels, studentLogits }) => {
      const expected = mean(studentLogits.map((z, n) => 1 - softmax(z)[labels[n]]));
      const { total } = evaluate('gce', labels, studentLogits, { q: 1 });
      expect(Math.abs(total - expected)).toBeLessThan(1e-5 * expected + 1e-15);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('has the gradient of cross-entropy times p_y^q', () => {
    const property = fc.property(
      batches(20),
      fc.constantFrom(0.1, 0.7, 1),
      ({ labels, studentLogits }, q) => {
        const plain = evaluate('ce', labels, studentLogits).gradient.studentLogits as number[][];
        const { gradient } = evaluate('gce', labels, studentLogits, { q });
        const expected = plain.flatMap((row, n) =>
          row.map((g) => g * softmax(studentLogits[n])[labels[n]] ** q),
        );
        expect(excess(flat(gradient.studentLogits), expected, 2e-5)).toBeLessThan(1);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('never exceeds 1/q, however hopeless the sample, and keeps the digits of a sure one', () => {
    expect(evaluate('gce', [1], [[60, -60]]).total).toBeCloseTo(1 / 0.7, 6);
    const sure = evaluate('gce', [0], [[25, -25]]).total;
    expect(Math.abs(sure / Math.exp(-50) - 1)).toBeLessThan(1e-5);
  });
});
