import { describe, expect, it } from 'vitest';
import { addBinomialTails, binomialMass, binomialTail } from '../../lib/theory/binomial';
import { gaussLegendre, visitPanels } from '../../lib/theory/quadrature';
import { erfc, logFactorial, normalQuantile, normalSurvival } from '../../lib/theory/special-functions';

describe('erfc', () => {
  // Values of mpmath.
  it.each([
    [-3, 1.999977909503001],
    [0, 1],
    [0.1, 0.887537083981715],
    [1, 0.157299207050285],
    [2.4999, 4.0716990033345e-4],
    [2.5, 4.0695201744496e-4],
    [5, 1.537459794428e-12],
    [10, 2.0884875837626e-45],
    [26, 5.6631924088561e-296],
  ])('of %f', (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(4e-13);
  });

  it('is monotone across the change of method', () => {
    for (let x = 0.9; x < 1.1; x += 1e-4) expect(erfc(x + 1e-4)).toBeLessThan(erfc(x));
  });
});

describe('normal quantile', () => {
  it('inverts the tail', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 11);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 11);
    for (const share of [1e-6, 0.01, 0.3, 0.8, 0.999]) {
      expect(1 - normalSurvival(normalQuantile(share))).toBeCloseTo(share, 12);
    }
  });
});

describe('binomial', () => {
  it('adds up to one and matches sums of masses', () => {
    for (const [n, p] of [
      [1, 0.3],
      [9, 0.05],
      [40, 0.97],
      [999, 0.5],
      [999, 0.002],
    ]) {
      const masses = Array.from({ length: n + 1 }, (_, j) => binomialMass(n, p, j));
      expect(masses.reduce((a, b) => a + b)).toBeCloseTo(1, 11);
      const sums = new Float64Array(n);
      addBinomialTails(sums, n, p, 1);
      for (const k of new Set(
        [1, 2, Math.ceil(n * p), Math.ceil(n / 2), n].filter((j) => j >= 1 && j <= n),
      )) {
        const tail = masses.slice(k).reduce((a, b) => a + b, 0);
        expect(binomialTail(n, p, k)).toBeCloseTo(tail, 11);
        expect(sums[k - 1]).toBeCloseTo(tail, 11);
      }
    }
  });

  it('keeps tiny tails in relative precision', () => {
    // By mpmath; 1 − the other side would leave nothing of it.
    expect(binomialTail(999, 1e-3, 20) / 1.31027885745714e-19).toBeCloseTo(1, 11);
  });

  it('has the edges p = 0, p = 1, k = 0, k > n', () => {
    expect([
      binomialTail(5, 0, 1),
      binomialTail(5, 1, 5),
      binomialTail(5, 0.3, 0),
      binomialTail(5, 0.3, 6),
    ]).toEqual([0, 1, 1, 0]);
    expect(binomialMass(4, 0, 0) + binomialMass(4, 1, 4)).toBe(2);
    expect(logFactorial(20)).toBeCloseTo(Math.log(2432902008176640000), 12);
  });
});

describe('quadrature', () => {
  it('is exact for polynomials of degree 2n − 1', () => {
    const { nodes, weights } = gaussLegendre(5);
    for (let power = 0; power <= 9; power++) {
      const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** power, 0);
      expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
    }
  });

  it('integrates over kinks that are named as breaks', () => {
    let sum = 0;
    visitPanels([-3, 0, 5], 0.5, (x, weight) => (sum += weight * Math.exp(-Math.abs(x))));
    expect(sum).toBeCloseTo(2 - Math.exp(-3) - Math.exp(-5), 13);
  });
});
