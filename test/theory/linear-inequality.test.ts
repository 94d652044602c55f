import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorAtDeviation,
  exactSetError,
  finiteClassSamples,
  leastExcessSetError,
} from '../../lib/theory/index';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('leastExcessSetError', () => {
  it('bounds the excess of every hypothesis on every distribution with the pointwise rates', () => {
    // Instances of equal weight: their truth enters with at least 1 − η, the predicted wrong label with at most γ.
    const world = fc.record({
      eta: share,
      gamma: share,
      instances: fc.array(fc.record({ miss: share, enter: share, wrong: fc.boolean() }), {
        minLength: 1,
        maxLength: 20,
      }),
    });
    fc.assert(
      fc.property(world, ({ eta, gamma, instances }) => {
        const n = instances.length;
        const error = instances.filter(({ wrong }) => wrong).length / n;
        const truthMissed = (miss: number) => eta * miss;
        const setError = instances.reduce(
          (sum, { miss, enter, wrong }) => sum + (wrong ? 1 - gamma * enter : truthMissed(miss)) / n,
          0,
        );
        const best = instances.reduce((sum, { miss }) => sum + truthMissed(miss) / n, 0);
        expect(setError - best).toBeGreaterThanOrEqual(leastExcessSetError(eta, gamma, error) - 1e-12);
      }),
    );
  });

  it('is met where the rates are exact', () => {
    // η + (1 − η − γ)·Err is the mean of η where h is right and 1 − γ where it errs.
    expect(exactSetError(0.3, 0.2, 0.25)).toBeCloseTo(0.75 * 0.3 + 0.25 * 0.8, 14);
  });
});

describe('errorAtDeviation', () => {
  it('is 2τ over the margin, infinite without one', () => {
    expect(errorAtDeviation(0.25, 0.25, 0.1)).toBeCloseTo(0.4, 14);
    expect(errorAtDeviation(0.5, 0.5, 0.1)).toBe(Infinity);
    expect(() => errorAtDeviation(0.1, 0.1, -1)).toThrow('deviation: found -1');
  });
});

describe('finiteClassSamples', () => {
  const task = { hypotheses: 8, error: 0.2, failure: 0.05 };

  it('makes Bernstein’s bound over the class equal to δ', () => {
    const [eta, gamma] = [0.3, 0.4];
    const n = finiteClassSamples(eta, gamma, task);
    const mean = 0.3 * task.error;
    const exponent = (n * mean * mean) / (2 * (task.error + (2 / 3) * mean));
    expect(task.hypotheses * Math.exp(-exponent)).toBeCloseTo(task.failure, 12);
  });

  it('grows with the inverse square of the margin and is infinite without one', () => {
    const near = finiteClassSamples(0.5, 0.5 - 0.001, task) / finiteClassSamples(0.5, 0.5 - 0.002, task);
    expect(near).toBeGreaterThan(3.99);
    expect(near).toBeLessThan(4);
    expect(finiteClassSamples(0.5, 0.5, task)).toBe(Infinity);
    expect(() => finiteClassSamples(0.1, 0.1, { ...task, hypotheses: 0 })).toThrow('hypotheses: found 0');
  });
});
