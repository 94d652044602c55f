import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import { excess, flat } from './fixture';

const oneHot = (labels: number[], classes: number) =>
  labels.map((y) => Array.from({ length: classes }, (_, c) => (c === y ? 1 : 0)));

describe('pskd', () => {
  it('has the gradient p − q with q = (1 − α) e_y + α P', () => {
    const share = fc.constantFrom(0, 0.25, 0.8, 1);
    const property = fc.property(batches(8), share, ({ labels, studentLogits, teacherLogits }, kdWeight) => {
      const previousProbabilities = teacherLogits.map((row) => softmax(row));
      const truth = oneHot(labels, studentLogits[0].length);
      const { gradient } = evaluateCase({
        loss: 'pskd',
        labels,
        studentLogits,
        previousProbabilities,
        options: { kdWeight },
      });
      const expected = studentLogits.flatMap((row, n) =>
        softmax(row).map(
          (p, c) =>
            (p - (1 - kdWeight) * truth[n][c] - kdWeight * previousProbabilities[n][c]) / labels.length,
        ),
      );
      for (const [i, g] of flat(gradient.studentLogits).entries()) {
        expect(Math.abs(g - expected[i])).toBeLessThan(1e-6);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is plain cross-entropy in the first epoch, where P is the label, however sure the student', () => {
    const property = fc.property(batches(60), ({ labels, studentLogits }) => {
      const previousProbabilities = oneHot(labels, studentLogits[0].length);
      const moment = { epoch: 0, epochs: 4, options: { kdWeight: 1 } };
      const found = evaluateCase({ loss: 'pskd', labels, studentLogits, previousProbabilities, ...moment });
      const ce = evaluateCase({ loss: 'ce', labels, studentLogits });
      expect(excess([found.total], [ce.total], 1e-5)).toBeLessThan(1);
      expect(
        excess(flat(found.gradient.studentLogits), flat(ce.gradient.studentLogits), 1e-5, 1e-5),
      ).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is label smoothing where P is uniform', () => {
    const property = fc.property(batches(20), ({ labels, studentLogits }) => {
      const classes = studentLogits[0].length;
      const previousProbabilities = labels.map(() => new Array<number>(classes).fill(1 / classes));
      const found = evaluateCase({
        loss: 'pskd',
        labels,
        studentLogits,
        previousProbabilities,
        options: { kdWeight: 0.25 },
      });
      const smooth = evaluateCase({
        loss: 'label-smoothing',
        labels,
        studentLogits,
        options: { smoothing: 0.25 },
      });
      expect(excess([found.total], [smooth.total], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('ramps α_t to kdWeight in the last epoch; the cross-entropy gets the rest', () => {
    const batch = { labels: [0], studentLogits: [[1, 0, 2]], previousProbabilities: [[0.5, 0.25, 0.25]] };
    const at = (extra: object) => evaluateCase({ loss: 'pskd', ...batch, ...extra }).parts;
    const [ce, soft] = [at({ options: { kdWeight: 0 } }).ce, at({ options: { kdWeight: 1 } }).kd];
    for (const epoch of [0, 100, 299]) {
      const share = (0.8 * (epoch + 1)) / 300;
      expect(at({ epoch, epochs: 300 }).ce).toBeCloseTo((1 - share) * ce, 6);
      expect(at({ epoch, epochs: 300 }).kd).toBeCloseTo(share * soft, 6);
    }
    expect(at({ epochs: 300 })).toEqual(at({})); // no epoch, no ramp
    expect(at({})).toEqual(at({ epoch: 299, epochs: 300 }));
    expect(() => at({ epoch: 3 })).toThrow("loss 'pskd': found epoch without epochs");
  });
});
