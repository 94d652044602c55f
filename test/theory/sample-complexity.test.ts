import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  VACUOUS_BELOW,
  ambiguityFloor,
  ghostSampleSize,
  leastSampleComplexity,
  logLemma2Bound,
  printedRate,
  printedSampleComplexity,
  repairedSampleComplexity,
  smallestPrintedError,
  theorem1,
  theorem1Coefficients,
  theta,
} from '../../lib/theory/index';
import { parameter, referenceCells } from './reference-tables';

const task = { dimension: 10, classes: 10, error: 0.1, failure: 0.05 };
const FILE = 'biased-bounds.csv';

/** (η, γ) inside η + γ < 1. */
const inside = fc
  .tuple(fc.double({ min: 0.001, max: 0.95, noNaN: true }), fc.double({ min: 0.01, max: 0.98, noNaN: true }))
  .map(([eta, share]) => [eta, share * (1 - eta)] as const);

describe('tabulated values', () => {
  it('of the smallest ε of the printed bound', () => {
    const cells = referenceCells(FILE, 'smallest epsilon');
    expect(cells).toHaveLength(5);
    for (const { row, value, rounding } of cells) {
      const found = smallestPrintedError(parameter(row, 'eta'), parameter(row, 'gamma'));
      expect(Math.abs(found - value), row).toBeLessThanOrEqual(rounding + 1e-12);
    }
  });

  it("of the repaired n_0', to the sample", () => {
    const cells = referenceCells(FILE, "repaired n_0'");
    expect(cells).toHaveLength(8);
    for (const { row, value } of cells) {
      const { samples } = repairedSampleComplexity(parameter(row, 'eta'), parameter(row, 'gamma'), task);
      expect(Math.abs(samples! - value), row).toBeLessThanOrEqual(1);
    }
  });

  it('of θ and of the floor', () => {
    for (const { row, value, rounding } of referenceCells(FILE, 'theta')) {
      expect(Math.abs(theta(parameter(row, 'eta'), parameter(row, 'gamma')) - value)).toBeLessThan(rounding);
    }
    for (const { row, value, rounding } of referenceCells(FILE, 'lower bound of gamma_4')) {
      expect(Math.abs(ambiguityFloor(4, 0, parameter(row, 'c')) - value), row).toBeLessThan(rounding);
    }
  });
});

describe('the printed n_0', () => {
  it('is void for every γ and every ε ≤ 1 where η < 1 − √½, and not beyond', () => {
    fc.assert(
      fc.property(inside, ([eta, gamma]) => {
        const void1 = printedRate(eta, gamma, 1) <= 0;
        if (eta < VACUOUS_BELOW) expect(void1).toBe(true);
        expect(smallestPrintedError(eta, gamma) >= 1).toBe(void1);
      }),
    );
    expect(printedRate(VACUOUS_BELOW + 0.001, 1e-9, 1)).toBeGreaterThan(0);
  });

  it('says why it is void and refuses bad tasks', () => {
    expect(printedSampleComplexity(0.1, 0.1, task)).toEqual({ samples: null, void: 'rate not positive' });
    expect(printedSampleComplexity(0.6, 0.4, task)).toEqual({ samples: null, void: 'condition fails' });
    expect(printedSampleComplexity(0.6, 0.1, task).samples).toBeGreaterThan(0);
    expect(() => printedSampleComplexity(0.6, 0.1, { ...task, error: 1 })).toThrow('error: found 1');
    expect(() => printedSampleComplexity(0.6, 0.1, { ...task, failure: 0 })).toThrow('failure: found 0');
    expect(() => printedSampleComplexity(0.6, 0.1, { ...task, dimension: 0 })).toThrow('dimension: found 0');
    expect(() => theta(0.6, 0.4)).toThrow('needed is a sum below 1');
  });

  it('improves when labels get less reliable, which the repaired one does not', () => {
    const printed = (eta: number) => printedSampleComplexity(eta, 0.1, { ...task, error: 0.9 }).samples!;
    expect(printed(0.5)).toBeLessThan(printed(0.4));
    const repaired = (eta: number) => repairedSampleComplexity(eta, 0.1, { ...task, error: 0.9 }).samples!;
    expect(repaired(0.5)).toBeGreaterThan(repaired(0.4));
  });
});

describe("the repaired n_0'", () => {
  it('rises in both indicators and with a stricter task', () => {
    fc.assert(
      fc.property(inside, fc.double({ min: 0.001, max: 0.02, noNaN: true }), ([eta, gamma], step) => {
        const at = (e: number, g: number, change = {}) =>
          repairedSampleComplexity(e, g, { ...task, ...change }).samples;
        const here = at(eta, gamma)!;
        for (const more of [at(eta + step, gamma), at(eta, gamma + step)]) {
          if (more !== null) expect(more).toBeGreaterThan(here);
        }
        expect(at(eta, gamma, { error: 0.05 })).toBeGreaterThan(here);
        expect(at(eta, gamma, { failure: 0.01 })).toBeGreaterThan(here);
        expect(at(eta, gamma, { dimension: 11 })).toBeGreaterThan(here);
      }),
    );
  });

  it('drives twice the bound of Lemma 2 below δ, and lies above the ghost sample of Lemma 1', () => {
    fc.assert(
      fc.property(
        inside,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        ([eta, gamma], dimension, error) => {
          const here = { dimension, classes: 7, error, failure: 0.05 };
          const n = Math.ceil(repairedSampleComplexity(eta, gamma, here).samples!);
          expect(Math.LN2 + logLemma2Bound(n, eta, gamma, here)).toBeLessThanOrEqual(Math.log(0.05));
          expect(n).toBeGreaterThan(ghostSampleSize(error));
        },
      ),
    );
  });

  it('is least over k at the best k', () => {
    const byK = [
      { k: 1, unreliability: 0.5, ambiguity: 0.3 },
      { k: 2, unreliability: 0.1, ambiguity: 0.2 },
      { k: 3, unreliability: 0.05, ambiguity: 0.96 },
    ];
    const least = leastSampleComplexity(byK, task, repairedSampleComplexity)!;
    expect(least).toEqual({ k: 2, samples: repairedSampleComplexity(0.1, 0.2, task).samples });
    expect(leastSampleComplexity(byK.slice(2), task, repairedSampleComplexity)).toBeNull();
  });
});

describe('theta', () => {
  it('is positive inside, falls in both indicators, is at most ln 2', () => {
    fc.assert(
      fc.property(inside, ([eta, gamma]) => {
        const value = theta(eta, gamma);
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(Math.LN2);
        expect(theta(eta * 0.9, gamma)).toBeGreaterThan(value);
        expect(theta(eta, gamma * 0.9)).toBeGreaterThan(value);
      }),
    );
    expect(theta(0, 0.3)).toBeCloseTo(Math.log(2 / 1.3), 14);
  });
});

describe('theorem1Coefficients', () => {
  it('order as Theorem 1 says, and as η + γ < 1 in terms of the wrong label’s whole rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (eta, gamma) => {
          const { truth, wrong } = theorem1Coefficients(eta, gamma);
          fc.pre(Math.abs(truth - wrong) > 1e-9);
          expect(truth > wrong).toBe(theorem1(eta, gamma).holds);
          expect(truth > wrong).toBe(eta + wrong < 1);
        },
      ),
    );
  });
});
