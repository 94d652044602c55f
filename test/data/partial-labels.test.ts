import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transformLabels } from '../../lib/data/label-transforms';
import { candidateIndicators, candidateSetIndicators } from '../../lib/theory/index';
import { labelled } from './helpers';

const size = { height: 1, width: 1, channels: 1 };
const part = (count: number, classes: number) => labelled(new Uint8Array(count), size, classes);
const transformed = (name: string, count: number, classes: number, options: Record<string, unknown>) =>
  transformLabels(part(count, classes), classes, { name, options });
const sets = (count: number, classes: number, options: Record<string, unknown>) =>
  transformed('partial-labels', count, classes, options).candidates!;
const sizes = (candidates: Uint8Array, classes: number) =>
  Array.from({ length: candidates.length / classes }, (_, n) =>
    candidates.subarray(n * classes, (n + 1) * classes).reduce((sum, value) => sum + value, 0),
  );

describe('partial-labels', () => {
  it.each(['independent', 'corrupt-then-flip'] as const)('%s has the rates of the theory', (sampler) => {
    const [count, classes] = [20_000, 10];
    const rates = { unreliableRate: 0.3, partialRate: 0.2 };
    const candidates = sets(count, classes, { sampler, ...rates });
    const exact = candidateSetIndicators({ sampler, ...rates, classes });
    const found = candidateIndicators(candidates, part(count, classes).labels, count, classes);
    // Standard errors 0.0032 and, of each class, 0.0031; the largest of ten stays within four.
    expect(Math.abs(found.unreliability - exact.unreliability)).toBeLessThan(0.013);
    for (const rate of found.perClassAmbiguity) expect(Math.abs(rate - exact.ambiguity)).toBeLessThan(0.013);
  });

  it('fixed-size sets have that size and meet the floor of a top-k set', () => {
    const [count, classes] = [20_000, 10];
    const candidates = sets(count, classes, { sampler: 'fixed-size', size: 6, unreliableRate: 0.4 });
    expect(new Set(sizes(candidates, classes))).toEqual(new Set([6]));
    const found = candidateIndicators(candidates, part(count, classes).labels, count, classes);
    expect(Math.abs(found.unreliability - 0.4)).toBeLessThan(0.014);
    for (const rate of found.perClassAmbiguity) expect(Math.abs(rate - 5.4 / 9)).toBeLessThan(0.015);
  });

  it('never leaves a set empty, by either rule', () => {
    const rates = { unreliableRate: 0.9, partialRate: 0.01 };
    for (const emptySets of ['random-label', 'redraw']) {
      expect(Math.min(...sizes(sets(2000, 4, { ...rates, emptySets }), 4))).toBe(1);
    }
  });

  it('keeps the labels, and the label alone of the images that are to be labelled', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 9 }), fc.nat(100), (classes, few, s) => {
        const options = { unreliableRate: 1, partialRate: 1, labelledPerClass: few, seed: s + 1 };
        const before = part(10 * classes, classes);
        const after = transformLabels(before, classes, { name: 'partial-labels', options });
        expect(after.labels).toEqual(before.labels);
        const alone = sizes(after.candidates!, classes).flatMap((one, n) => (one === 1 ? [n] : []));
        const right = alone.filter((n) => after.candidates![n * classes + before.labels[n]] === 1);
        // At rates of 1 only two classes leave sets of one: the wrong label.
        expect(right).toHaveLength(few * classes);
        const again = transformed('unlabelled', 10 * classes, classes, { labelledPerClass: few, seed: s + 1 });
        for (const n of right) {
          expect(again.candidates!.subarray(n * classes, (n + 1) * classes)).toEqual(
            after.candidates!.subarray(n * classes, (n + 1) * classes),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('depends on its own seed alone', () => {
    expect(sets(50, 5, { seed: 1 })).toEqual(sets(50, 5, {}));
    expect(sets(50, 5, { seed: 2 })).not.toEqual(sets(50, 5, {}));
  });

  it.each([
    [{ sampler: 'other' }, /sampler: found 'other', allowed is 'independent', 'corrupt-then-flip' or 'fixed-size'/],
    [{ unreliableRate: 1.5 }, /unreliableRate: found 1.5, allowed are numbers from 0 to 1/],
    [{ partialRate: '0' }, /partialRate: found '0', allowed are numbers from 0 to 1/],
    [{ sampler: 'fixed-size', size: 5 }, /size: found 5, allowed are whole numbers from 1 to 4/],
    [{ labelledPerClass: 11 }, /labelledPerClass: found 11, allowed are whole numbers from 0 to 10/],
    [{ emptySets: 'leave' }, /emptySets: found 'leave'/],
    [{ seed: 0 }, /seed: found 0, allowed are whole numbers from 1/],
  ])('refuses %o', (options, message) => {
    expect(() => sets(50, 5, options)).toThrow(message);
  });
});

describe('unlabelled', () => {
  it('leaves as many labels of each class as asked for, all classes elsewhere', () => {
    const { candidates, labels } = transformed('unlabelled', 60, 3, { labelledPerClass: 4 });
    const known = sizes(candidates!, 3);
    expect(known.filter((one) => one === 3)).toHaveLength(48);
    for (const c of [0, 1, 2]) {
      expect(known.filter((one, n) => one === 1 && labels[n] === c)).toHaveLength(4);
    }
  });

  it('refuses to leave none', () => {
    expect(() => transformed('unlabelled', 60, 3, { labelledPerClass: 0 })).toThrow(
      'labelledPerClass: found 0, allowed are whole numbers from 1',
    );
  });
});
