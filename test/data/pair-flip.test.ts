import { expect, it } from 'vitest';
import { confusion, noisy, wrong } from './noise';

it('mistakes each class for the next, the last for the first, the whole part of rate·n of each', () => {
  const counts = confusion(noisy('pair-flip', 700, 7, { rate: 0.45 }), 7);
  counts.forEach((row, label) => {
    const expected = new Array(7).fill(0);
    expected[label] = 55;
    expected[(label + 1) % 7] = 45;
    expect(row).toEqual(expected);
  });
  expect(wrong(noisy('pair-flip', 700, 7))).toBe(315);
});

it('draws each label on its own where asked to', () => {
  const train = noisy('pair-flip', 20_000, 4, { counting: 'random' });
  expect(Math.abs(wrong(train) - 9000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.45 * 0.55));
  expect(wrong(train)).not.toBe(9000);
  expect(new Set(train.labels.map((label, i) => (label - train.trueLabels[i] + 4) % 4))).toEqual(
    new Set([0, 1]),
  );
  expect(noisy('pair-flip', 100, 4, { seed: 3 }).labels).not.toEqual(noisy('pair-flip', 100, 4).labels);
});
