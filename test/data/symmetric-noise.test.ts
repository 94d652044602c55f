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
