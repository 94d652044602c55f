import { describe, expect, it } from 'vitest';
import { classSums } from '../../lib/training/measures';

describe('classSums', () => {
  it('adds softened probabilities by class', () => {
    const logits = Float32Array.from([0, Math.log(3), 0, 0]); // softmax: (1/4, 3/4), (1/2, 1/2)
    expect(classSums(logits, 2, 1).map((sum) => sum.toFixed(5))).toEqual(['0.75000', '1.25000']);
    const soft = classSums(logits, 2, 1e6);
    expect(soft[0]).toBeCloseTo(1, 5);
  });

  it('leaves out images that were not drawn and scales to all of them', () => {
    const logits = Float32Array.from([0, Math.log(3), NaN, NaN]);
    const [first, second] = classSums(logits, 2, 1);
    expect(first).toBeCloseTo(0.5, 5);
    expect(second).toBeCloseTo(1.5, 5);
  });
});
