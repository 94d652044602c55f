import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreement,
  calibrationError,
  evaluateLogits,
  meanKl,
  negativeLogLikelihood,
  perClassAccuracy,
  predictions,
  riskCoverageArea,
  softmax,
  topK,
} from '../../lib/training/evaluate';

/** Logits of given probabilities. */
const logitsOf = (...rows: number[][]) => Float32Array.from(rows.flat(), Math.log);

describe('evaluation, hand-worked', () => {
  // Predictions 0, 1, 0, 2; labels 0, 1, 1, 1: right, right, wrong, wrong.
  const logits = logitsOf([0.7, 0.2, 0.1], [0.25, 0.5, 0.25], [0.6, 0.3, 0.1], [0.05, 0.05, 0.9]);
  const labels = Int32Array.of(0, 1, 1, 1);

  it('counts accuracy in %, ties going to the lower class', () => {
    expect(topK(logits, labels, 3, 1)).toBe(50);
    // Sample 3 (0.05, 0.05, 0.9): classes 0 and 1 tie, so class 1 is third.
    expect(topK(logits, labels, 3, 2)).toBe(75);
    expect(topK(logits, labels, 3, 3)).toBe(100);
    expect(predictions(logits, 3)).toEqual(Int32Array.of(0, 1, 0, 2));
    expect(perClassAccuracy(logits, labels, 3)).toEqual([100, 100 / 3, 0]);
  });

  it('takes all classes as the top 5 of three', () => {
    expect(evaluateLogits(logits, labels, 3).top5).toBe(100);
  });

  it('averages −ln p_y', () => {
    const expected = -(Math.log(0.7) + Math.log(0.5) + Math.log(0.3) + Math.log(0.05)) / 4;
    expect(negativeLogLikelihood(logits, labels, 3)).toBeCloseTo(expected, 6);
  });

  it('adds up the gaps of the confidence bins', () => {
    // Each sample in a bin of its own: |1 − 0.7|, |1 − 0.5|, |0 − 0.6|, |0 − 0.9|.
    expect(calibrationError(logits, labels, 3)).toBeCloseTo((0.3 + 0.5 + 0.6 + 0.9) / 4, 6);
    // One bin: |0.5 − mean confidence|.
    expect(calibrationError(logits, labels, 3, 1)).toBeCloseTo(Math.abs(0.5 - 2.7 / 4), 6);
  });

  it('closes bins on the right', () => {
    // Two classes with equal logits: confidence exactly 0.5, together with 0.45… only below the edge.
    const tie = new Float32Array([0, 0, ...logitsOf([0.51, 0.49])]);
    // (0.4, 0.5] and (0.5, 0.6] hold one sample each: gaps 0.5 and −0.51 do not cancel.
    expect(calibrationError(tie, Int32Array.of(0, 1), 2)).toBeCloseTo((0.5 + 0.51) / 2, 6);
  });

  it('integrates the risk over the coverage', () => {
    // By falling confidence: 0.9 wrong, 0.7 right, 0.6 wrong, 0.5 right: risks 1/1, 1/2, 2/3, 2/4.
    expect(riskCoverageArea(logits, labels, 3)).toBeCloseTo((1000 * (1 + 1 / 2 + 2 / 3 + 1 / 2)) / 4, 9);
  });

  it('compares with a teacher', () => {
    const teacher = logitsOf([0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.1, 0.1, 0.8]);
    expect(agreement(teacher, logits, 3)).toBe(75);
    const first = logitsOf([0.5, 0.5]);
    const second = logitsOf([0.9, 0.1]);
    expect(meanKl(first, second, 2)).toBeCloseTo(0.5 * Math.log(0.5 / 0.9) + 0.5 * Math.log(0.5 / 0.1), 6);
    expect(meanKl(second, first, 2)).toBeCloseTo(0.9 * Math.log(0.9 / 0.5) + 0.1 * Math.log(0.1 / 0.5), 6);
    const compared = evaluateLogits(logits, labels, 3, teacher);
    expect(compared.teacherAgreement).toBe(75);
    expect(compared.teacherKl).toBeGreaterThan(0);
    expect(evaluateLogits(logits, labels, 3)).not.toHaveProperty('teacherKl');
  });

  it('stays finite where logits reach ±1000', () => {
    const extreme = Float32Array.of(1000, -1000, 0);
    const result = evaluateLogits(extreme, Int32Array.of(1), 3);
    expect(result.nll).toBe(2000);
    expect(Object.values(result).flat().every(Number.isFinite)).toBe(true);
  });
});

