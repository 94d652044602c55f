import { describe, expect, it } from 'vitest';
import { transformLabels } from '../../lib/data/label-transforms';
import { additiveNoiseIndicators, indicators } from '../../lib/theory/index';
import { labelled } from './helpers';

const size = { height: 1, width: 1, channels: 1 };
const CLASSES = 10;
const noisy = (count: number, options: Record<string, unknown>) => {
  const part = labelled(new Uint8Array(count), size, CLASSES);
  return transformLabels(part, CLASSES, { name: 'additive-noise', options });
};

describe('additive-noise', () => {
  it.each(['gaussian', 'laplace'] as const)('%s noise has the indicators of Corollary 2', (noise) => {
    for (const [normalisation, scale] of [['shift', 0.5], ['softmax', 1]] as const) {
      const { softLabels, trueLabels } = noisy(20_000, { noise, scale, normalisation });
      const [found] = indicators(softLabels!, trueLabels, 20_000, CLASSES, { ks: [4] });
      const exact = additiveNoiseIndicators({ noise, scale, classes: CLASSES }, 4);
      expect(Math.abs(found.unreliability - exact.unreliability)).toBeLessThan(0.0125); // four standard errors
      for (const rate of found.perClassAmbiguity) expect(Math.abs(rate - exact.ambiguity)).toBeLessThan(0.0145);
    }
  });

  it.each(['shift', 'softmax', 'clip'])('%s gives distributions', (normalisation) => {
    const { softLabels } = noisy(500, { scale: 2, normalisation });
    for (let n = 0; n < 500; n++) {
      const row = [...softLabels!.subarray(n * CLASSES, (n + 1) * CLASSES)];
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      if (normalisation === 'shift') expect(Math.min(...row)).toBe(0);
    }
  });

  it('shift and clip give the one-hot label back at scale 0, softmax does not', () => {
    for (const normalisation of ['shift', 'clip']) {
      const { softLabels, trueLabels } = noisy(20, { scale: 0, normalisation });
      expect([...softLabels!]).toEqual(
        [...trueLabels].flatMap((label) => Array.from({ length: CLASSES }, (_, c) => (c === label ? 1 : 0))),
      );
    }
    const { softLabels } = noisy(1, { scale: 0, normalisation: 'softmax' });
    expect(softLabels![0]).toBeCloseTo(Math.E / (Math.E + 9), 6);
  });

  it('adds the same noise whatever its scale and normalisation', () => {
    const [one, two] = [0.1, 0.2].map((scale) => noisy(5, { scale, normalisation: 'shift' }).softLabels!);
    // Wrong entries of the first image stand in the same order.
    const order = (soft: Float32Array) => [1, 2, 3, 4, 5, 6, 7, 8, 9].sort((a, b) => soft[a] - soft[b]);
    expect(order(two)).toEqual(order(one));
    expect(noisy(5, { seed: 2 }).softLabels).not.toEqual(noisy(5, { seed: 1 }).softLabels);
  });

  it.each([
    [{ noise: 'uniform' }, /noise: found 'uniform', allowed is 'gaussian' or 'laplace'/],
    [{ scale: -1 }, /scale: found -1, allowed are finite numbers from 0/],
    [{ normalisation: 'none' }, /normalisation: found 'none'/],
  ])('refuses %o', (options, message) => {
    expect(() => noisy(5, options)).toThrow(message);
  });
});

describe('random-soft-labels', () => {
  const drawn = (accuracy: number, count = 20_000) => {
    const part = labelled(new Uint8Array(count), size, CLASSES);
    return transformLabels(part, CLASSES, { name: 'random-soft-labels', options: { accuracy } });
  };

  it('know nothing but how often the truth is on top', () => {
    const { softLabels, trueLabels } = drawn(0.3);
    const [top1, , , top4] = indicators(softLabels!, trueLabels, 20_000, CLASSES, { ks: [1, 2, 3, 4] });
    expect(Math.abs(top1.unreliability - 0.7)).toBeLessThan(0.013);
    // Where it is not on top, the truth is in one of the nine other places alike.
    expect(Math.abs(top4.unreliability - 0.7 * (6 / 9))).toBeLessThan(0.0145);
    const mean = softLabels!.reduce((sum, p, i) => sum + (i % CLASSES === trueLabels[Math.floor(i / CLASSES)] ? p : 0), 0) / 20_000;
    // The largest of ten uniform spacings is H_10/10 on average, the others share the rest.
    const largest = 0.2928968;
    expect(mean).toBeCloseTo(0.3 * largest + 0.7 * ((1 - largest) / 9), 2);
  });

  it('are distributions', () => {
    const { softLabels } = drawn(0.5, 100);
    for (let n = 0; n < 100; n++) {
      const sum = softLabels!.subarray(n * CLASSES, (n + 1) * CLASSES).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
    expect(() => drawn(1.1, 5)).toThrow('accuracy: found 1.1, allowed are numbers from 0 to 1');
  });
});
