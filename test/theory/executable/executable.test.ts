import { describe, expect, it } from 'vitest';
import { EXECUTABLE_THEOREMS, statementVerdicts } from '../../../lib/theory/index';
import type { CheckedValue, TheoremCheck } from '../../../lib/theory/index';

/** Which printed statements the simulations contradict. */
const PRINTED_HOLDS: Record<string, boolean> = {
  theorem1: true,
  'missing-factor': false,
  'vacuous-bound': false,
  'realisability-gap': false,
  'sample-sizes': true,
  'pointwise-average': false,
  'linear-inequality': true,
  theorem3: false,
  'theorem3-uniqueness': true,
  corollary1: false,
  corollary2: false,
  'ambiguity-floor': true,
  'ambiguity-bias': true,
};

const checks = new Map<string, TheoremCheck>();
const check = (id: string): TheoremCheck => {
  const known = checks.get(id);
  if (known) return known;
  const made = EXECUTABLE_THEOREMS[id]();
  checks.set(id, made);
  return made;
};
const valueOf = (id: string, part: string): CheckedValue => {
  const found = check(id).values.filter(({ label }) => label.includes(part));
  expect(found, `${id}: ${part}`).toHaveLength(1);
  return found[0];
};

describe('executable theorems', () => {
  it('are all expected here', () => {
    expect(Object.keys(EXECUTABLE_THEOREMS)).toEqual(Object.keys(PRINTED_HOLDS));
  });

  it.each(Object.keys(PRINTED_HOLDS))(
    '%s confirms the corrected statement and judges the printed one',
    (id) => {
      const found = check(id);
      expect(found.id).toBe(id);
      const refuted = found.values.filter(({ agrees }) => agrees.corrected === false);
      expect(refuted).toEqual([]);
      expect(found.holds).toEqual({ printed: PRINTED_HOLDS[id], corrected: true });
      for (const value of found.values) {
        const [low, high] = value.interval;
        expect(low, value.label).toBeLessThanOrEqual(value.measured + 1e-12);
        expect(high, value.label).toBeGreaterThanOrEqual(value.measured - 1e-12);
      }
      expect(new Set(found.values.map(({ label }) => label)).size).toBe(found.values.length);
      expect(found.values.find(({ label }) => label === found.headline)!.interval).toEqual(found.interval);
      for (const text of [found.title, found.source, found.printed, found.corrected, found.conclusion]) {
        expect(text.length).toBeGreaterThan(5);
      }
      // A plain object: nothing is lost on the way to a page.
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    },
  );

  it.each(['theorem1', 'vacuous-bound', 'corollary1'])(
    '%s repeats with its seed and not with another',
    (id) => {
      expect(EXECUTABLE_THEOREMS[id]({ seed: 1 })).toEqual(check(id));
      expect(EXECUTABLE_THEOREMS[id]({ seed: 2 }).values).not.toEqual(check(id).values);
    },
  );

  it('takes more draws for narrower intervals', () => {
    const width = ({ interval }: TheoremCheck) => interval[1] - interval[0];
    const more = EXECUTABLE_THEOREMS.theorem1({ effort: 4 });
    expect(width(more) / width(check('theorem1'))).toBeCloseTo(0.5, 1);
  });
});

describe('what they show', () => {
  it('missing-factor: the printed last line exceeds 1, the probability is below ½', () => {
    for (const { printed, measured } of check('missing-factor').values) {
      expect(printed!.value).toBeGreaterThan(1);
      expect(measured).toBeLessThan(0.5);
    }
  });

  it('vacuous-bound: the printed n_0 never exists below η = 0.293', () => {
    for (const eta of ['0.02', '0.1', '0.2', '0.29']) {
      expect(valueOf('vacuous-bound', `η ${eta}:`).measured).toBe(0);
    }
    expect(valueOf('vacuous-bound', 'η 0.32:').measured).toBeGreaterThan(0);
  });

  it('realisability-gap: more failures than δ at n_0′, none at η = 0', () => {
    expect(valueOf('realisability-gap', 'n 9601').interval[0]).toBeGreaterThan(0.05);
    expect(valueOf('realisability-gap', 'Bernstein').interval[1]).toBeLessThan(0.05);
    expect(valueOf('realisability-gap', 'η 0, γ 0.9').interval[1]).toBeLessThan(0.05);
  });

  it('pointwise-average: the same averages teach with fresh sets and not with fixed ones', () => {
    expect(valueOf('pointwise-average', 'fixed teacher, k 4').interval[0]).toBeGreaterThan(0.7);
    expect(valueOf('pointwise-average', 'afresh, k 4').interval[1]).toBeLessThan(0.01);
  });

  it('pointwise-average: errors gathered in a class mislead the best student, scattered ones do not', () => {
    for (const student of ['best student', 'ERM learner']) {
      const [swapped, scattered] = ['class 3 always called 5', 'every other class at times called 5'].map(
        (teacher) => {
          const found = check('pointwise-average').values.filter(
            ({ label }) => label.includes(teacher) && label.includes(student),
          );
          expect(found).toHaveLength(1);
          expect(found[0].label).toContain('η 0.100, γ 0.111');
          return found[0];
        },
      );
      expect(swapped.agrees).toEqual({ printed: false, corrected: true });
      expect(swapped.interval[0]).toBeGreaterThan(0.05);
      expect(Math.abs(swapped.measured - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 20_000));
      expect(scattered.agrees).toEqual({ printed: true, corrected: true });
      expect(scattered.measured).toBe(0);
    }
    expect(check('pointwise-average').headline).toContain('class 3 always called 5');
  });

  it('claims nothing for the print where the paper states nothing', () => {
    const silent = Object.keys(PRINTED_HOLDS).filter(
      (id) => statementVerdicts(check(id)).printed === 'says nothing here',
    );
    expect(silent).toEqual(['ambiguity-floor', 'ambiguity-bias']);
  });

  it('theorem3: only the consistent constant meets the final accuracy, on either side of k = c/2', () => {
    for (const k of [4, 6]) {
      const printed = valueOf('theorem3', `k ${k}: final accuracy − fixed point with (c−k−x)`);
      expect(Math.abs(printed.measured)).toBeGreaterThan(0.2);
      const consistent = valueOf('theorem3', `k ${k}: final accuracy − fixed point with (k−x)`);
      expect(Math.abs(consistent.measured)).toBeLessThan(0.02);
    }
  });

  it('corollary1: the independent sampler at μ = ν = ½ teaches nothing', () => {
    const independent = valueOf('corollary1', 'independent, μ = ν = 0.5');
    expect(independent.agrees.corrected).toBe(true);
    expect(independent.interval[1]).toBeLessThan(0.2);
    expect(valueOf('corollary1', 'corrupt-then-flip, μ = ν = 0.5').interval[0]).toBeGreaterThan(0.5);
  });

  it('ambiguity-bias: γ reads too high, the cross-fitted value does not', () => {
    const measured = valueOf('ambiguity-bias', '100 classes, 400 samples: γ as measured');
    expect(measured.interval[0]).toBeGreaterThan(0.24);
    expect(valueOf('ambiguity-bias', '100 classes, 400 samples: γ cross-fitted').interval[0]).toBeLessThan(
      0.2,
    );
  });
});
