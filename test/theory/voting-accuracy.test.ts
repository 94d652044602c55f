import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { votingAccuracy } from '../../lib/theory/index';

/** All outcomes of `votes` sets over `classes` labels, weighed one by one. */
function byEnumeration(eta: number, gamma: number, classes: number, votes: number): number {
  let accuracy = 0;
  const bits = classes * votes;
  for (let outcome = 0; outcome < 2 ** bits; outcome++) {
    const counts = new Array<number>(classes).fill(0);
    let probability = 1;
    for (let bit = 0; bit < bits; bit++) {
      const label = bit % classes;
      const chance = label === 0 ? 1 - eta : gamma;
      const present = (outcome >> bit) & 1;
      probability *= present ? chance : 1 - chance;
      counts[label] += present;
    }
    const most = Math.max(...counts);
    if (counts[0] === most) accuracy += probability / counts.filter((value) => value === most).length;
  }
  return accuracy;
}

describe('votingAccuracy', () => {
  it('equals the sum over all outcomes', () => {
    for (const [eta, gamma] of [
      [0.2, 0.3],
      [0.7, 0.6],
      [0, 0.5],
      [0.4, 0],
      [1, 1],
    ]) {
      for (const [classes, votes] of [
        [2, 1],
        [2, 5],
        [3, 3],
        [4, 3],
      ]) {
        const expected = byEnumeration(eta, gamma, classes, votes);
        expect(votingAccuracy(eta, gamma, classes, votes)).toBeCloseTo(expected, 11);
      }
    }
  });

  it('agrees with a simulation at ten classes', () => {
    const stream = new RandomStream(3, 'votes');
    const [eta, gamma, classes, votes, trials] = [0.4, 0.3, 10, 7, 20_000];
    let right = 0;
    for (let t = 0; t < trials; t++) {
      const counts = Array.from({ length: classes }, (_, c) => {
        let sum = 0;
        for (let v = 0; v < votes; v++) sum += stream.uniform() < (c === 0 ? 1 - eta : gamma) ? 1 : 0;
        return sum;
      });
      const most = Math.max(...counts);
      if (counts[0] === most) right += 1 / counts.filter((value) => value === most).length;
    }
    const expected = votingAccuracy(eta, gamma, classes, votes);
    expect(Math.abs(right / trials - expected)).toBeLessThan(4 * Math.sqrt(0.25 / trials));
  });

  it('falls in η and γ, and is chance exactly at η + γ = 1', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        fc.integer({ min: 2, max: 100 }),
        fc.integer({ min: 1, max: 40 }),
        (eta, gamma, classes, votes) => {
          const here = votingAccuracy(eta, gamma, classes, votes);
          expect(here).toBeGreaterThanOrEqual(-1e-12);
          expect(here).toBeLessThanOrEqual(1 + 1e-12);
          const worse = (value: number) => value + 0.3 * (1 - value);
          expect(votingAccuracy(worse(eta), gamma, classes, votes)).toBeLessThanOrEqual(here + 1e-11);
          expect(votingAccuracy(eta, worse(gamma), classes, votes)).toBeLessThanOrEqual(here + 1e-11);
          expect(votingAccuracy(eta, 1 - eta, classes, votes)).toBeCloseTo(1 / classes, 10);
        },
      ),
    );
  });
});
