import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import { excess, flat } from './fixture';

describe('ce', () => {
  it('is log C at equal logits', () => {
    const { total, parts } = evaluateCase({
      loss: 'ce',
      labels: [0, 2],
      studentLogits: [
        [7, 7, 7],
        [0, 0, 0],
      ],
    });
    expect(total).toBeCloseTo(Math.log(3), 6);
    expect(parts).toEqual({ ce: total });
  });

  it('has the gradient (p − e_y)/N', () => {
    const property = fc.property(batches(20), ({ labels, studentLogits }) => {
      const { gradient } = evaluateCase({ loss: 'ce', labels, studentLogits });
      const expected = studentLogits.map((z, n) =>
        softmax(z).map((p, i) => (p - (i === labels[n] ? 1 : 0)) / labels.length),
      );
      expect(excess(flat(gradient.studentLogits), flat(expected), 1e-5, 2e-6)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('keeps its digits for a sure sample: −log p_y ≈ exp(−gap)', () => {
    for (const gap of [5, 20, 50, 80]) {
      const { total, gradient } = evaluateCase({
        loss: 'ce',
        labels: [0],
        studentLogits: [[gap / 2, -gap / 2]],
      });
      const expected = Math.log1p(Math.exp(-gap));
      expect(Math.abs(total / expected - 1)).toBeLessThan(1e-5);
      const share = 1 / (1 + Math.exp(gap));
      expect(excess(flat(gradient.studentLogits), [-share, share], 1e-5)).toBeLessThan(1);
    }
  });

  it('grows linearly for a hopeless sample', () => {
    const { total } = evaluateCase({ loss: 'ce', labels: [1], studentLogits: [[60, -60]] });
    expect(total).toBe(120);
  });
});
