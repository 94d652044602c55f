import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches } from './arbitrary';
import type { Batch } from './arbitrary';
import { excess, flat } from './fixture';

interface TwoViewBatch extends Batch {
  studentStrongLogits: number[][];
  teacherStrongLogits: number[][];
}

const evaluate = (batch: TwoViewBatch, options = {}, extra = {}) =>
  evaluateCase({ loss: 'crld', ...batch, ...extra, options });

const OPEN = { weakThreshold: 0, strongThreshold: 0 };

/** One-view loss of a student's view on a teacher's. */
const single = (
  loss: string,
  labels: number[],
  studentLogits: number[][],
  teacherLogits: number[][],
  options = {},
) => evaluateCase({ loss, labels, studentLogits, teacherLogits, options: { ceWeight: 0, ...options } }).total;

/** Two-view batches of the size of an ordinary one: the strong view is the weak one with its classes turned round. */
const twoViews = (size: number): fc.Arbitrary<TwoViewBatch> =>
  batches(size).map((batch) => ({
    ...batch,
    studentStrongLogits: batch.studentLogits.map((z) => [...z].reverse().map((x) => x / 2)),
    teacherStrongLogits: batch.teacherLogits.map((z) => [...z].reverse().map((x) => x / 2)),
  }));

/** The teacher is sure (0.99) on the weak view, not so (0.4) on the strong one. */
const batch: TwoViewBatch = {
  labels: [1],
  studentLogits: [[0.5, 1, -1]],
  studentStrongLogits: [[1, 0.25, 0]],
  teacherLogits: [[6, 0.5, 0]],
  teacherStrongLogits: [[0.5, 0.25, 0]],
};

const INNER = ['kd', 'dkd', 'nkd', 'normkd', 'lskd'];

