import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

type Options = Record<string, unknown>;
const lskd = (batch: object, options: Options = {}) =>
  evaluateCase({ loss: 'lskd', ...batch, options: { ceWeight: 0, ...options } });

/** Rows so wide that the 1e-7 added to the deviation does not show. */
const varies = (z: number[]): boolean => Math.max(...z) - Math.min(...z) >= 1;
const varied = batches(20).filter(({ studentLogits, teacherLogits }) =>
  [...studentLogits, ...teacherLogits].every(varies),
);

/** z-score with the unbiased deviation + 1e-7, float64. */
const standardised = (z: number[]): number[] => {
  const centred = z.map((x) => x - mean(z));
  const deviation = Math.sqrt(centred.reduce((sum, x) => sum + x * x, 0) / (z.length - 1));
  return centred.map((x) => x / (deviation + 1e-7));
};
const standardisedBatch = (batch: Batch): Batch => ({
  labels: batch.labels,
  studentLogits: batch.studentLogits.map(standardised),
  teacherLogits: batch.teacherLogits.map(standardised),
});

describe('lskd', () => {
  it('is the inner loss of standardised logits, the cross-entropy of raw ones', () => {
    const property = fc.property(varied, fc.constantFrom('kd', 'dkd'), (batch, inner) => {
      const answer = lskd(batch, { inner, ceWeight: 0.7 });
      const weights = inner === 'kd' ? { kdWeight: 9 } : { tckdWeight: 9, nckdWeight: 72 };
      const options = { ceWeight: 0, temperature: 2, ...weights };
      const expected = evaluateCase({ loss: inner, ...standardisedBatch(batch), options });
      const { ce, ...parts } = answer.parts;
      for (const [name, part] of Object.entries(parts)) {
        expect(Math.abs(part - expected.parts[name])).toBeLessThan(1e-4 * expected.parts[name] + 1e-6);
      }
      const { labels, studentLogits } = batch;
      const plain = evaluateCase({ loss: 'ce', labels, studentLogits }).total;
      expect(excess([ce], [0.7 * plain], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is kd where logits are standardised already', () => {
    const unit = Math.sqrt(1.5);
    const batch = { labels: [2], studentLogits: [[-unit, 0, unit, 0]], teacherLogits: [[0, -unit, 0, unit]] };
    const kd = evaluateCase({ loss: 'kd', ...batch, options: { ceWeight: 0, kdWeight: 9, temperature: 2 } });
    const { total } = lskd(batch);
    expect(excess([total], [kd.total], 1e-5)).toBeLessThan(1);
  });

  it('ignores shift and positive scale of either row; its gradient is orthogonal to the row and falls with it', () => {
    const property = fc.property(varied, (batch) => {
      const moved = (rows: number[][]) => rows.map((z) => z.map((x) => 4 * x + 3));
      const plain = lskd(batch);
      const student = lskd({ ...batch, studentLogits: moved(batch.studentLogits) });
      const teacher = lskd({ ...batch, teacherLogits: moved(batch.teacherLogits) });
      for (const { total } of [student, teacher]) {
        expect(Math.abs(total - plain.total)).toBeLessThan(1e-4 * plain.total + 1e-6);
      }
      const rows = plain.gradient.studentLogits as number[][];
      const steeper = student.gradient.studentLogits as number[][];
      rows.forEach((row, n) => {
        const z = batch.studentLogits[n].map((x) => x - mean(batch.studentLogits[n]));
        const along = row.reduce((sum, g, i) => sum + g * z[i], 0);
        const size = Math.hypot(...row) * Math.hypot(...z);
        expect(Math.abs(along)).toBeLessThan(1e-5 * size + 2e-5);
        row.forEach((g, i) =>
          expect(Math.abs(4 * steeper[n][i] - g)).toBeLessThan(1e-3 * Math.abs(g) + 1e-4),
        );
      });
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('asks nothing of a student that is a scaled and shifted teacher', () => {
    const property = fc.property(varied, fc.constantFrom('kd', 'dkd'), (batch, inner) => {
      const studentLogits = batch.teacherLogits.map((z) => z.map((x) => 2 * x - 5));
      const { total, gradient } = lskd({ ...batch, studentLogits }, { inner });
      expect(total).toBeLessThan(1e-8);
      const narrowest = Math.min(...studentLogits.map((z) => Math.max(...z) - Math.min(...z)));
      // 1e-7 of the deviation is the formula's own
      for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(3e-4 / narrowest);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it.each(['kd', 'dkd'])(
    'gives rows of equal logits the standardised row 0 and no gradient, inner %s',
    (inner) => {
      const constant = [0.1, 0.1, 0.1]; // no float32 number: its mean is rounded
      const row = [1, -2, 0.5];
      for (const [studentLogits, teacherLogits] of [
        [[constant], [row]],
        [[constant], [[7, 7, 7]]],
      ]) {
        const { gradient, total } = lskd({ labels: [0], studentLogits, teacherLogits }, { inner });
        for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBe(0);
        if (teacherLogits[0] !== row) expect(total).toBe(0);
      }
      const uniform = lskd({ labels: [0], studentLogits: [constant], teacherLogits: [row] });
      const kl = softmax(standardised(row), 2).reduce((sum, p) => sum + p * Math.log(3 * p), 0);
      expect(excess([uniform.total], [9 * 4 * kl], 1e-5)).toBeLessThan(1);
      const towards = lskd({ labels: [0], studentLogits: [row], teacherLogits: [constant] }, { inner });
      expect(towards.total).toBeGreaterThan(0.1);
    },
  );

  it('stays relatively right for a student close to its teacher', () => {
    const v = [3.25, -1.5, 0.125, 0.75];
    for (const step of [2 ** -6, 2 ** -10, 2 ** -13]) {
      const z = v.map((x, i) => x + (i % 3) * step);
      const [p, q] = [standardised(v), standardised(z)].map((row) => row.map((x) => x / 2));
      const weights = softmax(p);
      const delta = q.map((x, i) => x - p[i]);
      const centre = weights.reduce((sum, w, i) => sum + w * delta[i], 0);
      const kl = Math.log1p(weights.reduce((sum, w, i) => sum + w * Math.expm1(delta[i] - centre), 0));
      const { total } = lskd({ labels: [0], studentLogits: [z], teacherLogits: [v] });
      expect(Math.abs(total / (9 * 4 * kl) - 1)).toBeLessThan(1e-4);
    }
  });

  it('standardises the instance level of mlkd only', () => {
    const view = {
      studentLogits: [
        [1, 3, -2],
        [0, 2, 5],
      ],
      teacherLogits: [
        [4, 1, 0],
        [-1, 2, 3],
      ],
    };
    const strong = {
      studentStrongLogits: [
        [2, 1, -1],
        [3, 2, 0],
      ],
      teacherStrongLogits: [
        [3, 2, 1],
        [0, 5, 1],
      ],
    };
    const batch = { labels: [0, 2], ...view, ...strong };
    const options = { ceWeight: 0.1, kdWeight: 9, temperature: 2 };
    const raw = evaluateCase({ loss: 'mlkd', ...batch, options });
    const found = evaluateCase({ loss: 'lskd', ...batch, options: { inner: 'mlkd' } });
    expect(Object.keys(found.parts)).toEqual(Object.keys(raw.parts));
    for (const part of ['ce', 'batchLevel', 'classLevel']) expect(found.parts[part]).toBe(raw.parts[part]);
    const rows = Object.entries({ ...view, ...strong }).map(([name, z]) => [name, z.map(standardised)]);
    const all = evaluateCase({ loss: 'mlkd', labels: [0, 2], ...Object.fromEntries(rows), options });
    // two samples: the confidence mask is one half of the weak view whatever the logits
    expect(excess([found.parts.instanceLevel], [all.parts.instanceLevel], 1e-5)).toBeLessThan(1);
    expect(found.parts.instanceLevel).not.toBeCloseTo(raw.parts.instanceLevel, 2);
  });

  describe('options', () => {
    const batch = { labels: [0], studentLogits: [[1, 3, -2]], teacherLogits: [[4, 1, 0]] };
    const total = (options: Options) => evaluateCase({ loss: 'lskd', ...batch, options }).total;

    it('of the inner loss win over those of lskd, which win over the inner defaults', () => {
      expect(total({ innerOptions: { kdWeight: 1, temperature: 4, ceWeight: 0 } })).toBe(
        total({ kdWeight: 1, temperature: 4, ceWeight: 0 }),
      );
      expect(total({ kdWeight: 5, innerOptions: { kdWeight: 2 } })).toBe(total({ kdWeight: 2 }));
      const dkd = {
        inner: 'dkd',
        innerOptions: { tckdWeight: 9, nckdWeight: 72, temperature: 2, ceWeight: 1 },
      };
      expect(total({ inner: 'dkd' })).toBe(total(dkd));
      expect(total({})).toBe(total({ ceWeight: 0.1, kdWeight: 9, temperature: 2 }));
    });

    it.each([
      [{ innerOptions: { tckdWeight: 1 } }, "'tckdWeight'"],
      [{ inner: 'dkd', innerOptions: { kdWeight: 1 } }, "'kdWeight'"],
      [{ innerOptions: { temperature: 0 } }, 'temperature'],
      [{ inner: 'ttm' }, 'ttm'],
      [{ inner: 'mlkd' }, 'studentStrongLogits'],
    ])('%j is refused by name', (options, named) => {
      expect(() => total(options)).toThrow(named);
    });

    it('refuse a strong view that the inner loss does not take', () => {
      const strong = { studentStrongLogits: [[1, 2, 3]] };
      expect(() => evaluateCase({ loss: 'lskd', ...batch, ...strong })).toThrow(
        "takes field 'studentStrongLogits' only with inner 'mlkd'",
      );
    });
  });
});
