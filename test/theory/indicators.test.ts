import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { ambiguityFloor, candidateIndicators, indicators } from '../../lib/theory/index';
import { indicatorsByDefinition, topKByDefinition } from './brute-force';

/** Small integers as scores, so that ties are frequent. */
const problem = fc
  .record({ classes: fc.integer({ min: 2, max: 24 }), samples: fc.integer({ min: 1, max: 30 }) })
  .chain(({ classes, samples }) =>
    fc.record({
      classes: fc.constant(classes),
      rows: fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: classes, maxLength: classes }), {
        minLength: samples,
        maxLength: samples,
      }),
      labels: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: samples, maxLength: samples }),
    }),
  );

function softmaxRows(stream: RandomStream, labels: number[], classes: number, pull: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, n) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      rows[n * classes + c] = Math.exp(stream.normal() + (c === label ? pull : 0));
      sum += rows[n * classes + c];
    }
    for (let c = 0; c < classes; c++) rows[n * classes + c] /= sum;
  });
  return rows;
}

describe('indicators', () => {
  it('agree with the definition on random rows with ties, for every k', () => {
    fc.assert(
      fc.property(problem, ({ classes, rows, labels }) => {
        const ks = Array.from({ length: classes - 1 }, (_, i) => i + 1);
        const found = indicators(Float64Array.from(rows.flat()), labels, rows.length, classes, { ks });
        for (const [j, k] of ks.entries()) {
          const sets = rows.map((row) => topKByDefinition(row, k));
          const expected = indicatorsByDefinition(sets, labels, classes);
          expect(found[j].unreliability).toBeCloseTo(expected.unreliability, 12);
          expect(found[j].perClassAmbiguity).toEqual(expected.perClassAmbiguity);
          expect(found[j].ambiguity).toBe(expected.ambiguity);
          const tied = rows.filter((row) => {
            const sorted = [...row].sort((a, b) => b - a);
            return sorted[k - 1] === sorted[k];
          });
          expect(found[j].ties).toBe(tied.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('give the same answer for a single large k as among all k', () => {
    const stream = new RandomStream(5, 'large-k');
    const labels = Array.from({ length: 40 }, () => stream.integer(60));
    const rows = softmaxRows(stream, labels, 60, 1);
    const [alone] = indicators(rows, labels, 40, 60, { ks: [9] });
    const [among] = indicators(rows, labels, 40, 60, { ks: [9, 50] });
    expect(alone).toEqual(among);
  });

  it('follow a hand-worked example', () => {
    // Truth 0, 1, 2; the second row is wrong at k = 1, the third ties classes 0 and 1 at the second place.
    const rows = Float32Array.from([0.7, 0.2, 0.1, 0.6, 0.3, 0.1, 0.25, 0.25, 0.5]);
    const [first, second] = indicators(rows, [0, 1, 2], 3, 3, { ks: [1, 2] });
    expect(first.unreliability).toBeCloseTo(1 / 3, 15);
    expect(first.perClassAmbiguity).toEqual([0.5, 0, 0]);
    expect(first.ambiguity).toBe(0.5);
    expect(first.ties).toBe(0);
    expect(second.unreliability).toBe(0);
    // Ω_2: {0,1}, {0,1}, {2,0}: class 0 enters both foreign samples, class 1 one of two.
    expect(second.perClassAmbiguity).toEqual([1, 0.5, 0]);
    expect(second.ties).toBe(1);
  });

  it('give a tie to the lower class index', () => {
    const uniform = new Float32Array(4).fill(0.25);
    const of = (label: number) => indicators(uniform, [label], 1, 4, { ks: [2] })[0];
    expect([0, 1, 2, 3].map((label) => of(label).unreliability)).toEqual([0, 0, 1, 1]);
    expect(of(3).perClassAmbiguity).toEqual([1, 1, 0, 0]);
    expect(of(3).ties).toBe(1);
  });

  it('have η_k = 1 − top-k accuracy, fall and rise with k and respect the floor on balanced data', () => {
    const classes = 10;
    const labels = Array.from({ length: 500 }, (_, n) => n % classes);
    for (const seed of [1, 2, 3]) {
      const rows = softmaxRows(new RandomStream(seed, 'rows'), labels, classes, 1.2);
      const ks = Array.from({ length: classes - 1 }, (_, i) => i + 1);
      const found = indicators(rows, labels, 500, classes, { ks });
      found.forEach((entry, j) => {
        const larger = (n: number) => {
          const row = rows.subarray(n * classes, (n + 1) * classes);
          return row.filter((value) => value > row[labels[n]]).length;
        };
        const accuracy = labels.filter((_, n) => larger(n) < ks[j]).length / 500;
        expect(entry.unreliability).toBeCloseTo(1 - accuracy, 12);
        const floor = ambiguityFloor(ks[j], entry.unreliability, classes);
        const mean = entry.perClassAmbiguity.reduce((a, b) => a + b) / classes;
        expect(mean).toBeCloseTo(floor, 12);
        expect(entry.ambiguity).toBeGreaterThanOrEqual(floor - 1e-12);
        if (j > 0) {
          expect(entry.unreliability).toBeLessThanOrEqual(found[j - 1].unreliability);
          expect(entry.ambiguity).toBeGreaterThanOrEqual(found[j - 1].ambiguity);
        }
      });
    }
  });

  it('reach the floor when wrong labels enter uniformly', () => {
    // Every class is confused with every other once: 5·4 samples with the truth in second place.
    const pairs = [0, 1, 2, 3, 4].flatMap((y) => [0, 1, 2, 3, 4].filter((i) => i !== y).map((i) => [y, i]));
    const rows = new Float64Array(pairs.length * 5);
    pairs.forEach(([y, i], n) => {
      rows[n * 5 + i] = 0.6;
      rows[n * 5 + y] = 0.4;
    });
    const [first] = indicators(
      rows,
      pairs.map(([y]) => y),
      pairs.length,
      5,
      { ks: [1] },
    );
    expect(first.unreliability).toBe(1);
    expect(first.ambiguity).toBe(ambiguityFloor(1, 1, 5));
  });

  it('refuse a k outside 1 … C−1', () => {
    const rows = new Float32Array([0.5, 0.5]);
    for (const k of [0, 2, 1.5]) {
      expect(() => indicators(rows, [0], 1, 2, { ks: [k] })).toThrow(
        `k: found ${k}, allowed are integers from 1 to 1`,
      );
    }
  });
});

describe('candidateIndicators', () => {
  it('recover the parameters of an independent sampler within sampling error', () => {
    const stream = new RandomStream(7, 'candidates');
    const [samples, classes, drop, add] = [40_000, 10, 0.3, 0.2];
    const labels = Array.from({ length: samples }, (_, n) => n % classes);
    const sets = Uint8Array.from({ length: samples * classes }, (_, i) => {
      const isTruth = i % classes === labels[Math.floor(i / classes)];
      return stream.uniform() < (isTruth ? 1 - drop : add) ? 1 : 0;
    });
    const found = candidateIndicators(sets, labels, samples, classes);
    // Five standard errors; γ is the largest of ten frequencies.
    expect(Math.abs(found.unreliability - drop)).toBeLessThan(5 * Math.sqrt((drop * (1 - drop)) / samples));
    expect(Math.abs(found.ambiguity - add)).toBeLessThan(5 * Math.sqrt((add * (1 - add)) / (0.9 * samples)));
    expect(found.perClassAmbiguity).toHaveLength(classes);
    expect(found).not.toHaveProperty('k');
  });

  it('agree with the definition', () => {
    fc.assert(
      fc.property(problem, ({ classes, rows, labels }) => {
        const sets = rows.map((row) => new Set(row.flatMap((value, c) => (value > 3 ? [c] : []))));
        const flat = Uint8Array.from(rows.flat(), (value) => (value > 3 ? 1 : 0));
        const found = candidateIndicators(flat, labels, rows.length, classes);
        const expected = indicatorsByDefinition(sets, labels, classes);
        expect(found.unreliability).toBeCloseTo(expected.unreliability, 12);
        expect(found.perClassAmbiguity).toEqual(expected.perClassAmbiguity);
      }),
    );
  });
});
