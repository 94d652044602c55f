import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine';
import { evaluateCase, lossByName } from '../../lib/losses/index';
import { batches, entropy, mean, softmax } from './arbitrary';
import type { Batch } from './arbitrary';
import { apart, excess, flat } from './fixture';

const BASES = [
  'ce',
  'label-smoothing',
  'confidence-penalty',
  'boot-soft',
  'boot-hard',
  'proselflc',
  'gce',
  'sce',
];

const evaluate = (batch: Batch, options = {}, extra = {}) =>
  evaluateCase({ loss: 'cmd-s', ...batch, ...extra, options });

const [A, B] = [[0.6, 0.3, 0.1], [0.9, 0.05, 0.05]].map((p) => p.map(Math.log)); // prettier-ignore

/** A base alone on the same batch; progress where it takes one. */
const alone = (base: string, { labels, studentLogits }: Batch) => {
  const progress = lossByName(base).required.includes('progress') ? { progress: 0.75 } : {};
  return evaluateCase({ loss: base, labels, studentLogits, ...progress });
};

/** A batch whose peers are sure, unsure and uniform. */
const batch: Batch = {
  labels: [0, 2, 1],
  studentLogits: [[1, -1, 0.5], [0.25, 2, 1], [3, 0, -2]], // prettier-ignore
  teacherLogits: [[5, -1, 0], [0.5, 0.25, 0], [0, 0, 0]], // prettier-ignore
};

