import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { bootstrapIntervals } from '../../lib/theory/bootstrap';
import { indicatorsOf } from '../../lib/theory/indicators';
import { setMembership } from '../../lib/theory/index';
import { normalQuantile } from '../../lib/theory/special-functions';
import { largestInterval, quantile } from '../../lib/theory/largest-interval';

/** Candidate sets: the truth is missing with probability η, wrong class i comes along with rate(i). */
function sets(samples: number, classes: number, eta: number, rate: (i: number) => number, seed: number) {
  const stream = new RandomStream(seed, 'coverage');
  const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
  const candidates = Uint8Array.from({ length: samples * classes }, (_, i) => {
    const own = i % classes === labels[Math.floor(i / classes)];
    return stream.uniform() < (own ? 1 - eta : rate(i % classes)) ? 1 : 0;
  });
  return setMembership(candidates, labels, samples, classes);
}

describe('largestInterval', () => {
  it('is that of the mean where there is only one', () => {
    const draws = Float64Array.from({ length: 4000 }, (_, b) => 2 + 0.1 * normalQuantile((b + 0.5) / 4000));
    const [low, high] = largestInterval([2], [draws], 0.95);
    expect((low - 2) / 0.1).toBeCloseTo(-1.96, 1);
    expect((high - 2) / 0.1).toBeCloseTo(1.96, 1);
  });

  it('holds the estimate, and is a point where nothing varies', () => {
    expect(largestInterval([0.2, 0.5], [new Float64Array(9).fill(0.2), new Float64Array(9).fill(0.5)], 0.9)).toEqual([0.5, 0.5]); // prettier-ignore
  });

  it.each([
    ['all classes alike', () => 0.3, 0.3],
    ['one class leads', (i: number) => (i === 1 ? 0.5 : 0.3), 0.5],
    ['two classes close to each other', (i: number) => (i < 2 ? 0.35 : 0.3), 0.35],
  ])('covers γ and the margin in 95 % of the samples: %s', (_, rate, gamma) => {
    const runs = 120;
    const covered = { ambiguity: 0, margin: 0 };
    for (let seed = 1; seed <= runs; seed++) {
      const membership = sets(400, 10, 0.1, rate, seed);
      const options = { resamples: 150, seed, level: 0.95 };
      const [{ interval }] = bootstrapIntervals(membership, [1], indicatorsOf(membership, [1]), options);
      const { ambiguity, margin } = interval;
      if (ambiguity[0] <= gamma && gamma <= ambiguity[1]) covered.ambiguity++;
      if (margin[0] <= 0.9 - gamma && 0.9 - gamma <= margin[1]) covered.margin++;
    }
    // Binomial(120, 0.95) is below 107 with probability 0.01.
    expect(covered.ambiguity).toBeGreaterThanOrEqual(107);
    expect(covered.margin).toBeGreaterThanOrEqual(107);
  });
});

describe('quantile', () => {
  it('interpolates and leaves the values as they are', () => {
    const values = Float64Array.from([3, 1, 2]);
    expect([quantile(values, 0), quantile(values, 0.25), quantile(values, 1)]).toEqual([1, 1.5, 3]);
    expect([...values]).toEqual([3, 1, 2]);
  });
});
