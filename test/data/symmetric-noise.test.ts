import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transformLabels } from '../../lib/data/label-transforms';
import { labelled } from './helpers';

const size = { height: 1, width: 1, channels: 1 };
const part = (count: number, classes: number) => labelled(new Uint8Array(count), size, classes);
const noisy = (count: number, classes: number, options: Record<string, unknown>) =>
  transformLabels(part(count, classes), classes, { name: 'symmetric-noise', options });
const changed = ({ labels, trueLabels }: ReturnType<typeof part>) =>
  labels.filter((label, i) => label !== trueLabels[i]).length;

it('changes exactly round(rate·N) labels and keeps the true ones', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 2, max: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (count, classes, rate, seed) => {
        const train = noisy(count, classes, { rate, seed });
        expect(changed(train)).toBe(Math.round(rate * count));
        expect(train.trueLabels).toEqual(part(count, classes).trueLabels);
        expect(train.labels.every((label) => label >= 0 && label < classes)).toBe(true);
      },
    ),
  );
});

it('spreads wrong labels uniformly over the other classes and over positions', () => {
  const classes = 5;
  const train = noisy(20_000, classes, { rate: 0.4, seed: 3 });
  expect(changed(train)).toBe(8000);
  const pairs = new Array(classes * classes).fill(0);
  train.labels.forEach((label, i) => {
    if (label !== train.trueLabels[i]) pairs[train.trueLabels[i] * classes + label]++;
  });
  // 8,000 over 20 ordered pairs: 400 each; chi-square with 19 degrees of freedom stays below 43.8 (99.9 %).
  const offDiagonal = pairs.filter((_, i) => i % (classes + 1) !== 0);
  expect(offDiagonal).toHaveLength(20);
  expect(offDiagonal.reduce((sum, n) => sum + (n - 400) ** 2 / 400, 0)).toBeLessThan(43.8);
  const firstHalf = changed({ ...train, labels: train.labels.subarray(0, 10_000) });
  expect(Math.abs(firstHalf - 4000)).toBeLessThan(150); // sd 35
});

it('depends on its own seed alone; defaults are rate 0.4 and seed 1', () => {
  expect(noisy(50, 4, { seed: 1 }).labels).toEqual(noisy(50, 4, { rate: 0.4 }).labels);
  expect(noisy(50, 4, { seed: 2 }).labels).not.toEqual(noisy(50, 4, { seed: 1 }).labels);
});

it('leaves the given part unchanged', () => {
  const before = part(30, 3);
  transformLabels(before, 3, { name: 'symmetric-noise', options: { rate: 1 } });
  expect(before.labels).toEqual(before.trueLabels);
  expect(transformLabels(before, 3, undefined)).toBe(before);
});

it('draws among all classes where asked to: rate·(C−1)/C of the labels are wrong', () => {
  const train = noisy(40_000, 4, { rate: 0.4, draw: 'all' });
  const expected = 16_000 * 0.75;
  expect(Math.abs(changed(train) - expected)).toBeLessThan(5 * Math.sqrt(16_000 * 0.75 * 0.25));
  // with all labels drawn, every class is as likely as any other
  const uniform = noisy(40_000, 4, { rate: 1, draw: 'all' });
  expect(Math.abs(changed(uniform) - 30_000)).toBeLessThan(5 * Math.sqrt(40_000 * 0.75 * 0.25));
});

it('counts by class or label by label where asked to', () => {
  const perClass = (train: ReturnType<typeof part>, classes: number) =>
    Array.from(
      { length: classes },
      (_, c) => train.labels.filter((label, i) => train.trueLabels[i] === c && label !== c).length,
    );
  expect(perClass(noisy(1050, 10, { rate: 0.3, counting: 'class' }), 10)).toEqual(new Array(10).fill(31));
  const random = perClass(noisy(10_000, 10, { rate: 0.3, counting: 'random' }), 10);
  for (const n of random) expect(Math.abs(n - 300)).toBeLessThan(5 * Math.sqrt(1000 * 0.3 * 0.7));
  expect(new Set(random).size).toBeGreaterThan(1);
  expect(() => noisy(10, 2, { draw: 'any' })).toThrow(/draw: found 'any', allowed is 'others' or 'all'/);
});

it('keeps the draw that stored runs have seen', () => {
  const labels = noisy(20, 10, { rate: 0.4, seed: 1 }).labels;
  expect([...labels]).toEqual([0, 5, 2, 3, 9, 5, 6, 2, 8, 0, 0, 1, 2, 0, 9, 5, 7, 8, 8, 9]);
});
