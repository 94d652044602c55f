import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, mean, softmax } from './arbitrary';
import { excess, flat } from './fixture';

type Options = Record<string, unknown>;
interface TwoViews {
  labels: number[];
  studentLogits: number[][];
  teacherLogits: number[][];
  studentStrongLogits: number[][];
  teacherStrongLogits: number[][];
}

const mlkd = (batch: TwoViews, options: Options = {}) =>
  evaluateCase({ loss: 'mlkd', ...batch, options: { ceWeight: 0, kdWeight: 1, ...options } });

/** A second batch of the same size as the strong view. */
const twoViews = (size: number, samples: number): fc.Arbitrary<TwoViews> =>
  fc
    .tuple(fc.integer({ min: 2, max: 5 }))
    .chain(([classes]) => {
      const rows = batches(size, fc.constant(classes)).filter(({ labels }) => labels.length === samples);
      return fc.tuple(rows, rows);
    })
    .map(([weak, strong]) => ({
      ...weak,
      studentStrongLogits: strong.studentLogits,
      teacherStrongLogits: strong.teacherLogits,
    }));

const kd = (teacherLogits: number[][], studentLogits: number[][], temperature: number): number =>
  evaluateCase({
    loss: 'kd',
    labels: studentLogits.map(() => 0),
    studentLogits,
    teacherLogits,
    options: { ceWeight: 0, kdWeight: 1, temperature },
  }).total;

/** Samples of falling confidence; distinct classes of falling confidence over the batch. */
const four: TwoViews = {
  labels: [0, 1, 2, 0],
  studentLogits: [
    [1, 0, 2, 0.5],
    [0, 2, -1, 1],
    [3, 1, 0, 0],
    [0.5, 0.25, 1, -2],
  ],
  teacherLogits: [
    [8, 0, 1, 2],
    [0, 5, 1, 0],
    [2, 0, 3, 0],
    [1, 0.5, 0, 0.25],
  ],
  studentStrongLogits: [
    [0, 1, 1, 0],
    [2, 0, 0, 1],
    [0, 3, 1, 2],
    [1, 1, 0, 0.5],
  ],
  teacherStrongLogits: [
    [3, 0, 1, 0],
    [1, 2, 0, 0],
    [0, 1, 2, 0],
    [2, 0, 1, 1],
  ],
};
const TEMPERATURES = [4, 3, 5, 2, 6];

