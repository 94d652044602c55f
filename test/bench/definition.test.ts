import { describe, expect, it } from 'vitest';
import { median } from '../../lib/base';
import { sample } from '../../lib/bench/definition';

describe('sample', () => {
  it('gives median and minimum without changing its argument', () => {
    const times = [3, 1, 2];
    expect(sample(times)).toEqual({ median: 2, min: 1 });
    expect(times).toEqual([3, 1, 2]);
  });

  it('takes the middle of two for an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
