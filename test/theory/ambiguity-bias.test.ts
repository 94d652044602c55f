import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { ambiguityBias, correctedAmbiguity, meanInterval, setMembership } from '../../lib/theory/index';

/** Candidate sets in which every wrong label enters with the same rate, so that γ is that rate. */
function evenSets(samples: number, classes: number, rate: number, seed: number) {
  const stream = new RandomStream(seed, 'even');
  const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
  const sets = Uint8Array.from({ length: samples * classes }, (_, i) =>
    i % classes === labels[Math.floor(i / classes)] || stream.uniform() < rate ? 1 : 0,
  );
  return setMembership(sets, labels, samples, classes);
}

describe('ambiguityBias', () => {
  it('is bracketed: measured γ leans up, cross-fitted does not, the correction lies between, the limit holds', () => {
    const gamma = 0.2;
    const found = Array.from({ length: 40 }, (_, seed) =>
      ambiguityBias(evenSets(300, 20, gamma, seed + 1), 1, { resamples: 60, halvings: 4, seed: seed + 1 }),
    );
    const interval = (of: (bias: (typeof found)[0]) => number) => meanInterval(found.map(of), 0.9999);
    expect(interval(({ estimate }) => estimate)[0]).toBeGreaterThan(gamma + 0.02);
    expect(interval(({ crossFitted }) => crossFitted)[0]).toBeLessThan(gamma);
    expect(interval(({ crossFitted }) => crossFitted)[1]).toBeGreaterThan(gamma - 0.01);
    const mean = (of: (bias: (typeof found)[0]) => number) =>
      found.reduce((sum, bias) => sum + of(bias) / found.length, 0);
    const bias = mean(({ estimate }) => estimate) - gamma;
    expect(Math.abs(mean(({ corrected }) => corrected) - gamma)).toBeLessThan(0.6 * bias);
    expect(bias).toBeLessThan(found[0].limit);
    for (const { estimate, corrected } of found) expect(corrected).toBeLessThanOrEqual(estimate);
  });

  it('all but vanishes where one class leads clearly', () => {
    const labels = Int32Array.from({ length: 2000 }, (_, n) => n % 4);
    const stream = new RandomStream(2, 'lead');
    const sets = Uint8Array.from({ length: 8000 }, (_, i) =>
      i % 4 === labels[Math.floor(i / 4)] || stream.uniform() < (i % 4 === 1 ? 0.6 : 0.1) ? 1 : 0,
    );
    const { estimate, bias, crossFitted } = ambiguityBias(setMembership(sets, labels, 2000, 4), 1);
    expect(Math.abs(bias)).toBeLessThan(0.003);
    // Both halves choose the same class; they differ only in how the halves weigh it.
    expect(crossFitted).toBeCloseTo(estimate, 3);
  });

  it('repeats with its seed', () => {
    const membership = evenSets(100, 5, 0.3, 1);
    expect(ambiguityBias(membership, 1, { seed: 4 })).toEqual(ambiguityBias(membership, 1, { seed: 4 }));
  });
});

describe('correctedAmbiguity', () => {
  it('stays between the mean and the largest frequency', () => {
    expect(correctedAmbiguity([0.1, 0.3, 0.2], 0.05)).toBeCloseTo(0.25, 14);
    expect(correctedAmbiguity([0.1, 0.3, 0.2], 0.5)).toBeCloseTo(0.2, 14);
    expect(correctedAmbiguity([0.1, 0.3, 0.2], -0.1)).toBe(0.3);
  });
});