describe('cmd-s', () => {
  it('gives A what B knows, and B nothing, in the worked example', () => {
    expect(entropy(A) / Math.log(3)).toBeCloseTo(0.817345, 6);
    expect(entropy(B) / Math.log(3)).toBeCloseTo(0.358996, 6);
    const kd = (own: number[], peer: number[], threshold: number) =>
      evaluate({ labels: [0], studentLogits: [own], teacherLogits: [peer] }, { threshold }).parts.kd;
    expect(kd(A, B, 0.5)).toBeCloseTo(0.240673, 6);
    expect(kd(B, A, 0.5)).toBe(0);
    expect(kd(B, A, 0.9)).toBeCloseTo(0.363563, 6);
  });

  it.each(BASES)('is %s alone with zero knowledge, to the last bit', (base) => {
    const property = fc.property(batches(60), fc.constantFrom('add', 'mix'), (drawn, form) => {
      const plain = alone(base, drawn);
      const { total, parts, gradient } = evaluate(drawn, { threshold: 0, base, form }, { progress: 0.75 });
      expect(parts).toEqual({ ...plain.parts, kd: 0 });
      expect(total).toBe(plain.total);
      expect(flat(gradient.studentLogits)).toEqual(flat(plain.gradient.studentLogits).map((g) => g + 0));
    });
    fc.assert(property, { numRuns: 10 });
  });

  it('is dml with all knowledge, to the last bit', () => {
    const property = fc.property(batches(60), fc.constantFrom(1, 2.5), (drawn, temperature) => {
      const weights = { ceWeight: 0.75, kdWeight: 1.5, temperature };
      const dml = evaluateCase({ loss: 'dml', ...drawn, options: weights });
      for (const confidence of ['entropy', 'max-probability']) {
        for (const aggregation of ['batch', 'selected']) {
          const found = evaluate(drawn, { ...weights, threshold: 2, confidence, aggregation });
          expect({ ...found, loss: 'dml' }).toEqual(dml);
        }
      }
    });
    fc.assert(property, { numRuns: 10 });
  });

  it('selects strictly: a uniform peer not at κ = 1, but above it; a certain peer never at κ = 0', () => {
    for (const classes of [2, 3, 5, 10, 100]) {
      const zeros = new Array<number>(classes).fill(0);
      const own = zeros.map((_, i) => (i === 0 ? 1 : 0));
      const kd = (peer: number[], threshold: number, confidence: string) =>
        evaluate({ labels: [0], studentLogits: [own], teacherLogits: [peer] }, { threshold, confidence })
          .parts.kd;
      const sure = zeros.map((_, i) => (i === 1 ? 60 : -60));
      for (const confidence of ['entropy', 'max-probability']) {
        expect(kd(zeros, 1, confidence)).toBe(0);
        expect(kd(zeros, 1.0001, confidence)).toBeGreaterThan(0);
        expect(kd(sure, 0, confidence)).toBe(0);
        expect(kd(sure, 1e-6, confidence)).toBeGreaterThan(0);
      }
    }
  });

  it('selects by the entropy of the peer, whatever the temperature', () => {
    const property = fc.property(batches(6), fc.integer({ min: 1, max: 31 }), (drawn, step) => {
      const threshold = step / 32;
      const classes = drawn.studentLogits[0].length;
      const chosen = drawn.teacherLogits.map((v) => entropy(v) / Math.log(classes));
      fc.pre(chosen.every((h) => Math.abs(h - threshold) > 1e-5)); // float32 decides differently only there
      const kls = drawn.teacherLogits.map((v, n) =>
        softmax(v, 2).reduce((sum, p, i) => sum + p * Math.log(p / softmax(drawn.studentLogits[n], 2)[i]), 0),
      );
      const expected = mean(kls.map((kl, n) => (chosen[n] < threshold ? 4 * kl : 0)));
      const found = evaluate(drawn, { threshold, temperature: 2 }).parts.kd;
      expect(Math.abs(found - expected)).toBeLessThan(2e-5 * expected + 1e-12);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('divides by the batch or by the number selected', () => {
    const whole = evaluate(batch, { threshold: 0.5 }).parts;
    const selected = evaluate(batch, { threshold: 0.5, aggregation: 'selected' }).parts;
    expect(selected.ce).toBe(whole.ce);
    expect(selected.kd / whole.kd).toBeCloseTo(3, 6); // one of three
    expect(evaluate(batch, { threshold: 0, aggregation: 'selected' }).parts.kd).toBe(0);
  });

  it('mixes the peer into the target: H((1 − ε s) e_y + ε s p_peer, p)', () => {
    const { total, gradient } = evaluate(batch, { threshold: 0.5, form: 'mix', ceWeight: 3, kdWeight: 1 });
    const rows = batch.studentLogits.map((z, n) => {
      const share = n === 0 ? 0.25 : 0; // only the first peer is sure
      const peer = softmax(batch.teacherLogits[n]);
      const target = peer.map((p, i) => share * p + (i === batch.labels[n] ? 1 - share : 0));
      const p = softmax(z);
      return {
        value: -target.reduce((sum, w, i) => sum + w * Math.log(p[i]), 0),
        slope: p.map((pi, i) => (pi - target[i]) / 3),
      };
    });
    expect(excess([total], [mean(rows.map(({ value }) => value))], 1e-6)).toBeLessThan(1);
    expect(excess(flat(gradient.studentLogits), rows.flatMap(({ slope }) => slope), 1e-5, 1e-6)).toBeLessThan(1); // prettier-ignore
  });

  it('is, mixed with all knowledge, distillation up to the entropy of the peer (ProSelfLC, proposition 2)', () => {
    const property = fc.property(batches(8), (drawn) => {
      const mixed = evaluate(drawn, { threshold: 2, form: 'mix' });
      const kd = evaluateCase({
        loss: 'kd',
        ...drawn,
        options: { ceWeight: 0.5, kdWeight: 0.5, temperature: 1 },
      });
      const constant = mean(drawn.teacherLogits.map(entropy)) / 2;
      expect(excess([mixed.total], [kd.total + constant], 1e-5)).toBeLessThan(1);
      expect(apart(flat(mixed.gradient.studentLogits), flat(kd.gradient.studentLogits))).toBeLessThan(1e-6);
    });
    fc.assert(property, { numRuns: 30 });
  });

  it('asks nothing of a network that equals its peer', () => {
    const equal = { ...batch, studentLogits: batch.teacherLogits };
    const { parts, gradient } = evaluate(equal, { threshold: 2, ceWeight: 0, temperature: 3 });
    expect(parts.kd).toBe(0);
    for (const g of flat(gradient.studentLogits)) expect(Math.abs(g)).toBe(0);
  });

  it('resolves the options of its base by the base’s own definitions', () => {
    const { parts } = evaluate(batch, {
      threshold: 0,
      base: 'label-smoothing',
      baseOptions: { smoothing: 0.5 },
    });
    const { labels, studentLogits } = batch;
    const smoothed = evaluateCase({
      loss: 'label-smoothing',
      labels,
      studentLogits,
      options: { smoothing: 0.5 },
    });
    expect(parts.ce).toBe(smoothed.total);
    const options = { base: 'gce', baseOptions: { smoothing: 0.5 } };
    expect(() => evaluate(batch, options)).toThrow(
      "loss 'cmd-s': option 'baseOptions' for 'gce': unknown option 'smoothing', allowed are 'q'",
    );
    expect(() => evaluate(batch, { baseOptions: { q: 1 } })).toThrow(
      "for 'ce': unknown option 'q', it has none",
    );
    expect(() => evaluate(batch, { base: 'gce', baseOptions: { q: 2 } })).toThrow("option 'q': found 2");
    expect(() => evaluate(batch, { base: 'kd' })).toThrow("option 'base': found 'kd'");
    expect(() => evaluate(batch, { base: 'proselflc' })).toThrow("loss 'proselflc' needs progress");
  });

  it('refuses a mixture without weights, a growth and an infinite threshold', () => {
    const before = tf.memory().numTensors;
    expect(() => evaluate(batch, { form: 'mix', ceWeight: 0, kdWeight: 0 })).toThrow("form 'mix'");
    expect(() => evaluate(batch, { base: 'proselflc' })).toThrow('needs progress');
    expect(tf.memory().numTensors).toBe(before);
    expect(() => evaluate(batch, { growth: 8 })).toThrow("unknown option 'growth'");
    expect(() => evaluate(batch, { threshold: Infinity })).toThrow("option 'threshold'");
  });
});
