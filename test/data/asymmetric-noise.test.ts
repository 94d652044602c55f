import { describe, expect, it } from 'vitest';
import { confusion, noisy, wrong } from './noise';

/** [true class, label] pairs off the diagonal that occur, with their counts. */
const mistakes = (counts: number[][]) =>
  counts.flatMap((row, from) => row.flatMap((n, to) => (n > 0 && from !== to ? [[from, to, n]] : [])));

describe('asymmetric noise', () => {
  it('mistakes like for like in CIFAR-10, the whole part of rate·n of each source class', () => {
    const train = noisy('asymmetric-noise', 1010, 10, { rate: 0.3 }); // 101 of each class
    expect(mistakes(confusion(train, 10))).toEqual([
      [2, 0, 30],
      [3, 5, 30],
      [4, 7, 30],
      [5, 3, 30],
      [9, 1, 30],
    ]);
    expect(wrong(noisy('asymmetric-noise', 1000, 10, { rate: 0.4 }))).toBe(200); // rate/2 of all
  });

  it('has the map of MNIST besides', () => {
    const counts = confusion(noisy('asymmetric-noise', 500, 10, { rate: 1, map: 'mnist' }), 10);
    expect(mistakes(counts).map(([from, to]) => [from, to])).toEqual([
      [2, 7],
      [3, 8],
      [5, 6],
      [6, 5],
      [7, 1],
    ]);
  });

  it('counts 0.29·100 as 29, which binary fractions do not', () => {
    expect(confusion(noisy('asymmetric-noise', 1000, 10, { rate: 0.29 }), 10)[9][1]).toBe(29);
  });

  it('depends on its own seed, and draws each label on its own where asked to', () => {
    const of = (options: object) => noisy('asymmetric-noise', 20_000, 10, { ...options }).labels;
    expect(of({ seed: 1 })).toEqual(of({}));
    expect(of({ seed: 2 })).not.toEqual(of({}));
    const random = confusion(noisy('asymmetric-noise', 20_000, 10, { counting: 'random' }), 10);
    const drawn = [random[9][1], random[2][0], random[3][5], random[5][3], random[4][7]];
    for (const n of drawn) expect(Math.abs(n - 800)).toBeLessThan(5 * Math.sqrt(2000 * 0.4 * 0.6));
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it('refuses other numbers of classes, rates, maps and countings by name', () => {
    expect(() => noisy('asymmetric-noise', 12, 4)).toThrow(/found 4 classes.*needs 10/);
    expect(() => noisy('asymmetric-noise', 20, 10, { rate: 1.5 })).toThrow(/rate: found 1.5/);
    expect(() => noisy('asymmetric-noise', 20, 10, { map: 'svhn' })).toThrow(/map: found 'svhn'/);
    expect(() => noisy('asymmetric-noise', 20, 10, { counting: 'total' })).toThrow(
      /counting: found 'total', allowed is 'exact' or 'random'/,
    );
  });
});
