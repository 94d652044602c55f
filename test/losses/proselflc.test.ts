import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine';
import { evaluateCase, selfTrust } from '../../lib/losses/index';
import type { Trust } from '../../lib/losses/index';
import { batches, entropy, softmax } from './arbitrary';
import { apart, excess, flat } from './fixture';

const TRUSTS: Trust[] = ['global', 'global-local', 'global-max'];
const log = (p: number[]) => p.map(Math.log);

const evaluate = (labels: number[], studentLogits: number[][], progress: number, options = {}) =>
  evaluateCase({ loss: 'proselflc', labels, studentLogits, progress, options });

/** ε of one row of logits. */
function epsilon(z: number[], progress: number, growth: number, trust: Trust): number {
  return tf.tidy(() => {
    const value = selfTrust(tf.tensor2d([z]), { growth, trust, transition: 0.5 }, progress).trust;
    return typeof value === 'number' ? value : value.dataSync()[0];
  });
}

/** ε from the formula, in float64. */
function expectedTrust(z: number[], progress: number, growth: number, trust: Trust): number {
  const global = 1 / (1 + Math.exp(-growth * (progress - 0.5)));
  if (trust === 'global') return global;
  return global * (trust === 'global-max' ? Math.max(...softmax(z)) : 1 - entropy(z) / Math.log(z.length));
}

describe('proselflc', () => {
  it.each([
    [8, [0.017986, 0.119203, 0.5, 0.880797, 0.982014]],
    [12, [0.002473, 0.047426, 0.5, 0.952574, 0.997527]],
    [16, [0.000335, 0.017986, 0.5, 0.982014, 0.999665]],
  ])('has the global trust of B = %i at t/Γ = 0, ¼, ½, ¾, 1', (growth, expected) => {
    const found = [0, 0.25, 0.5, 0.75, 1].map((progress) => epsilon([0, 0], progress, growth, 'global'));
    found.forEach((g, i) => expect(g).toBeCloseTo(expected[i], 6));
  });

  it('has the local trust of p = (0.95, 0.01, 0.04): H = 0.223535, l = 0.796529', () => {
    const z = log([0.95, 0.01, 0.04]);
    expect(entropy(z)).toBeCloseTo(0.223535, 6);
    expect(epsilon(z, 1, 1e4, 'global-local')).toBeCloseTo(0.796529, 6); // g = 1
  });

  it.each([
    [0.1, 0.1, 0.01],
    [0.1, 0.9, 0.09],
    [0.9, 0.1, 0.09],
    [0.9, 0.9, 0.81],
  ])('multiplies global and local trust (table 2): g = %f, l = %f', (global, local, product) => {
    const z = logitsOfTrust(local);
    const growth = 2 * Math.log(global / (1 - global)); // g at the end of training
    const found = growth > 0 ? epsilon(z, 1, growth, 'global-local') : epsilon(z, 0, -growth, 'global-local');
    expect(found).toBeCloseTo(product, 5);
  });

  it('makes the target (0.76, 0.008, 0.232) of p = (0.95, 0.01, 0.04), label 2 and ε = 0.8', () => {
    const p = [0.95, 0.01, 0.04];
    const { gradient } = evaluate([2], [log(p)], 1, { trust: 'global', growth: 2 * Math.log(4) });
    const target = flat(gradient.studentLogits).map((g, i) => p[i] - g); // the gradient is p − q̃
    [0.76, 0.008, 0.232].forEach((expected, i) => expect(target[i]).toBeCloseTo(expected, 6));
  });

  it.each(TRUSTS)('only weighs the samples at T = 1, by 1 − ε: %s', (trust) => {
    const property = fc.property(batches(30), fc.constantFrom(0, 0.4, 0.75, 1), (batch, progress) => {
      const { labels, studentLogits } = batch;
      const plain = evaluateCase({ loss: 'ce', labels, studentLogits }).gradient.studentLogits as number[][];
      const found = evaluate(labels, studentLogits, progress, { trust }).gradient.studentLogits;
      const expected = plain.flatMap((row, n) => {
        const weight = 1 - expectedTrust(studentLogits[n], progress, 12, trust);
        return row.map((g) => weight * g);
      });
      expect(excess(flat(found), expected, 2e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('turns the gradient at a target temperature below 1: (1 − ε)(p − e_y) + ε(p − p_T)', () => {
    const property = fc.property(
      batches(6),
      fc.constantFrom(...TRUSTS),
      ({ labels, studentLogits }, trust) => {
        const { gradient } = evaluate(labels, studentLogits, 0.75, { trust, temperature: 0.5 });
        const expected = studentLogits.flatMap((z, n) => {
          const [p, sharp] = [softmax(z), softmax(z, 0.5)];
          const e = expectedTrust(z.map((x) => 2 * x), 0.75, 12, trust); // prettier-ignore
          const target = sharp.map((s, i) => e * s + (i === labels[n] ? 1 - e : 0));
          return p.map((pi, i) => (pi - target[i]) / labels.length);
        });
        expect(apart(flat(gradient.studentLogits), expected)).toBeLessThan(1e-6);
      },
    );
    fc.assert(property, { numRuns: 40 });
  });

  it('trusts no prediction more than the label before the transition', () => {
    const property = fc.property(batches(60), fc.constantFrom(...TRUSTS), ({ studentLogits }, trust) => {
      for (const z of studentLogits) {
        expect(epsilon(z, 0.49, 12, trust)).toBeLessThan(0.5);
        expect(epsilon(z, 0.49, 12, trust)).toBeGreaterThanOrEqual(0);
      }
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('does not trust a uniform prediction: ce, with global-local', () => {
    const { total, gradient } = evaluate([1], [[3, 3, 3, 3, 3]], 1);
    expect(total).toBeCloseTo(Math.log(5), 6);
    const expected = [0.2, -0.8, 0.2, 0.2, 0.2];
    expect(excess(flat(gradient.studentLogits), expected, 1e-6)).toBeLessThan(1);
  });

  it('does not cap the loss of a hopeless sample at 18.4', () => {
    expect(evaluate([1], [[60, -60]], 0, { growth: 1e4 }).total).toBeCloseTo(120, 4);
  });

  it('needs the progress of training', () => {
    expect(() => evaluateCase({ loss: 'proselflc', labels: [0], studentLogits: [[1, 0]] })).toThrow(
      "field 'progress' is missing",
    );
  });
});

/** Logits (x, 0) with 1 − H(p)/log 2 = trust, by bisection. */
function logitsOfTrust(trust: number): number[] {
  let [low, high] = [0, 50];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (1 - entropy([middle, 0]) / Math.log(2) < trust) low = middle;
    else high = middle;
  }
  return [low, 0];
}
