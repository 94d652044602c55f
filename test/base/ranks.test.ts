import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, partialRankCorrelation, rankCorrelation, ranks } from '../../lib/base';

describe('ranks', () => {
  it('share the mean of their places among equal values', () => {
    expect([...ranks([30, 10, 20])]).toEqual([3, 1, 2]);
    expect([...ranks([5, 1, 5, 5])]).toEqual([3, 1, 3, 3]);
    expect([...ranks([])]).toEqual([]);
  });

  it('are those of counting', () => {
    const property = fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (values) => {
      const counted = values.map(
        (x) => values.filter((y) => y < x).length + (values.filter((y) => y === x).length + 1) / 2,
      );
      expect([...ranks(values)]).toEqual(counted);
    });
    fc.assert(property);
  });
});

describe('rank correlation', () => {
  it('is that of the ranks: 1 for any rising map, −1 for any falling one', () => {
    const values = [0.3, -2, 7, 1.5, 0.9];
    expect(rankCorrelation(values, values.map(Math.exp))).toBeCloseTo(1, 12);
    expect(rankCorrelation(values, values.map((x) => -(x ** 3)))).toBeCloseTo(-1, 12); // prettier-ignore
  });

  it('follows 1 − 6 Σd²/(n(n² − 1)) without ties', () => {
    // d = 0, −1, 1, −1, 1
    expect(rankCorrelation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('takes ties by their mean rank (scipy.stats.spearmanr)', () => {
    expect(rankCorrelation([1, 2, 2, 4], [1, 3, 2, 4])).toBeCloseTo(0.9486832980505138, 12);
  });

  it('is nothing for a constant side, and refuses what is no pair', () => {
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(rankCorrelation([], [])).toBeUndefined();
    expect(() => rankCorrelation([1], [1, 2])).toThrow('found 1 and 2 values');
  });
});

describe('partialRankCorrelation', () => {
  it('takes out what a third quantity orders in both', () => {
    // Ranks: r_ab = 0.4, r_ac = 0.8, r_bc = 0.8 (Σd² = 6, 2, 2 of 4 values).
    const [a, b, c] = [[1, 2, 3, 4], [3, 1, 2, 4], [2, 1, 3, 4]]; // prettier-ignore
    expect(rankCorrelation(a, b)).toBeCloseTo(0.4, 12);
    expect(rankCorrelation(a, c)).toBeCloseTo(0.8, 12);
    expect(rankCorrelation(b, c)).toBeCloseTo(0.8, 12);
    expect(partialRankCorrelation(a, b, c)).toBeCloseTo((0.4 - 0.64) / 0.36, 12);
  });

  it('is nothing where the third orders one of them completely, or one is constant', () => {
    expect(partialRankCorrelation([1, 2, 3], [3, 1, 2], [10, 20, 30])).toBeUndefined();
    expect(partialRankCorrelation([1, 2, 3], [3, 1, 2], [1, 1, 1])).toBeUndefined();
  });
});

describe('median', () => {
  it('is the middle of the sorted values, or between the two middle ones', () => {
    expect(median([3, 10, 1])).toBe(3);
    expect(median([4, 1, 10, 2])).toBe(3);
  });
});
