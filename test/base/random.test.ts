import { describe, expect, it } from 'vitest';
import { RandomStream, mix32, streamKey } from '../../lib/base/random';

const take = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function correlation(a: number[], b: number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  return product / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)));
}

describe('RandomStream', () => {
  it('depends on seed and labels only, not on what was drawn before', () => {
    const first = take(5, bind(new RandomStream(3, 'init', 'conv1')));
    take(100, bind(new RandomStream(3, 'order', 1)));
    expect(take(5, bind(new RandomStream(3, 'init', 'conv1')))).toEqual(first);
    expect(take(5, bind(new RandomStream(3, 'init', 'conv2')))).not.toEqual(first);
    expect(take(5, bind(new RandomStream(4, 'init', 'conv1')))).not.toEqual(first);
    // The separator keeps ('ab', 'c') apart from ('a', 'bc').
    expect(streamKey(1, ['ab', 'c'])).not.toBe(streamKey(1, ['a', 'bc']));
  });

  it('yields the numbers that committed results rest on', () => {
    const stream = new RandomStream(1, 'init', 'fc.weight');
    expect(take(3, () => stream.uint32())).toEqual([3691912793, 3652456401, 3539664546]);
    expect([...new RandomStream(1, 'order', 0).permutation(8)]).toEqual([4, 2, 3, 0, 1, 7, 6, 5]);
  });

  it('refuses seeds that are no integer from 1', () => {
    for (const seed of [0, -1, 1.5, NaN]) {
      expect(() => new RandomStream(seed, 'x')).toThrow(`seed: found ${seed}, allowed are integers from 1`);
    }
  });

  it('draws uniform numbers: mean ½, variance 1/12, flat over ten bins', () => {
    const values = take(100_000, bind(new RandomStream(1, 'uniform')));
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    const m = mean(values);
    expect(Math.abs(m - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 100_000));
    expect(Math.abs(mean(values.map((v) => (v - m) ** 2)) - 1 / 12)).toBeLessThan(0.0012);
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor(10 * value)]++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 99.9 % quantile of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88);
  });

  it('draws standard normals: mean 0, variance 1, skew 0, kurtosis 3', () => {
    const stream = new RandomStream(2, 'normal');
    const values = take(100_000, () => stream.normal());
    const moment = (power: number): number => mean(values.map((value) => value ** power));
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(100_000));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 100_000));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / 100_000));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 100_000));
  });

  it('draws integers without bias for a range that is no power of two', () => {
    const stream = new RandomStream(3, 'integer');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 99.9 % quantile of chi-square with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(22.46);
  });

  it('permutes uniformly', () => {
    const stream = new RandomStream(4, 'permutation');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = stream.permutation(4).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99.9 % quantile of chi-square with 23 degrees of freedom.
    expect(chiSquare).toBeLessThan(49.73);
  });

  it('gives neighbouring seeds and labels unrelated streams', () => {
    const reference = take(10_000, bind(new RandomStream(1, 'augment', 0)));
    for (const other of [new RandomStream(2, 'augment', 0), new RandomStream(1, 'augment', 1)]) {
      // Five standard errors of a correlation of 10,000 pairs.
      expect(Math.abs(correlation(reference, take(10_000, bind(other))))).toBeLessThan(0.05);
    }
    // The first number over many seeds is as uniform as the numbers of one stream.
    const firsts = Array.from({ length: 10_000 }, (_, seed) => new RandomStream(seed + 1, 'a').uniform());
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 10_000));
  });
});

describe('mix32', () => {
  it('maps different numbers to different ones and flips half the bits for one input bit', () => {
    expect(new Set(Array.from({ length: 50_000 }, (_, i) => mix32(i))).size).toBe(50_000);
    let flipped = 0;
    for (let i = 0; i < 1000; i++) flipped += bitsOf(mix32(i) ^ mix32(i ^ (1 << i % 32)));
    expect(Math.abs(flipped / 1000 - 16)).toBeLessThan(0.5);
  });
});

function bind(stream: RandomStream): () => number {
  return () => stream.uniform();
}

function bitsOf(value: number): number {
  return (value >>> 0).toString(2).replace(/0/g, '').length;
}