describe('crld', () => {
  it.each(INNER)('is four terms of %s and two cross-entropies', (inner) => {
    const property = fc.property(twoViews(20), (drawn) => {
      const { labels, studentLogits: sw, studentStrongLogits: ss } = drawn;
      const { teacherLogits: tw, teacherStrongLogits: ts } = drawn;
      const d = (s: number[][], t: number[][]) =>
        single(inner, labels, s, t, inner === 'kd' ? { kdWeight: 1 } : {});
      const ce = (z: number[][]) => evaluateCase({ loss: 'ce', labels, studentLogits: z }).total;
      const { parts } = evaluate(drawn, { ...OPEN, inner });
      const expected = [ce(sw) + ce(ss), 2 * (d(sw, tw) + d(ss, ts)), 0.5 * (d(ss, tw) + d(sw, ts))];
      expect(excess([parts.ce, parts.withinView, parts.crossView], expected, 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 15 });
  });

  it('is kd on each view without cross-view terms and thresholds: two-view distillation', () => {
    const options = { ...OPEN, crossViewWeight: 0, withinViewWeight: 0.9, ceWeight: 0.1 };
    const { gradient } = evaluate(batch, options);
    const { labels, studentLogits, teacherLogits, studentStrongLogits, teacherStrongLogits } = batch;
    const weak = evaluateCase({ loss: 'kd', labels, studentLogits, teacherLogits });
    const strong = evaluateCase({
      loss: 'kd',
      labels,
      studentLogits: studentStrongLogits,
      teacherLogits: teacherStrongLogits,
    });
    expect(excess(flat(gradient.studentLogits), flat(weak.gradient.studentLogits), 1e-6)).toBeLessThan(1);
    expect(
      excess(flat(gradient.studentStrongLogits), flat(strong.gradient.studentLogits), 1e-6),
    ).toBeLessThan(1);
  });

  it('masks by kind of term as released, or by the view of the soft label', () => {
    const {
      labels,
      studentLogits: sw,
      studentStrongLogits: ss,
      teacherLogits: tw,
      teacherStrongLogits: ts,
    } = batch;
    const d = (s: number[][], t: number[][]) => single('kd', labels, s, t, { kdWeight: 1 });
    const parts = (maskRule: string, weakThreshold: number, strongThreshold: number) => {
      const found = evaluate(batch, { maskRule, weakThreshold, strongThreshold }).parts;
      return [found.withinView / 2, found.crossView / 0.5];
    };
    const close = (found: number[], expected: number[]) =>
      expect(excess(found, expected, 1e-5)).toBeLessThan(1);
    // the strong view is below its threshold
    close(parts('code', 0.9, 0.6), [d(sw, tw) + d(ss, ts), 0]);
    close(parts('per-teacher-view', 0.9, 0.6), [d(sw, tw), d(ss, tw)]);
    // the weak view is below its threshold
    close(parts('code', 0.999, 0.2), [0, d(ss, tw) + d(sw, ts)]);
    close(parts('per-teacher-view', 0.999, 0.2), [d(ss, ts), d(sw, ts)]);
    close(parts('code', 0.999, 0.6), [0, 0]);
  });

  it('reads the confidence at temperature 1, whatever T', () => {
    const { parts } = evaluate(batch, { temperature: 20 }); // max softmax(t_w/20) is 0.4
    expect(parts.withinView).toBeGreaterThan(0);
  });

  it('keeps a soft label whose confidence equals the threshold', () => {
    for (const classes of [2, 3, 5, 10]) {
      const zeros = [new Array<number>(classes).fill(0)];
      const other = [zeros[0].map((_, i) => (i === 0 ? 1 : 0))];
      const even = {
        labels: [0],
        studentLogits: other,
        studentStrongLogits: other,
        teacherLogits: zeros,
        teacherStrongLogits: zeros,
      };
      const at = evaluate(even, { weakThreshold: 1 / classes, strongThreshold: 1 / classes }).parts;
      expect(Math.min(at.withinView, at.crossView)).toBeGreaterThan(0);
      const above = evaluate(even, {
        weakThreshold: 1.001 / classes,
        strongThreshold: 1.001 / classes,
      }).parts;
      expect([above.withinView, above.crossView]).toEqual([0, 0]);
    }
  });

  it('selects nothing at threshold 1 but what is 1 in double precision', () => {
    const at = (gap: number) =>
      evaluate({ ...batch, teacherLogits: [[gap, 0, 0]] }, { weakThreshold: 1 }).parts.withinView;
    expect(at(30)).toBe(0);
    expect(at(40)).toBeGreaterThan(0);
  });

  it('counts a masked sample as 0 in a mean over the whole batch', () => {
    const unsure = { ...batch, teacherLogits: [[0.5, 0.25, 0]] };
    const both = Object.fromEntries(
      Object.entries(batch).map(([field, value]) => [
        field,
        [...value, ...unsure[field as keyof TwoViewBatch]],
      ]),
    ) as unknown as TwoViewBatch;
    const [one, two] = [evaluate(batch), evaluate(both)];
    expect(two.parts.withinView / one.parts.withinView).toBeCloseTo(0.5, 6);
  });

  it('keeps a confident teacher that is wrong', () => {
    expect(evaluate({ ...batch, labels: [1] }).parts.withinView).toBe(
      evaluate({ ...batch, labels: [0] }).parts.withinView,
    );
    expect(evaluate(batch).parts.withinView).toBeGreaterThan(0);
  });

  it('has gradients in both views of the student and in nothing else', () => {
    expect(Object.keys(evaluate(batch).gradient)).toEqual(['studentLogits', 'studentStrongLogits']);
  });

  it('gives its temperature to kd alone, unless innerOptions name one', () => {
    const within = (options: object) => evaluate(batch, { ...OPEN, ...options }).parts.withinView;
    expect(within({ temperature: 2 })).toBe(within({ innerOptions: { temperature: 2 } }));
    expect(within({ temperature: 2, innerOptions: { temperature: 4 } })).toBe(within({}));
    for (const inner of INNER.slice(1)) expect(within({ temperature: 2, inner })).toBe(within({ inner }));
    expect(within({ innerOptions: { kdWeight: 0.5 } })).toBe(within({}) / 2);
  });

  it.each([
    ['kd', { kdWeight: 1 }],
    ['dkd', { tckdWeight: 1, nckdWeight: 8, temperature: 4 }],
    ['nkd', { kdWeight: 1, nonTargetWeight: 1.5, temperature: 1 }],
    ['normkd', { kdWeight: 0.9, temperature: 2 }],
    ['lskd', { kdWeight: 9, temperature: 2, inner: 'kd' }],
  ])('has the weights of %s itself in the terms, without its cross-entropy', (inner, innerOptions) => {
    const parts = (options: object) => evaluate(batch, { ...OPEN, inner, innerOptions: options }).parts;
    expect(parts({})).toEqual(parts(innerOptions));
    expect(parts({ ceWeight: 3 })).toEqual(parts({}));
  });

  it.each(['normkd', 'lskd'])('with %s is blind to the size of the student’s logits', (inner) => {
    const distillation = (factor: number) => {
      const scaled = (z: number[][]) => z.map((row) => row.map((x) => x * factor));
      const { studentLogits, studentStrongLogits } = batch;
      const views = {
        studentLogits: scaled(studentLogits),
        studentStrongLogits: scaled(studentStrongLogits),
      };
      const { parts } = evaluate({ ...batch, ...views }, { ...OPEN, inner });
      return [parts.withinView, parts.crossView];
    };
    expect(excess(distillation(4), distillation(1), 1e-5)).toBeLessThan(1);
    expect(Math.min(...distillation(1))).toBeGreaterThan(0.01);
  });

  it('with nkd keeps the teacher’s entropies: not 0 where the student equals the teacher in both views', () => {
    const { teacherLogits, teacherStrongLogits } = batch;
    const equal = { ...batch, studentLogits: teacherLogits, studentStrongLogits: teacherStrongLogits };
    const within = (inner: string) => evaluate(equal, { ...OPEN, inner }).parts.withinView;
    for (const inner of ['kd', 'dkd', 'normkd', 'lskd']) expect(within(inner)).toBe(0);
    expect(within('nkd')).toBeGreaterThan(0.5);
  });

  it('takes lskd with kd or dkd in it, not with mlkd, which wants both views at once', () => {
    const { labels, studentLogits: sw, studentStrongLogits: ss } = batch;
    const { teacherLogits: tw, teacherStrongLogits: ts } = batch;
    const innerOptions = { inner: 'dkd', innerOptions: { nckdWeight: 4 } };
    const found = evaluate(batch, { ...OPEN, inner: 'lskd', innerOptions }).parts.withinView;
    const d = (s: number[][], t: number[][]) => single('lskd', labels, s, t, innerOptions);
    expect(excess([found], [2 * (d(sw, tw) + d(ss, ts))], 1e-6)).toBeLessThan(1);
    expect(() => evaluate(batch, { inner: 'lskd', innerOptions: { inner: 'mlkd' } })).toThrow(
      "option 'innerOptions' for 'lskd': option 'inner': found 'mlkd', allowed: 'kd' or 'dkd'",
    );
  });

  it('hands the epoch to an inner loss with a ramp', () => {
    const at = (extra: object, inner: string) => evaluate(batch, { ...OPEN, inner }, extra).parts.withinView;
    expect(at({ epoch: 4 }, 'dkd') / at({}, 'dkd')).toBeCloseTo(0.25, 6); // 5 of 20
    expect(at({ epoch: 4 }, 'kd')).toBe(at({}, 'kd'));
    const nested = (extra: object) =>
      evaluate(batch, { ...OPEN, inner: 'lskd', innerOptions: { inner: 'dkd' } }, extra).parts.withinView;
    expect(nested({ epoch: 4 }) / nested({})).toBeCloseTo(0.25, 6);
  });

  it('refuses an unknown inner loss, unknown inner options and a threshold above 1', () => {
    expect(() => evaluate(batch, { inner: 'mlkd' })).toThrow("option 'inner': found 'mlkd'");
    expect(() => evaluate(batch, { innerOptions: { nckdWeight: 2 } })).toThrow(
      "option 'innerOptions' for 'kd': unknown option 'nckdWeight'",
    );
    expect(() => evaluate(batch, { weakThreshold: 1.1 })).toThrow('finite numbers from 0 up to 1');
  });
});
