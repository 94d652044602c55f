import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase, ipwdWeights, lossByName, resolveOptions } from '../../lib/losses/index';
import type { IpwdWeightOptions } from '../../lib/losses/index';
import { batches, logSumExp, mean } from './arbitrary';
import type { Batch } from './arbitrary';
import { directionalDerivative, lossOfInput } from './finite-differences';
import { excess, flat, loadFixture } from './fixture';

const defaults = resolveOptions(lossByName('ipwd')) as unknown as IpwdWeightOptions;

const weightsOf = (
  { labels, studentLogits }: Batch,
  classifierLogits: number[][],
  options: Partial<IpwdWeightOptions> = {},
): number[] => [
  ...ipwdWeights(studentLogits.flat(), classifierLogits.flat(), labels, { ...defaults, ...options }),
];

/** w without standardisation, from the formula, float64. */
const entropy = (z: number[], label: number) => logSumExp(z) - z[label];

describe('the weights of ipwd', () => {
  it('are 1 + H_cls/H_kd, or the other way round', () => {
    const property = fc.property(batches(6), batches(6), (batch, { studentLogits: other }) => {
      const classifier = batch.studentLogits.map((row, n) =>
        row.map((z, c) => z + (other[n % other.length][c % other[0].length] ?? 0)),
      );
      const options = { standardise: false, normaliseWeights: false, weightEpsilon: 0 };
      const kd = batch.studentLogits.map((z, n) => entropy(z, batch.labels[n]));
      const cls = classifier.map((z, n) => entropy(z, batch.labels[n]));
      const found = weightsOf(batch, classifier, options);
      expect(excess(found, kd.map((h, n) => 1 + cls[n] / h), 1e-4)).toBeLessThan(1); // prettier-ignore
      const reverse = weightsOf(batch, classifier, { ...options, ratio: 'kd-over-cls' });
      expect(excess(reverse, cls.map((h, n) => 1 + kd[n] / h), 1e-4)).toBeLessThan(1); // prettier-ignore
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('are 2 for equal heads, and 1 after the division by the batch mean', () => {
    const property = fc.property(batches(60), fc.boolean(), (batch, standardise) => {
      const raw = { standardise, normaliseWeights: false, weightEpsilon: 0 };
      const sure = batch.studentLogits.some((z, n) => entropy(z, batch.labels[n]) < 1e-30);
      if (sure && !standardise) return; // 0/0
      for (const w of weightsOf(batch, batch.studentLogits, raw)) expect(w).toBeCloseTo(2, 5);
      const mean1 = { standardise, weightEpsilon: 0 };
      for (const w of weightsOf(batch, batch.studentLogits, mean1)) expect(w).toBeCloseTo(1, 5);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('ignore shifts of a head, and its scale where they are standardised', () => {
    const batch = { labels: [0, 2], studentLogits: [[2, 1, -1], [0, 3, 1]], teacherLogits: [] }; // prettier-ignore
    const classifier = [[1, 0, 0.5], [0.5, -1, 2]]; // prettier-ignore
    const plain = weightsOf(batch, classifier);
    const moved = classifier.map((row, n) => row.map((z) => z + 4 * n - 8));
    expect(excess(weightsOf(batch, moved), plain, 1e-5)).toBeLessThan(1);
    const scaled = classifier.map((row) => row.map((z) => 16 * z));
    expect(excess(weightsOf(batch, scaled), plain, 1e-5)).toBeLessThan(1);
    const free = { standardise: false };
    expect(excess(weightsOf(batch, scaled, free), weightsOf(batch, classifier, free), 1e-2)).toBeGreaterThan(
      1,
    );
  });

  it('have mean 1, and are cut before that division', () => {
    const batch = { labels: [0, 0, 1], studentLogits: [[5, 0], [0, 1], [1, 1]], teacherLogits: [] }; // prettier-ignore
    const classifier = [[-3, 2], [2, 0], [0, 0]]; // prettier-ignore
    const raw = weightsOf(batch, classifier, { normaliseWeights: false, standardise: false });
    expect(Math.max(...raw)).toBeGreaterThan(100);
    const clipped = raw.map((w) => Math.min(w, 2.5));
    const options = { standardise: false, weightClip: 2.5 };
    const expected = clipped.map((w) => w / mean(clipped));
    expect(excess(weightsOf(batch, classifier, options), expected, 1e-5)).toBeLessThan(1);
    expect(mean(weightsOf(batch, classifier, options))).toBeCloseTo(1, 6);
  });

  it('count a constant row as log C, also where its numbers are no round ones', () => {
    const batch = { labels: [1], studentLogits: [[0.1, 0.1, 0.1]], teacherLogits: [] };
    const classifier = [[0.7, -0.2, 0.4]];
    const deviation = 0.4582575694955841; // unbiased
    const scores = classifier[0].map((z) => (z - 0.3) / deviation);
    const [w] = weightsOf(batch, classifier, { normaliseWeights: false });
    expect(w).toBeCloseTo(1 + entropy(scores, 1) / Math.log(3), 4);
  });
});

describe('ipwd', () => {
  it('is kd plus the head’s cross-entropy where both heads agree', () => {
    const property = fc.property(batches(20), (batch) => {
      const options = { weightEpsilon: 0 };
      const found = evaluateCase({
        loss: 'ipwd',
        ...batch,
        classifierLogits: batch.studentLogits,
        options,
      });
      const kd = evaluateCase({ loss: 'kd', ...batch });
      expect(excess([found.parts.ce, found.parts.kd], [kd.parts.ce, kd.parts.kd], 2e-5)).toBeLessThan(1);
      expect(
        excess(flat(found.gradient.studentLogits), flat(kd.gradient.studentLogits), 2e-5, 1e-5),
      ).toBeLessThan(1);
      const ce = evaluateCase({ loss: 'ce', labels: batch.labels, studentLogits: batch.studentLogits });
      expect(excess([found.parts.classifier], [ce.total], 1e-5)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('sends nothing through the weights: the head gets its own cross-entropy’s gradient only', () => {
    for (const { case: input } of loadFixture('ipwd').cases.slice(0, 5)) {
      const { gradient } = evaluateCase({ ...input, options: { classifierWeight: 0 } });
      for (const g of flat(gradient.classifierLogits)) expect(Math.abs(g)).toBe(0);
    }
  });

  it('has the gradient of its value with the weights held fixed', () => {
    const { case: input } = loadFixture('ipwd').cases.find(({ name }) => name === 'defaults, ten classes')!;
    const batch = input as unknown as Batch & { classifierLogits: number[][] };
    const weights = weightsOf(batch, batch.classifierLogits);
    const options = { ceWeight: 0, classifierWeight: 0 };
    const whole = flat(evaluateCase({ ...input, options }).gradient.studentLogits);
    const classes = batch.studentLogits[0].length;
    weights.forEach((w, n) => {
      const one = {
        loss: 'kd',
        labels: [batch.labels[n]],
        studentLogits: [batch.studentLogits[n]],
        teacherLogits: [batch.teacherLogits[n]],
        options: { ceWeight: 0 },
      };
      const share = lossOfInput(lossByName('kd'), one, 'studentLogits');
      for (let c = 0; c < classes; c++) {
        const axis = Array.from({ length: classes }, (_, i) => (i === c ? 1 : 0));
        const measured = (w * directionalDerivative(share, axis, 2 ** -5)) / weights.length;
        expect(Math.abs(measured - whole[n * classes + c])).toBeLessThan(
          1e-3 * Math.max(...whole.map(Math.abs)),
        );
      }
      share.dispose();
    });
  });

  it('changes its distillation part when student and teacher are exchanged', () => {
    const { case: input } = loadFixture('ipwd').cases.find(({ name }) => name === 'defaults, ten classes')!;
    const { parts } = evaluateCase(input);
    const exchanged = evaluateCase({
      ...input,
      studentLogits: input.teacherLogits,
      teacherLogits: input.studentLogits,
    }).parts;
    expect(Math.abs(exchanged.kd / parts.kd - 1)).toBeGreaterThan(1e-3);
  });
});
