import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  additiveNoiseIndicators,
  ambiguityOfAccuracy,
  cobweb,
  contractionFactor,
  fixedPoints,
  lipschitzConstant,
  lipschitzLimit,
  selfTrainingMap,
  selfTrainingRounds,
  steepestSlope,
  votingAccuracy,
} from '../../lib/theory/index';

const consistent = { classes: 10, k: 4, form: 'consistent' } as const;
const printed = { classes: 10, k: 4, form: 'printed' } as const;

describe('ambiguityOfAccuracy', () => {
  it('has the example c = 10, k = 4, ρ = 0.9', () => {
    expect(ambiguityOfAccuracy(0.9, printed)).toBeCloseTo(0.567, 3);
    expect(ambiguityOfAccuracy(0.9, consistent)).toBeCloseTo(0.344, 3);
  });

  it('is at k = 1 the rate of exchangeable errors, and Corollary 2’s γ where η = 1 − ρ', () => {
    expect(ambiguityOfAccuracy(0.7, { ...consistent, k: 1 })).toBeCloseTo(0.3 / 9, 14);
    const { unreliability, ambiguity } = additiveNoiseIndicators(
      { noise: 'gaussian', classes: 10, scale: 1 },
      4,
    );
    expect(ambiguityOfAccuracy(1 - unreliability, consistent)).toBeCloseTo(ambiguity, 14);
  });

  it('is, as printed, the consistent value of sets with c − k members', () => {
    for (let k = 1; k < 10; k++) {
      expect(ambiguityOfAccuracy(0.6, { ...printed, k })).toBe(
        ambiguityOfAccuracy(0.6, { ...consistent, k: 10 - k }),
      );
    }
    expect(() => ambiguityOfAccuracy(1.2, consistent)).toThrow('accuracy: found 1.2');
    expect(() => ambiguityOfAccuracy(0.2, { ...consistent, k: 10 })).toThrow('k: found 10');
  });
});

describe('fixedPoints', () => {
  it('solve a linear ρ exactly', () => {
    // ρ = 0.9 − 0.3 η − 0.2 γ: x = 0.9 − 0.3 (1 − x) − 0.2 (4 − x)/9.
    const rho = (eta: number, gamma: number) => 0.9 - 0.3 * eta - 0.2 * gamma;
    const slope = 0.3 + 0.2 / 9;
    const [found, ...more] = fixedPoints(rho, consistent);
    expect(more).toEqual([]);
    expect(found.accuracy).toBeCloseTo((0.6 - 0.8 / 9) / (1 - slope), 12);
    expect(found.slope).toBeCloseTo(slope, 9);
    expect(found.stable).toBe(true);
  });

  it('find three where ρ is steep, the middle one unstable, and the rounds go to an outer one', () => {
    const rho = (eta: number, gamma: number) => votingAccuracy(eta, gamma, 10, 15);
    const found = fixedPoints(rho, { ...consistent, k: 2 });
    const map = selfTrainingMap(rho, { ...consistent, k: 2 });
    expect(found.length).toBeGreaterThan(1);
    for (const { accuracy } of found) expect(map(accuracy)).toBeCloseTo(accuracy, 9);
    const unstable = found.find(({ stable }) => !stable)!;
    const last = (start: number) => selfTrainingRounds(rho, { ...consistent, k: 2 }, start, 200).at(-1)!;
    expect(last(unstable.accuracy + 0.01)).toBeGreaterThan(unstable.accuracy + 0.05);
    expect(last(unstable.accuracy - 0.01)).toBeLessThan(unstable.accuracy - 0.01);
    expect(steepestSlope(rho, { ...consistent, k: 2 })).toBeGreaterThan(1);
  });

  it('is one, reached from anywhere, where k_L < 1 − 1/c', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.85, noNaN: true }),
        fc.double({ min: 0.05, max: 0.85, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('consistent', 'printed'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, k, form, start) => {
          const rho = (eta: number, gamma: number) =>
            1 - a * Math.sin(eta) - b * (1 - a) * gamma * gamma * 0.5;
          const setting = { classes: 10, k, form } as const;
          fc.pre(lipschitzConstant(rho) < lipschitzLimit(10));
          const found = fixedPoints(rho, setting);
          expect(found).toHaveLength(1);
          expect(selfTrainingRounds(rho, setting, start, 400).at(-1)).toBeCloseTo(found[0].accuracy, 9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lie on the edge where the map is there', () => {
    expect(fixedPoints(() => 0, consistent).map(({ accuracy }) => accuracy)).toEqual([0]);
    expect(fixedPoints(() => 1, consistent).map(({ accuracy }) => accuracy)).toEqual([1]);
  });
});

describe('contraction', () => {
  it('has factor 1 exactly at k_L = 1 − 1/c', () => {
    for (const c of [2, 10, 200]) expect(contractionFactor(lipschitzLimit(c), c)).toBeCloseTo(1, 14);
  });

  it('measures k_L of a linear function, and slopes of the map up to the factor', () => {
    const rho = (eta: number, gamma: number) => 0.9 - 0.3 * eta - 0.5 * gamma;
    expect(lipschitzConstant(rho)).toBeCloseTo(0.5, 9);
    const part = { unreliability: [0.2, 0.6], ambiguity: [0.1, 0.3] } as const;
    expect(lipschitzConstant(rho, part, 10)).toBeCloseTo(0.5, 9);
    expect(steepestSlope(rho, consistent)).toBeCloseTo(0.3 + 0.5 / 9, 9);
    expect(steepestSlope(rho, consistent)).toBeLessThanOrEqual(contractionFactor(0.5, 10));
  });
});

describe('cobweb', () => {
  it('alternates between the map and the diagonal', () => {
    const rho = (eta: number, gamma: number) => 0.9 - 0.3 * eta - 0.2 * gamma;
    const path = selfTrainingRounds(rho, consistent, 0.2, 3);
    const { x, y } = cobweb(rho, consistent, 0.2, 3);
    expect(x).toEqual([path[0], path[0], path[1], path[1], path[2], path[2], path[3]]);
    expect(y).toEqual([0, path[1], path[1], path[2], path[2], path[3], path[3]]);
  });
});
