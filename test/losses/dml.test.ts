import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { apart, flat } from './fixture';

const evaluate = (batch: Batch, options = {}, loss = 'dml') => evaluateCase({ loss, ...batch, options });

describe('dml', () => {
  it('has the divergence of the worked example, peer first', () => {
    const [a, b] = [[0.6, 0.3, 0.1], [0.9, 0.05, 0.05]].map((p) => [p.map(Math.log)]); // prettier-ignore
    const kl = (peer: number[][], own: number[][]) =>
      evaluate({ labels: [0], studentLogits: own, teacherLogits: peer }).parts.kd;
    expect(kl(b, a)).toBeCloseTo(0.240673, 6);
    expect(kl(a, b)).toBeCloseTo(0.363563, 6);
  });

  it('has the gradient (p − e_y + p − p_peer)/N, and none for the peer', () => {
    const property = fc.property(batches(20), (batch) => {
      const { gradient } = evaluate(batch);
      const expected = batch.studentLogits.flatMap((z, n) => {
        const peer = softmax(batch.teacherLogits[n]);
        return softmax(z).map(
          (p, i) => (2 * p - peer[i] - (i === batch.labels[n] ? 1 : 0)) / batch.labels.length,
        );
      });
      expect(Object.keys(gradient)).toEqual(['studentLogits']);
      expect(apart(flat(gradient.studentLogits), expected)).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is kd with the peer as the teacher', () => {
    const property = fc.property(batches(60), fc.constantFrom(1, 3), (batch, temperature) => {
      const options = { ceWeight: 0.5, kdWeight: 2, temperature };
      expect(evaluate(batch, options)).toEqual({ ...evaluate(batch, options, 'kd'), loss: 'dml' });
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('is exact where guards inside the logarithm would saturate', () => {
    const batch = { labels: [0], studentLogits: [[60, -60, 0]], teacherLogits: [[-60, 60, 0]] };
    expect(Math.abs(evaluate(batch).parts.kd / 120 - 1)).toBeLessThan(1e-6);
  });
});
