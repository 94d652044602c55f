import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../lib/engine/schedule';
import { reference } from './reference';

describe('learningRateAt', () => {
  it('step: equals PyTorch’s MultiStepLR in every step of every epoch', () => {
    const { milestones, factor, rates } = reference.stepSchedule;
    rates.forEach((rate, epoch) => {
      for (const step of [0, 6]) {
        const found = learningRateAt({ name: 'step', milestones, factor }, 0.1, epoch * 7 + step, 70, 7);
        expect(found).toBeCloseTo(rate, 12);
      }
    });
  });

  it('step: the factor is 0.1 where none is given', () => {
    expect(learningRateAt({ name: 'step', milestones: [1] }, 1, 5, 10, 5)).toBeCloseTo(0.1, 12);
  });

  it('cosine with warm-up: rises to the base over its share of steps, then falls towards 0', () => {
    const schedule = { name: 'cosine' as const, warmup: 0.2 };
    const rates = Array.from({ length: 20 }, (_, step) => learningRateAt(schedule, 0.4, step, 20, 5));
    [0.1, 0.2, 0.3, 0.4].forEach((rate, step) => expect(rates[step]).toBeCloseTo(rate, 12));
    expect(rates[4]).toBeCloseTo(0.4, 12);
    expect(rates[12]).toBeCloseTo(0.2, 12); // half of the remaining 16 steps done
    expect(rates[19]).toBeCloseTo(0.2 * (1 + Math.cos((Math.PI * 15) / 16)), 12);
  });

  it('constant stays after warm-up', () => {
    expect(learningRateAt({ name: 'constant', warmup: 0.5 }, 0.3, 9, 10, 10)).toBe(0.3);
    expect(learningRateAt({ name: 'constant' }, 0.3, 0, 10, 10)).toBe(0.3);
  });

  it('is never negative, never above the base, and rises and falls once', () => {
    const settings = fc.record({
      name: fc.constantFrom('constant' as const, 'cosine' as const, 'step' as const),
      warmup: fc.double({ min: 0, max: 0.9, noNaN: true }),
      milestones: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 200 }), (schedule, total) => {
        const rates = Array.from({ length: total }, (_, step) =>
          learningRateAt(schedule, 1, step, total, 10),
        );
        const peak = rates.indexOf(Math.max(...rates));
        rates.forEach((rate, step) => {
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(1);
          if (step > 0 && step <= peak) expect(rate).toBeGreaterThanOrEqual(rates[step - 1]);
          if (step > peak) expect(rate).toBeLessThanOrEqual(rates[step - 1] + 1e-12);
        });
      }),
    );
  });
});
