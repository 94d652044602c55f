import { describe, expect, it } from 'vitest';
import { distances } from '../../lib/theory/index';

describe('distances', () => {
  it('follow a hand-worked example', () => {
    const rows = Float64Array.from([0.5, 0.25, 0.25, 0.2, 0.7, 0.1]);
    const found = distances(rows, [0, 2], 2, 3);
    expect(found.chebyshev).toBeCloseTo((0.5 + 0.9) / 2, 12);
    expect(found.kl).toBeCloseTo((Math.log(2) + Math.log(10)) / 2, 12);
    expect(found.manhattan).toBeCloseTo((1 + 1.8) / 2, 12);
    expect(found.euclidean).toBeCloseTo((Math.sqrt(0.375) + Math.sqrt(0.81 + 0.04 + 0.49)) / 2, 12);
    expect(found.klInfinite).toBe(0);
  });

  it('make KL null and count the samples where the truth has probability 0', () => {
    const found = distances(Float32Array.from([1, 0, 0.5, 0.5, 0, 1]), [1, 0, 0], 3, 2);
    expect(found.kl).toBeNull();
    expect(found.klInfinite).toBe(2);
  });

  it('vanish for one-hot truth', () => {
    const found = distances(Float32Array.from([0, 1, 1, 0]), [1, 0], 2, 2);
    expect(Object.values(found).map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
  });

  it('obey L1 = 2·max-norm = 2(1 − d_y) for distributions', () => {
    const rows = Float64Array.from([0.1, 0.2, 0.3, 0.4, 0.05, 0.05, 0.8, 0.1]);
    const found = distances(rows, [3, 0], 2, 4);
    expect(found.chebyshev).toBeCloseTo((0.6 + 0.95) / 2, 12);
    expect(found.manhattan).toBeCloseTo(2 * found.chebyshev, 12);
  });
});
