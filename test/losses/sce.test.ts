import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import { excess, flat } from './fixture';

const evaluate = (labels: number[], studentLogits: number[][], options = {}, loss = 'sce') =>
  evaluateCase({ loss, labels, studentLogits, options });

describe('sce', () => {
  it('is the cross-entropy plus H(p, e_y) with log 0 read as log 1e-4', () => {
    const property = fc.property(batches(8), ({ labels, studentLogits }) => {
      const reverse = studentLogits.map((z, n) =>
        softmax(z).reduce((sum, p, i) => sum - p * Math.log(i === labels[n] ? 1 : 1e-4), 0),
      );
      const { parts } = evaluate(labels, studentLogits, { ceWeight: 2, rceWeight: 0.5 });
      const hard = evaluate(labels, studentLogits, {}, 'ce').total;
      expect(excess([parts.ce, parts.rce], [2 * hard, 0.5 * mean(reverse)], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has in its reverse part A times gce at q = 1, A = −log 1e-4', () => {
    const property = fc.property(batches(60), ({ labels, studentLogits }) => {
      const { parts } = evaluate(labels, studentLogits, { ceWeight: 0, rceWeight: 1 });
      const bounded = evaluate(labels, studentLogits, { q: 1 }, 'gce').total;
      expect(excess([parts.rce], [-Math.log(1e-4) * bounded], 1e-5)).toBeLessThan(1);
      expect(parts.rce).toBeLessThanOrEqual(-Math.log(1e-4) * (1 + 1e-6));
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('has the gradient A·p_y·(p − e_y) in the reverse part: none for a hopeless sample', () => {
    const property = fc.property(batches(20), ({ labels, studentLogits }) => {
      const { gradient } = evaluate(labels, studentLogits, { ceWeight: 0, rceWeight: 1 });
      const plain = evaluate(labels, studentLogits, {}, 'ce').gradient.studentLogits as number[][];
      const expected = plain.flatMap((row, n) =>
        row.map((g) => -Math.log(1e-4) * softmax(studentLogits[n])[labels[n]] * g),
      );
      expect(excess(flat(gradient.studentLogits), expected, 2e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('does not clip the cross-entropy: 120 at logits of ±60', () => {
    const { parts } = evaluate([1], [[60, -60]], { ceWeight: 1 });
    expect(parts.ce).toBe(120);
    expect(parts.rce).toBeCloseTo(9.21034, 5);
  });
});
