import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logLemma2Bound,
  logLemma2Printed,
  logLemma2Sharp,
  logSwapProbability,
  logSwapSum,
  theta,
} from '../../lib/theory/index';

/** The sum over all 2^n swaps, one by one: the training member of each pair is either its first or its second. */
function swapSumByDefinition(eta: number, gamma: number, both: number, one: number, none: number): number {
  const n = both + one + none;
  let sum = 0;
  for (let swap = 0; swap < 2 ** n; swap++) {
    let probability = 1;
    for (let pair = 0; pair < n; pair++) {
      const swapped = (swap >> pair) & 1;
      const wrong = pair < both || (pair < both + one && swapped === 1);
      probability *= wrong ? gamma : 1 - eta;
    }
    sum += probability;
  }
  return sum;
}

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const count = fc.integer({ min: 0, max: 3 });

describe('swap sum', () => {
  it('equals the sum over all swaps', () => {
    fc.assert(
      fc.property(share, share, count, count, count, (eta, gamma, both, one, none) => {
        const expected = swapSumByDefinition(eta, gamma, both, one, none);
        const pairs = { both, one, none };
        expect(Math.exp(logSwapSum(eta, gamma, pairs))).toBeCloseTo(expected, 10);
        expect(Math.exp(logSwapProbability(eta, gamma, pairs))).toBeCloseTo(
          expected / 2 ** (both + one + none),
          10,
        );
      }),
    );
  });

  it('is printed in A.4 as (2−2η)^n (γ/(1−η))^u1 ((1−η+γ)/(2(1−η)))^u2, the same number', () => {
    const [eta, gamma] = [0.3, 0.2];
    const printed =
      6 * Math.log(2 - 2 * eta) +
      2 * Math.log(gamma / (1 - eta)) +
      3 * Math.log((1 - eta + gamma) / (2 * (1 - eta)));
    expect(logSwapSum(eta, gamma, { both: 2, one: 3, none: 1 })).toBeCloseTo(printed, 12);
  });

  it('is largest at u1 = 0 and the fewest u2, the worst case of the proof', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.01, max: 0.98, noNaN: true }), (eta, part) => {
        const gamma = part * (1 - eta);
        const n = 12;
        const worst = logSwapSum(eta, gamma, { both: 0, one: 4, none: n - 4 });
        for (let both = 0; both <= n; both++) {
          for (let one = Math.max(0, 4 - both); one <= n - both; one++) {
            const here = logSwapSum(eta, gamma, { both, one, none: n - both - one });
            expect(here).toBeLessThanOrEqual(worst + 1e-9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes 0 to the power 0 as 1', () => {
    expect(logSwapSum(0, 0, { both: 0, one: 0, none: 5 })).toBeCloseTo(5 * Math.LN2, 12);
    expect(logSwapSum(0, 0, { both: 1, one: 0, none: 5 })).toBe(-Infinity);
  });
});

describe('the three forms of the bound', () => {
  const task = { dimension: 3, classes: 5, error: 0.2 };

  it('differ by (1−η)^n and (2−2η)^n, and the sharp one is the worst swap probability times the growth', () => {
    const [n, eta, gamma] = [40, 0.2, 0.3];
    const stated = logLemma2Bound(n, eta, gamma, task);
    expect(logLemma2Sharp(n, eta, gamma, task) - stated).toBeCloseTo(n * Math.log(0.8), 10);
    expect(logLemma2Printed(n, eta, gamma, task) - stated).toBeCloseTo(n * Math.log(1.6), 10);
    const growth = 3 * Math.log(80) + 6 * Math.log(5);
    expect(stated).toBeCloseTo(growth - (n * theta(eta, gamma) * 0.2) / 2, 10);
    const worst = logSwapProbability(eta, gamma, { both: 0, one: 4, none: 36 });
    expect(logLemma2Sharp(n, eta, gamma, task)).toBeCloseTo(growth + worst, 10);
  });

  it('refuse bad tasks', () => {
    expect(() => logLemma2Bound(0, 0.1, 0.1, task)).toThrow('samples: found 0');
    expect(() => logLemma2Bound(5, 0.1, 0.1, { ...task, classes: 1 })).toThrow('classes: found 1');
  });
});
