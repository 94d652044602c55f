import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import { flat } from './fixture';

describe('tfkd-reg', () => {
  const only = (
    labels: number[],
    studentLogits: number[][],
    options: { temperature?: number; correctProbability?: number },
  ) =>
    evaluateCase({
      loss: 'tfkd-reg',
      labels,
      studentLogits,
      options: { ceWeight: 0, kdWeight: 1, ...options },
    });

  it('has the softmax of the virtual probabilities as its target, and no T²', () => {
    const property = fc.property(batches(8), fc.constantFrom(0.05, 1, 40), (batch, temperature) => {
      const { labels, studentLogits } = batch;
      const classes = studentLogits[0].length;
      const { gradient } = only(labels, studentLogits, { temperature });
      const expected = studentLogits.flatMap((row, n) => {
        const virtual = row.map((_, c) => (c === labels[n] ? 0.99 : 0.01 / (classes - 1)));
        const [p, q] = [softmax(virtual, temperature), softmax(row)];
        return q.map((qc, c) => (qc - p[c]) / (labels.length * classes));
      });
      for (const [i, g] of flat(gradient.studentLogits).entries()) {
        expect(Math.abs(g - expected[i])).toBeLessThan(1e-6);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('vanishes where the student says the same as the virtual teacher', () => {
    const row = [0.01 / 3, 0.01 / 3, 0.99, 0.01 / 3].map((u) => u / 0.05);
    const { total, gradient } = only([2], [row], { temperature: 0.05 });
    expect(total).toBeLessThan(1e-12);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-7);
  });

  it('has a uniform target where the virtual teacher is right with 1/C: the labels no longer count', () => {
    const row = [[2, -1, 0.5, 1]];
    const at = (label: number) => only([label], row, { correctProbability: 0.25 }).total;
    expect(at(0)).toBeCloseTo(at(3), 7);
    const uniform = evaluateCase({
      loss: 'label-smoothing',
      labels: [0],
      studentLogits: row,
      options: { smoothing: 1 },
    }).total;
    expect(at(0)).toBeCloseTo((uniform - Math.log(4)) / 4, 6); // a KL: less the target's entropy, over C
  });
});
