import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import {
  NOISE_FAMILIES,
  UNIT_NOISE,
  orderStatisticDensity,
  orderStatisticSurvival,
} from '../../lib/theory/index';
import { visitPanels } from '../../lib/theory/quadrature';

describe('order statistics', () => {
  it('have densities that integrate to the survival function', () => {
    for (const noise of NOISE_FAMILIES) {
      for (const [n, r] of [
        [1, 1],
        [9, 4],
        [99, 2],
        [99, 99],
      ]) {
        for (const x of [-1, 0, 0.7, 2]) {
          let sum = 0;
          const breaks = [...new Set([x, Math.max(x, 0), 40])].sort((a, b) => a - b);
          visitPanels(breaks, 0.25, (t, w) => (sum += w * orderStatisticDensity(noise, t, n, r)));
          expect(sum, `${noise} ${n} ${r} ${x}`).toBeCloseTo(orderStatisticSurvival(noise, x, n, r), 11);
        }
      }
    }
  });

  it('have the closed forms of extremes', () => {
    for (const noise of NOISE_FAMILIES) {
      const { survival } = UNIT_NOISE[noise];
      expect(orderStatisticSurvival(noise, 1, 20, 1)).toBeCloseTo(1 - (1 - survival(1)) ** 20, 13);
      expect(orderStatisticSurvival(noise, -1, 20, 20)).toBeCloseTo(survival(-1) ** 20, 13);
      expect(survival(0.3) + survival(-0.3)).toBeCloseTo(1, 15);
    }
    expect(() => orderStatisticSurvival('gaussian', 0, 3, 4)).toThrow('rank: found 4 of 3');
  });

  it('match drawn samples', () => {
    for (const noise of NOISE_FAMILIES) {
      const stream = new RandomStream(6, noise);
      const trials = 8000;
      let above = 0;
      for (let t = 0; t < trials; t++) {
        const drawn = Array.from({ length: 9 }, () => UNIT_NOISE[noise].draw(stream)).sort((a, b) => b - a);
        if (drawn[3] > 0.4) above++;
      }
      const expected = orderStatisticSurvival(noise, 0.4, 9, 4);
      const error = Math.sqrt((expected * (1 - expected)) / trials);
      expect(Math.abs(above / trials - expected)).toBeLessThan(4 * error);
    }
  });
});
