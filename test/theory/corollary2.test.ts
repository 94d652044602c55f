import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import {
  NOISE_FAMILIES,
  additiveNoiseCurves,
  additiveNoiseIndicators,
  indicators,
} from '../../lib/theory/index';
import type { NoiseFamily } from '../../lib/theory/index';
import { parameter, referenceCells } from './reference-tables';

interface Row {
  noise: NoiseFamily;
  classes: number;
  k: number;
  scale: number;
  unreliability: number;
}

const fixture = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/theory/order-statistics.json'), 'utf8'),
) as { rows: Row[] };

describe('additiveNoiseIndicators', () => {
  it('agrees with independent high-precision quadrature, up to 1000 classes', () => {
    expect(fixture.rows.length).toBeGreaterThan(100);
    for (const { k, unreliability, ...setting } of fixture.rows) {
      const found = additiveNoiseIndicators(setting, k);
      expect(Math.abs(found.unreliability - unreliability), JSON.stringify({ k, ...setting })).toBeLessThan(
        1e-10,
      );
    }
  });

  it('agrees with the tabulated Monte-Carlo values within four standard errors of their 400,000 draws', () => {
    const cells = referenceCells('biased-order-statistics.csv', 'Corollary 2');
    expect(cells).toHaveLength(36);
    for (const { row, column, value, rounding } of cells) {
      const noise = row.startsWith('Gaussian') ? 'gaussian' : 'laplace';
      const setting = { noise, classes: parameter(row, 'c'), scale: parameter(column, 'scale') } as const;
      const found = additiveNoiseIndicators(setting, 4);
      const measured = row.includes('eta_4') ? found.unreliability : found.ambiguity;
      const error = Math.sqrt((found.unreliability * (1 - found.unreliability)) / 400_000);
      expect(Math.abs(measured - value), `${row} ${column}`).toBeLessThan(4 * error + rounding + 1e-12);
    }
  });

  it('has the closed form of two classes', () => {
    // η = Pr(Y − X > 1/s): a normal of variance 2, and for Laplace e^(−t)(2 + t)/4.
    for (const scale of [0.3, 1, 4]) {
      const laplace = additiveNoiseIndicators({ noise: 'laplace', scale, classes: 2 }, 1).unreliability;
      expect(laplace).toBeCloseTo((Math.exp(-1 / scale) * (2 + 1 / scale)) / 4, 13);
    }
    const gaussian = additiveNoiseIndicators({ noise: 'gaussian', scale: 1, classes: 2 }, 1).unreliability;
    expect(gaussian).toBeCloseTo(0.23975006109347669, 13);
  });

  it('starts at 0 without noise and ends at 1 − k/c and k/c', () => {
    for (const noise of NOISE_FAMILIES) {
      expect(additiveNoiseIndicators({ noise, scale: 0, classes: 10 }, 4)).toEqual({
        unreliability: 0,
        ambiguity: 1 / 3,
      });
      for (const [classes, k] of [
        [10, 4],
        [1000, 37],
      ]) {
        const end = additiveNoiseIndicators({ noise, scale: Infinity, classes }, k);
        expect(end.unreliability).toBeCloseTo(1 - k / classes, 11);
        expect(end.ambiguity).toBeCloseTo(k / classes, 11);
      }
    }
  });

  it('rises with the scale, falls with k, keeps η + γ below 1', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NOISE_FAMILIES),
        fc.integer({ min: 2, max: 200 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        (noise, classes, scale, factor) => {
          const less = additiveNoiseCurves({ noise, classes, scale });
          const more = additiveNoiseCurves({ noise, classes, scale: scale * factor });
          for (let j = 0; j < classes - 1; j++) {
            expect(more.unreliability[j]).toBeGreaterThanOrEqual(less.unreliability[j] - 1e-12);
            expect(more.ambiguity[j]).toBeGreaterThanOrEqual(less.ambiguity[j] - 1e-12);
            expect(less.unreliability[j] + less.ambiguity[j]).toBeLessThan(1);
            if (j > 0) expect(less.unreliability[j]).toBeLessThanOrEqual(less.unreliability[j - 1] + 1e-13);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives the same one k at a time and all at once', () => {
    for (const noise of NOISE_FAMILIES) {
      const setting = { noise, classes: 60, scale: 0.7 };
      const curves = additiveNoiseCurves(setting);
      for (const k of [1, 2, 4, 30, 59]) {
        const one = additiveNoiseIndicators(setting, k);
        expect(curves.unreliability[k - 1]).toBeCloseTo(one.unreliability, 13);
        expect(curves.ambiguity[k - 1]).toBeCloseTo(one.ambiguity, 13);
      }
    }
  });

  it('predicts the indicators measured on noisy one-hot labels', () => {
    const stream = new RandomStream(4, 'noisy');
    const [samples, classes, scale] = [20_000, 10, 0.8];
    const labels = Array.from({ length: samples }, (_, n) => n % classes);
    const rows = new Float64Array(samples * classes);
    for (let n = 0; n < samples; n++) {
      for (let c = 0; c < classes; c++) {
        rows[n * classes + c] = (c === labels[n] ? 1 : 0) + scale * stream.normal();
      }
    }
    for (const entry of indicators(rows, labels, samples, classes, { ks: [1, 4, 8] })) {
      const expected = additiveNoiseIndicators({ noise: 'gaussian', scale, classes }, entry.k!);
      const deviation = (p: number, n: number) => 5 * Math.sqrt((p * (1 - p)) / n);
      expect(Math.abs(entry.unreliability - expected.unreliability)).toBeLessThan(
        deviation(expected.unreliability, samples),
      );
      for (const share of entry.perClassAmbiguity) {
        expect(Math.abs(share - expected.ambiguity)).toBeLessThan(
          deviation(expected.ambiguity, 0.9 * samples),
        );
      }
    }
  });

  it('refuses what has no meaning', () => {
    const setting = { noise: 'gaussian', classes: 10, scale: 1 } as const;
    expect(() => additiveNoiseIndicators(setting, 10)).toThrow('k: found 10');
    expect(() => additiveNoiseIndicators({ ...setting, scale: -1 }, 1)).toThrow('scale: found -1');
    expect(() => additiveNoiseIndicators({ ...setting, classes: 1 }, 1)).toThrow('classes: found 1');
    expect(() => additiveNoiseIndicators({ ...setting, noise: 'cauchy' as NoiseFamily }, 1)).toThrow(
      "noise: found 'cauchy', allowed are 'gaussian' and 'laplace'",
    );
  });
});
