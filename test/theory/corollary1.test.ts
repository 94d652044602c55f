import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { candidateIndicators, candidateSetIndicators, drawCandidateSets } from '../../lib/theory/index';
import type { CandidateSetting } from '../../lib/theory/index';

const SETTINGS: CandidateSetting[] = [
  { sampler: 'independent', unreliableRate: 0.3, partialRate: 0.1, classes: 10 },
  { sampler: 'independent', unreliableRate: 0.6, partialRate: 0.05, classes: 4 },
  { sampler: 'independent', unreliableRate: 0.6, partialRate: 0.05, classes: 4, emptySets: 'redraw' },
  { sampler: 'corrupt-then-flip', unreliableRate: 0.5, partialRate: 0.5, classes: 10 },
  { sampler: 'corrupt-then-flip', unreliableRate: 0.3, partialRate: 0.1, classes: 3 },
];

describe('drawCandidateSets', () => {
  it.each(SETTINGS)('has the exact indicators of $sampler, μ $unreliableRate, ν $partialRate', (setting) => {
    const { classes } = setting;
    const samples = 30_000;
    const labels = Array.from({ length: samples }, (_, n) => n % classes);
    const sets = drawCandidateSets(labels, setting, new RandomStream(2, 'sets'));
    const measured = candidateIndicators(sets, labels, samples, classes);
    const expected = candidateSetIndicators(setting);
    const error = (p: number, n: number) => 5 * Math.sqrt((p * (1 - p)) / n);
    expect(Math.abs(measured.unreliability - expected.unreliability)).toBeLessThan(
      error(expected.unreliability, samples),
    );
    for (const share of measured.perClassAmbiguity) {
      expect(Math.abs(share - expected.ambiguity)).toBeLessThan(
        error(expected.ambiguity, samples * (1 - 1 / classes)),
      );
    }
    for (let n = 0; n < samples; n++) {
      expect(sets.subarray(n * classes, (n + 1) * classes).includes(1)).toBe(true);
    }
  });

  it('repeats with its stream and refuses what cannot end', () => {
    const draw = (seed: number) => drawCandidateSets([0, 1, 2], SETTINGS[0], new RandomStream(seed, 's'));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const never = { ...SETTINGS[2], unreliableRate: 1, partialRate: 0 };
    expect(() => drawCandidateSets([0], never, new RandomStream(1))).toThrow('every set would be empty');
    expect(() => candidateSetIndicators({ ...SETTINGS[0], partialRate: 1.5 })).toThrow(
      'partialRate: found 1.5',
    );
  });

  it('gives only the truth at rates 0, only the wrong labels at rates 1', () => {
    const labels = [0, 2, 1];
    const at = (rate: number) =>
      drawCandidateSets(
        labels,
        { sampler: 'independent', unreliableRate: rate, partialRate: rate, classes: 3 },
        new RandomStream(1),
      );
    expect([...at(0)]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0]);
    expect([...at(1)]).toEqual([0, 1, 1, 1, 1, 0, 1, 0, 1]);
  });
});

describe('candidateSetIndicators', () => {
  it('gives μ and ν where no set is empty, and μ(1 − ν) for corrupt-then-flip', () => {
    const full = { sampler: 'independent', unreliableRate: 0.4, partialRate: 1, classes: 5 } as const;
    expect(candidateSetIndicators(full)).toEqual({ unreliability: 0.4, ambiguity: 1, empty: 0 });
    const flip = candidateSetIndicators({ ...SETTINGS[3] });
    expect(flip.unreliability).toBe(0.25);
    expect(flip.ambiguity).toBeCloseTo(0.5 + 0.25 / 9, 14);
  });
});
