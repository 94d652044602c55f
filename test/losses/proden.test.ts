import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, logSumExp, mean, softmax } from './arbitrary';
import { apart, excess, flat } from './fixture';

const evaluate = (studentLogits: number[][], candidates: number[][], previousProbabilities?: number[][]) =>
  evaluateCase({
    loss: 'proden',
    studentLogits,
    candidates,
    ...(previousProbabilities && { previousProbabilities }),
    options: {},
  });

/** Every second class and the label. */
const someCandidates = (labels: number[], logits: number[][]): number[][] =>
  logits.map((z, n) => z.map((_, i) => (i % 2 === 0 || i === labels[n] ? 1 : 0)));

describe('proden', () => {
  it('is ce with one candidate', () => {
    const property = fc.property(batches(60), ({ labels, studentLogits }) => {
      const candidates = studentLogits.map((z, n) => z.map((_, i) => (i === labels[n] ? 1 : 0)));
      const plain = evaluateCase({ loss: 'ce', labels, studentLogits });
      const { parts, gradient } = evaluate(studentLogits, candidates);
      expect(excess([parts.ce], [plain.parts.ce], 1e-5)).toBeLessThan(1);
      expect(excess(flat(gradient.studentLogits), flat(plain.gradient.studentLogits), 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('starts from the uniform target over the candidates, with the gradient p − w', () => {
    const property = fc.property(batches(20), ({ labels, studentLogits }) => {
      const candidates = someCandidates(labels, studentLogits);
      const sizes = candidates.map((row) => row.reduce((a, b) => a + b, 0));
      const { total, gradient } = evaluate(studentLogits, candidates);
      const value = studentLogits.map(
        (z, n) => logSumExp(z) - z.reduce((sum, x, i) => sum + x * candidates[n][i], 0) / sizes[n],
      );
      expect(excess([total], [mean(value)], 1e-5)).toBeLessThan(1);
      const slopes = studentLogits.flatMap((z, n) =>
        softmax(z).map((p, i) => (p - candidates[n][i] / sizes[n]) / labels.length),
      );
      expect(apart(flat(gradient.studentLogits), slopes)).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('takes a target within the candidates as it is, rounded sums included', () => {
    const { gradient } = evaluate([[1, 0, 1]], [[1, 0, 1]], [[0.333, 0, 0.666]]);
    const p = softmax([1, 0, 1]);
    const expected = [0.999 * p[0] - 0.333, 0.999 * p[1], 0.999 * p[2] - 0.666];
    expect(excess(flat(gradient.studentLogits), expected, 1e-5)).toBeLessThan(1);
  });

  it('moves mass from outside the candidates in, in proportion: the masked, renormalised softmax', () => {
    const last = softmax([0.5, 2, -1, 1]);
    const inside = last[0] + last[3];
    const z = [[1, -1, 0.5, 0]];
    const found = evaluate(z, [[1, 0, 0, 1]], [last]);
    const given = evaluate(z, [[1, 0, 0, 1]], [[last[0] / inside, 0, 0, last[3] / inside]]);
    expect(excess([found.total], [given.total], 1e-6)).toBeLessThan(1);
    expect(excess(flat(found.gradient.studentLogits), flat(given.gradient.studentLogits), 1e-5)).toBeLessThan(
      1,
    );
  });

  it('starts anew where a target has no mass on the candidates', () => {
    const z = [[1, -1, 0.5]];
    expect(evaluate(z, [[1, 0, 1]], [[0, 1, 0]])).toEqual(evaluate(z, [[1, 0, 1]]));
  });

  it('comes to rest where the prediction is the target', () => {
    const z = [[2, -1, 0.5]];
    const { gradient } = evaluate(z, [[1, 1, 1]], [softmax(z[0])]);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(2e-7);
  });

  it('identifies one label when target and prediction follow each other', () => {
    let target: number[][] | undefined;
    let z = [[0.3, 2, 0.2, 0.1]]; // the largest logit is no candidate
    for (let step = 0; step < 400; step++) {
      const slope = evaluate(z, [[1, 0, 1, 1]], target).gradient.studentLogits as number[][];
      z = [z[0].map((x, i) => x - slope[0][i])];
      const p = softmax(z[0]);
      const inside = p[0] + p[2] + p[3];
      target = [[p[0] / inside, 0, p[2] / inside, p[3] / inside]];
    }
    const p = softmax(z[0]);
    expect(p.indexOf(Math.max(...p))).toBe(0);
    expect(p[1]).toBeLessThan(0.01);
  });

  it('keeps the digits of a sure sample', () => {
    const { total } = evaluate([[30, 30, -30]], [[1, 1, 0]], [[0.5, 0.5, 0]]);
    expect(Math.abs(total / Math.log(2) - 1)).toBeLessThan(1e-6);
    const outside = evaluate([[30, -30, -30]], [[1, 0, 0]]).total;
    expect(Math.abs(outside / (2 * Math.exp(-60)) - 1)).toBeLessThan(1e-5);
  });

  it('does not look at labels', () => {
    const bare = evaluate([[1, 0, 2]], [[1, 0, 1]]);
    const withLabels = evaluateCase({
      loss: 'proden',
      labels: [1],
      studentLogits: [[1, 0, 2]],
      candidates: [[1, 0, 1]],
    });
    expect(withLabels).toEqual(bare);
  });
});
