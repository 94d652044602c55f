import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import { lossGradients, tf } from '../../lib/engine';
import { evaluateCase, lossByName, resolveOptions } from '../../lib/losses/index';
import { mean, softmax } from './arbitrary';
import { apart, excess, flat } from './fixture';

const evaluate = (labels: number[], studentLogits: number[][], randomLabels: number[][], options = {}) =>
  evaluateCase({ loss: 'sbt', labels, studentLogits, randomLabels, options });

const ce = (labels: number[], studentLogits: number[][]) =>
  evaluateCase({ loss: 'ce', labels, studentLogits }).total;

const Z = [3, 2, 1, 0, -1, -2]; // class i ranks i-th

describe('sbt', () => {
  it.each([
    [0, 0.8], // on top: 1 − α1
    [1, 1],
    [3, 1], // the last of the best four
    [4, 2.1], // out of them: 1 + α2
    [5, 2.1],
  ])('weighs the cross-entropy of a label of rank %i by %f', (label, weight) => {
    const others = [0, 1, 2, 3].filter((i) => i !== label).slice(0, 3);
    const { total, parts } = evaluate([label], [Z], [others]);
    const hard = ce([label], [Z]);
    const random = others.reduce((sum, r) => sum + 2 * ce([r], [Z]), 0);
    expect(excess([parts.ce, parts.random], [hard, random], 1e-5)).toBeLessThan(1);
    expect(excess([total], [weight * hard + random], 1e-5)).toBeLessThan(1);
    expect(parts.punish).toBeLessThanOrEqual(0);
  });

  it('has the gradient w_y(p − e_y) + α3·Σ_r (p − e_r): none through the indicators', () => {
    const logit = fc.integer({ min: -640, max: 640 }).map((n) => n / 64);
    const row = fc.array(logit, { minLength: 6, maxLength: 6 });
    const property = fc.property(row, fc.integer({ min: 0, max: 5 }), (z, label) => {
      const randomLabels = [0, 1, 2, 3, 4, 5].filter((i) => i !== label).slice(1, 4);
      const { gradient } = evaluate([label], [z], [randomLabels]);
      const rank = z.filter((x, i) => x > z[label] || (x === z[label] && i < label)).length;
      const own = 1 - (rank === 0 ? 0.2 : 0) + (rank >= 4 ? 1.1 : 0);
      const expected = softmax(z).map(
        (p, i) => own * (p - (i === label ? 1 : 0)) + 2 * (3 * p - (randomLabels.includes(i) ? 1 : 0)),
      );
      expect(apart(flat(gradient.studentLogits), expected)).toBeLessThan(5e-6); // weights add up to 8
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('ranks the lower class index first among equal logits', () => {
    const even = [[1, 1, 1, 1, 1, 1]];
    expect(evaluate([0], even, [[1, 2, 3]]).parts.punish).toBeLessThan(0);
    expect(evaluate([1], even, [[0, 2, 3]]).parts.punish).toBe(-0);
    expect(evaluate([3], even, [[0, 1, 2]]).parts.compensate).toBe(0);
    expect(evaluate([4], even, [[0, 1, 2]]).parts.compensate).toBeGreaterThan(0);
  });

  it('adds up or averages over the random labels, repeated ones included', () => {
    const sum = evaluate([2], [Z], [[0, 5, 5]]).parts.random;
    expect(sum).toBeCloseTo(2 * (ce([0], [Z]) + 2 * ce([5], [Z])), 4);
    expect(evaluate([2], [Z], [[0, 5, 5]], { reduction: 'mean' }).parts.random).toBeCloseTo(sum / 3, 5);
  });

  it('compensates nothing where the top-k set holds every class', () => {
    expect(evaluate([2], [[3, 2, 1]], [[0, 1, 0]]).parts.compensate).toBe(0);
  });

  it('is plain cross-entropy without its three terms', () => {
    const options = { punishWeight: 0, compensateWeight: 0, randomWeight: 0 };
    expect(evaluate([2], [Z], [[0, 1, 3]], options).total).toBe(ce([2], [Z]));
  });

  it('refuses another number of random labels than k − 1, the own label, and a k that is no set size', () => {
    expect(() => evaluate([2], [Z], [[0, 1]])).toThrow(
      'randomLabels: found 2 labels a sample, allowed are k − 1 = 3',
    );
    expect(() => evaluate([2], [Z], [[0, 1, 2]])).toThrow('randomLabels[0][2]: found 2');
    expect(() => evaluate([2], [Z], [[0]], { k: 2.5 })).toThrow('allowed: integers from 2');
    expect(evaluate([2], [Z], [[0]], { k: 2 }).total).toBeGreaterThan(0);
  });
});

/**
 * Free logits for each of many samples, ten classes, descended by steps of 0.05 with random labels redrawn each time
 * (α2 1.1, k 4): where top-1 accuracy and the soft label's mass on the truth come to rest.
 */
describe('sbt, left to itself', () => {
  const cells: [string, number, number, number, number][] = [
    ['sum', 0, 1.6, 1, 0.172],
    ['sum', 0, 2, 0.91, 0.143],
    ['sum', 0, 2.3, 0.44, 0.127],
    ['sum', 0.2, 1.6, 0.97, 0.144],
    ['sum', 0.2, 2, 0.58, 0.128],
    ['sum', 0.2, 2.3, 0.22, 0.122],
    ['sum', 0.4, 1.6, 0.74, 0.128],
    ['sum', 0.4, 2, 0.37, 0.124],
    ['sum', 0.4, 2.3, 0.15, 0.12],
    ['mean', 0, 1.6, 1, 0.385],
    ['mean', 0, 2, 1, 0.333],
    ['mean', 0, 2.3, 1, 0.303],
    ['mean', 0.2, 1.6, 1, 0.333],
    ['mean', 0.2, 2, 1, 0.286],
    ['mean', 0.2, 2.3, 1, 0.258],
    ['mean', 0.4, 1.6, 1, 0.273],
    ['mean', 0.4, 2, 1, 0.231],
    ['mean', 0.4, 2.3, 1, 0.207],
  ];

  it.each(cells)(
    'reduction %s, α1 = %f, α3 = %f: top-1 %f, mean d_y %f',
    (reduction, punish, random, accuracy, mass) => {
      const found = equilibrium({ reduction, punishWeight: punish, randomWeight: random });
      // the accuracy is that of 800 samples, correlated over the last 50 steps: a standard deviation of at most 0.018
      expect(Math.abs(found.accuracy - accuracy)).toBeLessThan(0.03);
      expect(Math.abs(found.mass - mass)).toBeLessThan(0.002);
    },
  );
});

const [SAMPLES, CLASSES, STEPS] = [800, 10, 200];
const TRUTH = Array.from({ length: SAMPLES }, (_, n) => n % CLASSES);
/** Drawn once: every cell starts at the same logits and meets the same random labels. */
const START = drawStart();

function drawStart(): { logits: number[]; randomLabels: Int32Array[] } {
  const random = new RandomStream(7, 'sbt');
  const logits = TRUTH.flatMap((label) =>
    Array.from({ length: CLASSES }, (_, i) => (i === label ? 1 : 0.01 * (random.integer(1000) / 500 - 1))),
  );
  const randomLabels = Array.from({ length: STEPS }, () =>
    Int32Array.from(TRUTH.flatMap((label) => drawOthers(random, label, CLASSES))),
  );
  return { logits, randomLabels };
}

function equilibrium(given: Record<string, unknown>): { accuracy: number; mass: number } {
  const [counted, rate] = [50, 0.05];
  const loss = lossByName('sbt');
  const options = resolveOptions(loss, given);
  const labels = tf.tensor1d(TRUTH, 'int32');
  let logits = tf.tensor2d(START.logits, [SAMPLES, CLASSES]);
  const [hits, masses]: number[][] = [[], []];
  for (let step = 0; step < STEPS; step++) {
    const randomLabels = tf.tensor2d(START.randomLabels[step], [SAMPLES, 3], 'int32');
    const { gradients } = lossGradients(
      (studentLogits: typeof logits) => loss.evaluate({ labels, studentLogits, randomLabels }, options),
      [logits],
    );
    if (step >= STEPS - counted) {
      const rows = logits.arraySync();
      hits.push(mean(rows.map((z, n) => (z.indexOf(Math.max(...z)) === TRUTH[n] ? 1 : 0))));
      masses.push(mean(rows.map((z, n) => softmax(z)[TRUTH[n]])));
    }
    // the loss is a mean: N times its gradient is each sample's own
    const next = tf.tidy(() => logits.sub<typeof logits>(gradients[0].mul(rate * SAMPLES)));
    tf.dispose([logits, randomLabels, ...gradients]);
    logits = next;
  }
  tf.dispose([logits, labels]);
  return { accuracy: mean(hits), mass: mean(masses) };
}

/** Three different classes other than the label. */
function drawOthers(random: RandomStream, label: number, classes: number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < 3) {
    const candidate = random.integer(classes);
    if (candidate !== label) chosen.add(candidate);
  }
  return [...chosen];
}