describe('mlkd', () => {
  it('as coded: half of the weak KL at five temperatures, the strong at three, the weak again at 2 and 6', () => {
    const weak = (t: number) => kd(four.teacherLogits, four.studentLogits, t);
    const strong = (t: number) => kd(four.teacherStrongLogits, four.studentStrongLogits, t);
    const sum = (terms: number[]) => terms.reduce((a, b) => a + b, 0);
    const expected = 0.5 * sum(TEMPERATURES.map(weak)) + sum([4, 3, 5].map(strong)) + weak(2) + weak(6);
    expect(excess([mlkd(four).parts.instanceLevel], [expected], 1e-5)).toBeLessThan(1);
    const complete = 0.5 * sum(TEMPERATURES.map(weak)) + sum(TEMPERATURES.map(strong));
    const found = mlkd(four, { strongView: 'complete' }).parts.instanceLevel;
    expect(excess([found], [complete], 1e-5)).toBeLessThan(1);
  });

  it('compares Gram matrices of samples and of classes, halved by the masks as coded', () => {
    const gram = (rows: number[][]) =>
      rows.map((a) => rows.map((b) => a.reduce((s, x, i) => s + x * b[i], 0)));
    const transposed = (rows: number[][]) => rows[0].map((_, c) => rows.map((row) => row[c]));
    const gap = (q: number[][], p: number[][]) => {
      const [a, b] = [gram(q), gram(p)];
      return a.flat().reduce((sum, x, i) => sum + (x - b.flat()[i]) ** 2, 0) / a.length;
    };
    let [batch, classes] = [0, 0];
    for (const t of TEMPERATURES) {
      const [q, p] = [four.studentLogits, four.teacherLogits].map((rows) => rows.map((z) => softmax(z, t)));
      batch += 0.5 * gap(q, p);
      classes += 0.5 * gap(transposed(q), transposed(p));
    }
    const { parts } = mlkd(four);
    expect(excess([parts.batchLevel, parts.classLevel], [batch, classes], 1e-5)).toBeLessThan(1);
  });

  it('per sample: an instance counts where the teacher is at most as sure as the median', () => {
    const weakOnly = { ...four, studentStrongLogits: four.teacherStrongLogits };
    const found = mlkd(weakOnly, { maskRule: 'per-sample', strongView: 'complete' }).parts.instanceLevel;
    // samples 2 and 3 are the least sure
    const share = (n: number) =>
      TEMPERATURES.reduce((sum, t) => sum + kd([four.teacherLogits[n]], [four.studentLogits[n]], t), 0) / 4;
    expect(excess([found], [share(2) + share(3)], 1e-5)).toBeLessThan(1);
    const rows = mlkd(weakOnly, { maskRule: 'per-sample', strongView: 'complete' }).gradient
      .studentLogits as number[][];
    expect(rows[2].some((g) => Math.abs(g) > 1e-3)).toBe(true);
  });

  it('per sample: masking one sample removes exactly its share', () => {
    const options = { maskRule: 'per-sample', strongView: 'complete' };
    const instance = (teacherLogits: number[][]) =>
      mlkd({ ...four, studentStrongLogits: four.teacherStrongLogits, teacherLogits }, options).parts
        .instanceLevel;
    const raised = four.teacherLogits.map((row) => [...row]);
    raised[2] = [9, 0, 0, 0]; // now surer than sample 1, which takes its place
    const share = (n: number) =>
      TEMPERATURES.reduce((sum, t) => sum + kd([four.teacherLogits[n]], [four.studentLogits[n]], t), 0) / 4;
    expect(excess([instance(raised)], [share(1) + share(3)], 1e-5)).toBeLessThan(1);
  });

  it('has equal mask rules where all are kept: samples and classes alike', () => {
    const same = (row: number[]) => [row, row, row];
    const uniform = [2, 2, 2]; // classes equally confident too
    const batch = {
      labels: [0, 1, 2],
      studentLogits: [
        [1, 0, 2],
        [0, 2, 1],
        [3, 0, 0],
      ],
      teacherLogits: same(uniform),
      studentStrongLogits: same([1, 0, 2]),
      teacherStrongLogits: same([0, 2, 1]),
    };
    const coded = mlkd(batch).parts;
    const meant = mlkd(batch, { maskRule: 'per-sample' }).parts;
    for (const part of Object.keys(coded)) {
      expect(Math.abs(meant[part] - coded[part])).toBeLessThan(1e-6 * coded[part] + 1e-12);
    }
  });

  it('takes both cross-entropies, unhalved', () => {
    const { labels, studentLogits, studentStrongLogits } = four;
    const ce = (logits: number[][]) => evaluateCase({ loss: 'ce', labels, studentLogits: logits }).total;
    const { parts } = mlkd(four, { ceWeight: 0.1 });
    expect(parts.ce).toBeCloseTo(0.1 * (ce(studentLogits) + ce(studentStrongLogits)), 6);
  });

  it.each(['code', 'per-sample'])(
    'asks nothing of a student that equals the teacher in both views, %s',
    (maskRule) => {
      const property = fc.property(twoViews(60, 3), (batch) => {
        const { teacherLogits, teacherStrongLogits } = batch;
        const equal = { ...batch, studentLogits: teacherLogits, studentStrongLogits: teacherStrongLogits };
        const { total, gradient } = mlkd(equal, { maskRule, strongView: 'complete' });
        expect(total).toBeLessThan(1e-9);
        for (const g of [...flat(gradient.studentLogits), ...flat(gradient.studentStrongLogits)]) {
          expect(Math.abs(g)).toBeLessThan(1e-6);
        }
      });
      fc.assert(property, { numRuns: 10 });
    },
  );

  it('reaches the strong view’s gradient only at its own temperatures, as coded', () => {
    const { gradient } = mlkd(four);
    const expected = four.studentStrongLogits.map((z, n) =>
      z.map((_, i) =>
        [4, 3, 5].reduce((sum, t) => {
          const [q, p] = [softmax(z, t), softmax(four.teacherStrongLogits[n], t)];
          return sum + (t * (q[i] - p[i])) / 4;
        }, 0),
      ),
    );
    expect(excess(flat(gradient.studentStrongLogits), flat(expected), 1e-5, 1e-5)).toBeLessThan(1);
  });

  it('tells samples apart by confidences that float32 rounds to 1', () => {
    // 1 − p_max: 1e-9, 2e-9, 4e-9 and 8e-9; the last two are masked in
    const sure = [1, 2, 4, 8].map((k) => [0, Math.log(1e9 / k), -60]);
    const z = [
      [1, 2, 0],
      [0, 1, 2],
      [2, 0, 1],
      [0, 0, 1],
    ];
    const batch = {
      labels: [1, 1, 1, 1],
      studentLogits: z,
      teacherLogits: sure,
      studentStrongLogits: z,
      teacherStrongLogits: z,
    };
    const found = mlkd(batch, { maskRule: 'per-sample', strongView: 'complete' }).parts.instanceLevel;
    const shares = [2, 3].map((n) => TEMPERATURES.reduce((sum, t) => sum + kd([sure[n]], [z[n]], t), 0));
    expect(excess([found], [mean(shares) / 2], 1e-5)).toBeLessThan(1);
  });
});
