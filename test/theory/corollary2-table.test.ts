import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { additiveNoiseIndicators, NOISE_FAMILIES } from '../../lib/theory/index';
import { tabulatedNoise } from '../../lib/theory/corollary2-table';

describe('tabulatedNoise', () => {
  const cases = NOISE_FAMILIES.flatMap((noise) =>
    [
      [2, 1],
      [10, 4],
      [10, 9],
      [100, 50],
      [1000, 1],
      [1000, 4],
      [1000, 500],
      [1000, 999],
    ].map(([classes, k]) => ({ noise, classes, k })),
  );

  it.each(cases)('is within 1e-5 of the exact value: $noise, c $classes, k $k', ({ noise, classes, k }) => {
    const at = tabulatedNoise({ noise, classes }, k);
    for (let i = 0; i <= 40; i++) {
      const scale = 0.03 * (20 / 0.03) ** (i / 40);
      const exact = additiveNoiseIndicators({ noise, classes, scale }, k);
      expect(Math.abs(at(scale).unreliability - exact.unreliability)).toBeLessThan(1e-5);
      expect(Math.abs(at(scale).ambiguity - exact.ambiguity)).toBeLessThan(1e-5);
    }
  });

  it('knows the ends: no noise, nothing but noise', () => {
    const at = tabulatedNoise({ noise: 'laplace', classes: 10 }, 4);
    expect(at(0)).toEqual({ unreliability: 0, ambiguity: 3 / 9 });
    // Without a label in it, the truth is one of ten exchangeable entries.
    expect(at(1e9).unreliability).toBeCloseTo(0.6, 5);
  });

  it('refuses a k outside 1 … C−1', () => {
    expect(() => tabulatedNoise({ noise: 'gaussian', classes: 10 }, 10)).toThrow(InputError);
  });
});
