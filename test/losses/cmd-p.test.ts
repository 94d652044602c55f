import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase, thresholdFraction } from '../../lib/losses/index';
import { batches } from './arbitrary';
import type { Batch } from './arbitrary';

const TIMES = [0, 0.25, 0.5, 0.75, 1];

const evaluate = (batch: Batch, progress: number, options = {}, loss = 'cmd-p') =>
  evaluateCase({ loss, ...batch, progress, options });

/** A peer with H(p)/log 3 = 0.359. */
const batch: Batch = {
  labels: [0],
  studentLogits: [[0.5, 0.25, 1]],
  teacherLogits: [[0.9, 0.05, 0.05].map(Math.log)],
};

describe('cmd-p', () => {
  it.each([
    [1, [0.018, 0.119, 0.5, 0.881, 0.982]],
    [-1, [0.982, 0.881, 0.5, 0.119, 0.018]],
  ])('has the threshold χ/log C of κ = 0.5, b = 8, direction %i', (direction, expected) => {
    const found = TIMES.map((t) => thresholdFraction({ threshold: 0.5, growth: 8, direction }, t));
    found.forEach((fraction, i) => expect(fraction).toBeCloseTo(expected[i], 3));
  });

  it('lets a peer in once the threshold has risen over its entropy, or until it has fallen below', () => {
    const selected = (direction: number) =>
      TIMES.map((t) => (evaluate(batch, t, { direction }).parts.kd > 0 ? 1 : 0));
    expect(selected(1)).toEqual([0, 0, 1, 1, 1]);
    expect(selected(-1)).toEqual([1, 1, 1, 0, 0]);
  });

  it('has at max-probability the same course against 1 − max p', () => {
    // 1 − max p = 0.1 against fractions of 1 − 1/3
    const selected = TIMES.map((t) =>
      evaluate(batch, t, { confidence: 'max-probability' }).parts.kd > 0 ? 1 : 0,
    );
    expect(selected).toEqual([0, 0, 1, 1, 1]);
    expect(evaluate(batch, 0.3, { confidence: 'max-probability' }).parts.kd).toBeGreaterThan(0); // 0.112 of 0.667
    expect(evaluate(batch, 0.29, { confidence: 'max-probability', growth: 16 }).parts.kd).toBe(0);
  });

  it('mirrors time with the direction', () => {
    const property = fc.property(batches(6), fc.integer({ min: 0, max: 16 }), (drawn, step) => {
      const [ahead, behind] = [evaluate(drawn, step / 16), evaluate(drawn, 1 - step / 16, { direction: -1 })];
      expect(ahead).toEqual(behind);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('is cmd-s with growth 0, and at half time', () => {
    const property = fc.property(batches(6), fc.constantFrom(0.25, 0.5, 0.9), (drawn, threshold) => {
      const still = { ...evaluate(drawn, 0.5, { threshold }, 'cmd-s'), loss: 'cmd-p' };
      for (const progress of [0, 0.3, 1])
        expect(evaluate(drawn, progress, { threshold, growth: 0 })).toEqual(still);
      expect(evaluate(drawn, 0.5, { threshold })).toEqual(still);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('is proselflc alone with zero knowledge and adds the KL of dml with all, at any time', () => {
    const property = fc.property(batches(60), fc.constantFrom(...TIMES), (drawn, progress) => {
      const base = { base: 'proselflc', baseOptions: { growth: 8, temperature: 0.5 } };
      const { labels, studentLogits } = drawn;
      const options = base.baseOptions;
      const alone = evaluateCase({ loss: 'proselflc', labels, studentLogits, progress, options });
      const zero = evaluate(drawn, progress, { ...base, threshold: 0 });
      expect(zero.parts).toEqual({ ...alone.parts, kd: 0 });
      const all = evaluate(drawn, progress, { ...base, threshold: 1000 });
      expect(all.parts).toEqual({ ...alone.parts, kd: evaluateCase({ loss: 'dml', ...drawn }).parts.kd });
    });
    fc.assert(property, { numRuns: 15 });
  });

  it('refuses a direction other than 1 and −1 and a case without progress', () => {
    expect(() => evaluate(batch, 0, { direction: 0.5 })).toThrow(
      "option 'direction': found 0.5, allowed: -1 or 1",
    );
    expect(() => evaluateCase({ loss: 'cmd-p', ...batch })).toThrow("field 'progress' is missing");
  });
});
