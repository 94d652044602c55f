import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededSeeds, pairedDifferences, summarise, tInterval } from '../../lib/results/statistics';

describe('summarise', () => {
  it('gives mean, sample deviation and range', () => {
    const found = summarise([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(found).toMatchObject({ n: 8, mean: 5, min: 2, max: 9 });
    expect(found.sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('has no deviation for a single value and refuses none', () => {
    expect(summarise([3])).toEqual({ n: 1, mean: 3, min: 3, max: 3 });
    expect(() => summarise([])).toThrow('found no values');
  });
});

describe('pairedDifferences', () => {
  it('subtracts seed by seed and refuses unequal lengths', () => {
    expect(pairedDifferences([3, 5], [1, 6])).toEqual([2, -1]);
    expect(() => pairedDifferences([1], [1, 2])).toThrow('found 1 and 2 values');
  });
});

describe('tInterval', () => {
  // scipy 1.17.1: stats.t.interval(level, n − 1, loc=mean, scale=stats.sem(values))
  it.each([
    [[2.54, 2.48, 1.64], 0.95, 0.9700071795077976, 3.4699928204922017],
    [[2.54, 2.48, 1.64], 0.9, 1.3716951888433142, 3.0683048111566844],
    [[2.95, 3.9, 1.8, 3.1, 2.2], 0.95, 1.7732750522811458, 3.8067249477188545],
    [[-0.18, 0.1, -0.4, 0.05], 0.95, -0.4734524974658892, 0.2584524974658892],
  ])('agrees with scipy for %j at %d', (values, level, low, high) => {
    const found = tInterval(values, level);
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });

  it('needs three values', () => {
    expect(() => tInterval([1, 2])).toThrow('found 2 values, needed are at least 3');
  });

  it('is a point where all values agree, and moves and scales with the values', () => {
    expect(tInterval([2, 2, 2])).toEqual({ low: 2, high: 2 });
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 10 });
    fc.assert(
      fc.property(values, (sample) => {
        const { low, high } = tInterval(sample);
        const moved = tInterval(sample.map((value) => 5 - 3 * value));
        expect(moved.low).toBeCloseTo(5 - 3 * high, 8);
        expect(moved.high).toBeCloseTo(5 - 3 * low, 8);
      }),
    );
  });
});

describe('neededSeeds', () => {
  // scipy 1.17.1: smallest n ≥ 3 with t.ppf(.975, n − 1)·sd/√n < |mean − margin|
  it.each([
    [2.95, 0.79, 0, 3],
    [3.38, 1.24, 0, 3],
    [0.43, 0.94, 0, 21],
    [-0.18, 0.26, 0, 11],
    [1, 1, 0.5, 18],
    [0.05, 1, 0, 1540],
  ])('of mean %d, sd %d, margin %d is %d', (mean, sd, margin, needed) => {
    expect(neededSeeds(mean, sd, margin)).toBe(needed);
  });

  it('is infinite on the margin and 3 without deviation', () => {
    expect(neededSeeds(1, 0.5, 1)).toBe(Infinity);
    expect(neededSeeds(1, 0, 0.9)).toBe(3);
  });
});
