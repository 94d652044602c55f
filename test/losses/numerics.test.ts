import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossGradients, tf } from '../../lib/engine';
import { doubt, entropy, inTopK, setLogOdds } from '../../lib/losses/numerics';
import { batches, entropy as entropyOf, logSumExp, softmax } from './arbitrary';
import { apart, excess } from './fixture';

type Matrix = ReturnType<typeof tf.tensor2d>;

/** Values of a function of logits, and the gradient of their sum. */
function evaluated(logits: number[][], f: (z: Matrix) => { sum(): unknown; size: number }) {
  const z = tf.tensor2d(logits);
  const values = tf.tidy(() => Array.from((f(z) as unknown as Matrix).dataSync()));
  const { gradients } = lossGradients((x: Matrix) => ({ sum: f(x).sum() as never }), [z]);
  const slopes = Array.from(gradients[0].dataSync());
  tf.dispose([z, gradients[0]]);
  return { values, slopes };
}

describe('entropy', () => {
  it('is −Σ p log p, with the gradient −p(log p + H)', () => {
    const property = fc.property(batches(60), ({ studentLogits }) => {
      const { values, slopes } = evaluated(studentLogits, entropy);
      const expected = studentLogits.map(entropyOf);
      const gradient = studentLogits.flatMap((z, n) =>
        softmax(z).map((p, i) => -p * (z[i] - logSumExp(z) + expected[n])),
      );
      expect(excess(values, expected, 1e-5)).toBeLessThan(1);
      expect(apart(slopes, gradient)).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('keeps its digits next to certainty: H ≈ (gap + 1)·exp(−gap)', () => {
    for (const gap of [10, 20, 40, 80]) {
      const rest = Math.exp(-gap);
      const { values, slopes } = evaluated([[gap, 0]], entropy);
      const expected = (gap * rest) / (1 + rest) + Math.log1p(rest);
      expect(Math.abs(values[0] / expected - 1)).toBeLessThan(1e-5);
      expect(Math.abs(slopes[1] / ((gap * rest) / (1 + rest) ** 2) - 1)).toBeLessThan(1e-5);
    }
  });
});

describe('doubt', () => {
  it('is 1 − max p where that difference has digits, and where it has none', () => {
    const property = fc.property(batches(8), ({ studentLogits }) => {
      const { values } = evaluated(studentLogits, (z) => doubt(z));
      const expected = studentLogits.map((z) => {
        const top = z.indexOf(Math.max(...z));
        return softmax(z).reduce((sum, p, i) => (i === top ? sum : sum + p), 0);
      });
      expect(excess(values, expected, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
    const [sure] = evaluated([[50, 0, 0]], doubt).values;
    expect(Math.abs(sure / (2 * Math.exp(-50)) - 1)).toBeLessThan(1e-5);
  });

  it('is (C − 1)/C, rounded once, for equal logits', () => {
    for (const classes of [2, 3, 5, 7, 10, 100]) {
      const { values } = evaluated([new Array<number>(classes).fill(1.3)], doubt);
      expect(values).toEqual([Math.fround(1 - 1 / classes)]);
    }
  });
});

describe('inTopK', () => {
  const membership = (logits: number[], label: number, k: number) =>
    evaluated([logits], (z) =>
      inTopK(z, tf.oneHot(tf.tensor1d([label], 'int32'), logits.length) as Matrix, k),
    );

  it('counts larger logits, and equal ones of lower index', () => {
    const logits = [2, 5, 2, 2, -1];
    const inside = (k: number) => logits.map((_, label) => membership(logits, label, k).values[0]);
    expect(inside(1)).toEqual([0, 1, 0, 0, 0]);
    expect(inside(2)).toEqual([1, 1, 0, 0, 0]);
    expect(inside(3)).toEqual([1, 1, 1, 0, 0]);
    expect(inside(9)).toEqual([1, 1, 1, 1, 1]);
  });

  it('lets no gradient through', () => {
    for (const slope of membership([2, 5, 1], 0, 2).slopes) expect(Math.abs(slope)).toBe(0);
  });
});

describe('setLogOdds', () => {
  it('is log P − log(1 − P), with the gradient inside minus outside', () => {
    const property = fc.property(batches(60, fc.integer({ min: 3, max: 8 })), ({ studentLogits }) => {
      const inside = studentLogits.map((z) => z.map((_, i) => (i % 2 === 0 ? 1 : 0)));
      const { values, slopes } = evaluated(studentLogits, (z) => setLogOdds(z, tf.tensor2d(inside)));
      const within = (z: number[], parity: number) => logSumExp(z.filter((_, i) => i % 2 === parity));
      const expected = studentLogits.map((z) => within(z, 0) - within(z, 1));
      const gradient = studentLogits.flatMap((z) =>
        z.map((x, i) => (i % 2 === 0 ? 1 : -1) * Math.exp(x - within(z, i % 2))),
      );
      // a difference of two sums: right to a few float32 roundings of each
      studentLogits.forEach((z, n) => {
        const size = 1 + Math.abs(within(z, 0)) + Math.abs(within(z, 1));
        expect(Math.abs(values[n] - expected[n])).toBeLessThan(4 * 2 ** -24 * size);
      });
      expect(excess(slopes, gradient, 2e-5, 1e-6)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('is beyond every cross-entropy for the set of all classes', () => {
    const { values } = evaluated([[1, 2, 3]], (z) => tf.softplus(setLogOdds(z, tf.ones([1, 3])).neg()));
    expect(values).toEqual([0]);
  });
});
