import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ambiguityFloor, indicators, theorem1, theorem2 } from '../../lib/theory/index';

describe('theorem1', () => {
  it('has the bound 1 − η/(1−η)', () => {
    expect(theorem1(0.1, 0.5).bound).toBeCloseTo(8 / 9, 12);
    expect(theorem1(0.21, 0.05)).toEqual({ holds: true, bound: 1 - 0.21 / 0.79 });
    expect(theorem1(0.25, 0.66).holds).toBe(true);
    expect(theorem1(0.25, 0.67).holds).toBe(false);
  });

  it('fails on the bound itself, from η = ½ on, and has no finite bound at η = 1', () => {
    expect(theorem1(0, 1)).toEqual({ holds: false, bound: 1 });
    expect(theorem1(0.2, 0.75).holds).toBe(false);
    expect(theorem1(0.5, 0)).toEqual({ holds: false, bound: 0 });
    expect(theorem1(0.6, 0).holds).toBe(false);
    expect(theorem1(1, 0)).toEqual({ holds: false, bound: null });
  });

  it('is stricter than theorem 2', () => {
    for (let eta = 0; eta <= 1; eta += 0.05) {
      for (let gamma = 0; gamma <= 1; gamma += 0.05) {
        if (theorem1(eta, gamma).holds) expect(theorem2(eta, gamma).holds).toBe(true);
      }
    }
    expect(theorem2(0.45, 0.5).holds).toBe(true);
    expect(theorem1(0.45, 0.5).holds).toBe(false);
  });
});

describe('theorem2', () => {
  it('has the margin 1 − η − γ', () => {
    expect(theorem2(0.25, 0.5)).toEqual({ holds: true, margin: 0.25 });
    expect(theorem2(0.5, 0.75)).toEqual({ holds: false, margin: -0.25 });
  });

  it('counts a sum of exactly one as failed, rounding or not', () => {
    expect(theorem2(0.5, 0.5).holds).toBe(false);
    expect(1 - 0.7 - 0.3).toBeGreaterThan(0);
    expect(theorem2(0.7, 0.3).holds).toBe(false);
  });

  it('takes an indicator of 0 as the limit and one of 1 as failed', () => {
    expect(theorem2(0, 0.4).holds).toBe(true);
    expect(theorem2(0.4, 0).holds).toBe(true);
    expect(theorem2(0, 1).holds).toBe(false);
    expect(theorem2(1, 0).holds).toBe(false);
  });
});

describe('ambiguityFloor', () => {
  it('has the values of k = 4 without unreliability', () => {
    expect(ambiguityFloor(4, 0, 10)).toBeCloseTo(1 / 3, 12);
    expect(ambiguityFloor(4, 0, 100)).toBeCloseTo(0.0303, 4);
    expect(ambiguityFloor(4, 0, 200)).toBeCloseTo(0.0151, 4);
  });

  it('lies below γ in every sample, whatever the class shares', () => {
    const sample = fc.integer({ min: 2, max: 9 }).chain((classes) =>
      fc.array(
        fc.record({
          label: fc.integer({ min: 0, max: classes - 1 }),
          row: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: classes, maxLength: classes }),
        }),
        { minLength: 1, maxLength: 25 },
      ),
    );
    fc.assert(
      fc.property(sample, (rows) => {
        const classes = rows[0].row.length;
        const labels = rows.map(({ label }) => label);
        const ks = Array.from({ length: classes - 1 }, (_, j) => j + 1);
        const values = Float64Array.from(rows.flatMap(({ row }) => row));
        for (const entry of indicators(values, labels, rows.length, classes, { ks })) {
          const floor = ambiguityFloor(entry.k!, entry.unreliability, classes);
          const others = (i: number) => labels.filter((label) => label !== i).length;
          const mean = entry.perClassAmbiguity.reduce((sum, rate, i) => sum + rate * others(i), 0);
          expect(mean / (rows.length * (classes - 1))).toBeCloseTo(floor, 12);
          expect(entry.ambiguity).toBeGreaterThanOrEqual(floor - 1e-12);
        }
      }),
    );
  });
});
