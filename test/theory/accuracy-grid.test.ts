import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPoints, measuredAccuracy, votingAccuracy } from '../../lib/theory/index';

const grid = {
  unreliability: [0, 0.2, 0.5],
  ambiguity: [0.1, 0.3],
  accuracy: [
    [1, 0.8],
    [0.9, 0.6],
    [0.4, 0.2],
  ],
};

describe('measuredAccuracy', () => {
  it('meets the measurements and is bilinear between them', () => {
    const rho = measuredAccuracy(grid);
    grid.unreliability.forEach((eta, i) =>
      grid.ambiguity.forEach((gamma, j) => expect(rho(eta, gamma)).toBeCloseTo(grid.accuracy[i][j], 14)),
    );
    expect(rho(0.1, 0.2)).toBeCloseTo((1 + 0.8 + 0.9 + 0.6) / 4, 14);
    expect(rho(0.35, 0.1)).toBeCloseTo(0.65, 14);
  });

  it('keeps the edge outside, and so stays between the extremes and falling', () => {
    const rho = measuredAccuracy(grid);
    expect(rho(-1, 0)).toBe(1);
    expect(rho(0.9, 0.9)).toBe(0.2);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (eta, gamma, step) => {
        const here = rho(eta, gamma);
        expect(here).toBeGreaterThanOrEqual(0.2 - 1e-12);
        expect(here).toBeLessThanOrEqual(1 + 1e-12);
        expect(rho(eta + step, gamma)).toBeLessThanOrEqual(here + 1e-12);
        expect(rho(eta, gamma + step)).toBeLessThanOrEqual(here + 1e-12);
      }),
    );
  });

  it('has nearly the fixed points of the function it was read from', () => {
    const axis = Array.from({ length: 81 }, (_, i) => i / 80);
    const exact = (eta: number, gamma: number) => 0.3 + 0.7 * votingAccuracy(eta, gamma, 10, 5);
    const rho = measuredAccuracy({
      unreliability: axis,
      ambiguity: axis,
      accuracy: axis.map((eta) => axis.map((gamma) => exact(eta, gamma))),
    });
    const setting = { classes: 10, k: 3, form: 'consistent' } as const;
    const expected = fixedPoints(exact, setting);
    const found = fixedPoints(rho, setting);
    expect(found).toHaveLength(expected.length);
    found.forEach(({ accuracy }, i) => expect(accuracy).toBeCloseTo(expected[i].accuracy, 2));
  });

  it('refuses a grid that does not rise or fit', () => {
    expect(() => measuredAccuracy({ ...grid, ambiguity: [0.3, 0.3] })).toThrow(
      'ambiguity: found 0.3 after 0.3',
    );
    expect(() => measuredAccuracy({ ...grid, unreliability: [0] })).toThrow('needed are at least 2');
    expect(() => measuredAccuracy({ ...grid, accuracy: [[1, 1]] })).toThrow('needed is 3×2');
  });
});
