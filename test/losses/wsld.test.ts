import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

const soft = (batch: Batch, temperature = 2) =>
  evaluateCase({ loss: 'wsld', ...batch, options: { ceWeight: 0, kdWeight: 1, temperature } });
const ce = (labels: number[], studentLogits: number[][]) =>
  evaluateCase({ loss: 'ce', labels, studentLogits }).total;

const weight = (batch: Batch): number =>
  -Math.expm1(-ce(batch.labels, batch.studentLogits) / (ce(batch.labels, batch.teacherLogits) + 1e-7));

const oneSample = (size: number) => batches(size).filter(({ labels }) => labels.length === 1);

describe('wsld', () => {
  it('is weighted kd plus the weighted entropy of the teacher; its gradient is that of kd, times the weight', () => {
    const property = fc.property(oneSample(20), fc.constantFrom(1, 2, 4), (batch, temperature) => {
      const { total, gradient } = soft(batch, temperature);
      const kd = evaluateCase({ loss: 'kd', ...batch, options: { ceWeight: 0, kdWeight: 1, temperature } });
      const p = softmax(batch.teacherLogits[0], temperature);
      const entropy = p.reduce((sum, x) => sum - (x > 0 ? x * Math.log(x) : 0), 0);
      const w = weight(batch);
      expect(excess([total], [w * (kd.total + temperature ** 2 * entropy)], 1e-4)).toBeLessThan(1);
      // the weight is a constant although it is computed from the student's logits
      const expected = flat(kd.gradient.studentLogits).map((g) => w * g);
      expect(excess(flat(gradient.studentLogits), expected, 1e-5, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 80 });
  });

  it('weights a student as good as its teacher by 1 − 1/e, with value but no gradient where they are equal', () => {
    const v = [2, -1, 0.5];
    const batch = { labels: [0], studentLogits: [v], teacherLogits: [v] };
    const p = softmax(v, 2);
    const entropy = p.reduce((sum, x) => sum - x * Math.log(x), 0);
    const { total, gradient } = soft(batch);
    expect(total).toBeCloseTo((1 - Math.exp(-1)) * 4 * entropy, 5);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-7);
  });

  it('fades for a student surer than its teacher, relatively right down to weights of 1e-9', () => {
    const batch = { labels: [1], studentLogits: [[0, 20, 0]], teacherLogits: [[1, 0, 2]] };
    const { total } = soft(batch);
    const [p, q] = [softmax([1, 0, 2], 2), softmax([0, 20, 0], 2)];
    const cross = p.reduce((sum, x, i) => sum - x * Math.log(q[i]), 0);
    const student = Math.log1p(2 * Math.exp(-20));
    const teacher = -Math.log(softmax([1, 0, 2])[1]);
    expect(excess([total], [-Math.expm1(-student / teacher) * 4 * cross], 1e-5)).toBeLessThan(1);
  });

  it('reaches weight 1 for a wrong student of a sure teacher; the 1e-7 only counts for a teacher that sure', () => {
    const wrong = { labels: [0], studentLogits: [[0, 5, 0]], teacherLogits: [[60, 0, 0]] };
    const kd = evaluateCase({ loss: 'kd', ...wrong, options: { ceWeight: 0, kdWeight: 1, temperature: 2 } });
    expect(excess([soft(wrong).total], [kd.total], 1e-5)).toBeLessThan(1);
    // cross-entropies of 2e-8 (student) and 2e-9 (teacher): ratio 10 without the 1e-7, about 0.2 with it
    const sure = { labels: [0], studentLogits: [[18.42, 0, 0]], teacherLogits: [[20.72, 0, 0]] };
    const [student, teacher] = [2 * Math.exp(-18.42), 2 * Math.exp(-20.72)];
    expect(weight(sure)).toBeCloseTo(-Math.expm1(-student / (teacher + 1e-7)), 5);
    expect(weight(sure)).toBeLessThan(0.2);
  });
});
