import { describe, expect, it } from 'vitest';
import { setInformation } from '../../lib/theory/index';

/** Σ over all sets and truths of p(y, s) log2 (p(s|y)/p(s)). */
function byEnumeration(eta: number, gamma: number, classes: number): number {
  const likelihood = (set: number, truth: number): number => {
    let p = 1;
    for (let i = 0; i < classes; i++) {
      const rate = i === truth ? 1 - eta : gamma;
      p *= (set >> i) & 1 ? rate : 1 - rate;
    }
    return p;
  };
  let bits = 0;
  for (let set = 0; set < 1 << classes; set++) {
    const given = Array.from({ length: classes }, (_, truth) => likelihood(set, truth));
    const mean = given.reduce((a, b) => a + b, 0) / classes;
    for (const p of given) if (p > 0) bits += (p / classes) * Math.log2(p / mean);
  }
  return bits;
}

describe('setInformation', () => {
  it.each([
    [0.1, 0.5],
    [0.5, 0.1],
    [0.3, 0.3],
    [0, 0.4],
    [0.2, 0],
    [1, 0.3],
    [0.4, 1],
  ])('is the mutual information over all sets: η %d, γ %d', (eta, gamma) => {
    expect(setInformation(eta, gamma, 5)).toBeCloseTo(byEnumeration(eta, gamma, 5), 12);
  });

  it('is log2 C for the truth alone and 0 where truth and wrong labels are in equally often', () => {
    expect(setInformation(0, 0, 10)).toBeCloseTo(Math.log2(10), 12);
    expect(setInformation(0.5, 0.5, 10)).toBeCloseTo(0, 12);
    expect(setInformation(0.3, 0.7, 10)).toBeCloseTo(0, 12);
  });

  it('falls in both rates while η + γ < 1', () => {
    expect(setInformation(0.2, 0.3, 10)).toBeGreaterThan(setInformation(0.3, 0.3, 10));
    expect(setInformation(0.2, 0.3, 10)).toBeGreaterThan(setInformation(0.2, 0.4, 10));
  });
});