describe('evaluation against brute force', () => {
  const problem = fc.integer({ min: 2, max: 7 }).chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      rows: fc.array(
        fc.record({
          // A coarse grid, so that ties happen.
          z: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: classes, maxLength: classes }),
          y: fc.integer({ min: 0, max: classes - 1 }),
        }),
        { minLength: 1, maxLength: 30 },
      ),
    }),
  );

  it('agrees on every metric', () => {
    fc.assert(
      fc.property(problem, ({ classes, rows }) => {
        const logits = Float32Array.from(rows.flatMap(({ z }) => z));
        const labels = Int32Array.from(rows, ({ y }) => y);
        const result = evaluateLogits(logits, labels, classes);
        const samples = rows.map(({ z, y }) => {
          const weights = z.map(Math.exp);
          const total = weights.reduce((a, b) => a + b);
          const p = weights.map((w) => w / total);
          const ranked = z.map((_, j) => j).sort((a, b) => z[b] - z[a] || a - b);
          return { p, y, ranked, right: ranked[0] === y, confidence: p[ranked[0]] };
        });
        const share = (hit: (s: (typeof samples)[number]) => boolean) =>
          (100 * samples.filter(hit).length) / samples.length;
        expect(result.top1).toBeCloseTo(share((s) => s.right));
        expect(result.top5).toBeCloseTo(share((s) => s.ranked.slice(0, 5).includes(s.y)));
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        expect(result.nll).toBeCloseTo(mean(samples.map((s) => -Math.log(s.p[s.y]))), 6);
        let ece = 0;
        for (let bin = 0; bin < 10; bin++) {
          const inside = samples.filter((s) => s.confidence > bin / 10 && s.confidence <= (bin + 1) / 10);
          if (inside.length === 0) continue;
          const gap = mean(inside.map((s) => Number(s.right))) - mean(inside.map((s) => s.confidence));
          ece += (Math.abs(gap) * inside.length) / samples.length;
        }
        expect(result.ece).toBeCloseTo(ece, 6);
        expect(mean(Array.from(softmax(logits, classes)))).toBeCloseTo(1 / classes, 6);
      }),
    );
  });

  it('orders the area under the risk–coverage curve as its definition says', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ z: fc.integer({ min: 1, max: 60 }), right: fc.boolean() }), {
          selector: ({ z }) => z,
          minLength: 1,
          maxLength: 25,
        }),
        (samples) => {
          const logits = Float32Array.from(samples.flatMap(({ z }) => [z / 10, 0])); // always predicts class 0
          const labels = Int32Array.from(samples, ({ right }) => (right ? 0 : 1));
          const areas = samples.map((threshold) => {
            const kept = samples.filter(({ z }) => z >= threshold.z);
            return kept.filter(({ right }) => !right).length / kept.length;
          });
          const expected = (1000 * areas.reduce((a, b) => a + b, 0)) / areas.length;
          expect(riskCoverageArea(logits, labels, 2)).toBeCloseTo(expected, 9);
        },
      ),
    );
  });

  it('does not change when the samples come in another order', () => {
    const z = [3, 1, 0, 0.5, 2, 1.9, -1, 4, 2.2, 0.1, 0.2, 5];
    const labels = [0, 1, 1, 2];
    const order = [2, 0, 3, 1];
    const first = evaluateLogits(Float32Array.from(z), Int32Array.from(labels), 3);
    const second = evaluateLogits(
      Float32Array.from(order.flatMap((n) => z.slice(3 * n, 3 * n + 3))),
      Int32Array.from(order, (n) => labels[n]),
      3,
    );
    for (const key of ['top1', 'nll', 'ece', 'aurc'] as const)
      expect(second[key]).toBeCloseTo(first[key], 12);
  });
});
