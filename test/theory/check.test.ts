import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { RandomStream } from '../../lib/base/random';
import { checkSoftLabels, describeCheck, softLabelIndicators } from '../../lib/theory/index';

/** A teacher that is right with probability ½ … rows of exp(normal) with a pull towards the truth. */
function teacher(samples: number, classes: number, pull: number, seed = 1) {
  const stream = new RandomStream(seed, 'teacher');
  const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
  const softLabels = new Float32Array(samples * classes);
  for (let n = 0; n < samples; n++) {
    let sum = 0;
    for (let c = 0; c < classes; c++)
      sum += softLabels[n * classes + c] = Math.exp(stream.normal() + (c === labels[n] ? pull : 0));
    for (let c = 0; c < classes; c++) softLabels[n * classes + c] /= sum;
  }
  return { softLabels, labels, samples, classes };
}

describe('checkSoftLabels', () => {
  it('reports the fixed fields, k = 1 … 5 and the headline 4', () => {
    const report = checkSoftLabels(teacher(400, 10, 2), { resamples: 100 });
    expect(Object.keys(report)).toEqual([
      'n',
      'classes',
      'k',
      'byK',
      'distances',
      'confusablePairs',
      'misledClasses',
    ]);
    expect([report.n, report.classes, report.k]).toEqual([400, 10, 4]);
    expect(report.byK.map((entry) => entry.k)).toEqual([1, 2, 3, 4, 5]);
    expect(Object.keys(report.byK[0])).toEqual([
      'k',
      'unreliability',
      'ambiguity',
      'perClassAmbiguity',
      'ties',
      'interval',
      'theorem1',
      'theorem2',
      'finiteSample',
    ]);
    expect(Object.keys(report.distances)).toEqual([
      'chebyshev',
      'kl',
      'klInfinite',
      'manhattan',
      'euclidean',
    ]);
    expect(report.byK[3].theorem2.margin).toBe(1 - report.byK[3].unreliability - report.byK[3].ambiguity);
  });

  it('adds the headline k where it lies beyond 5 and stops at C − 1 with few classes', () => {
    expect(checkSoftLabels(teacher(50, 20, 1), { k: 12, resamples: 0 }).byK.map((e) => e.k)).toEqual([
      1, 2, 3, 4, 5, 12,
    ]);
    const three = checkSoftLabels(teacher(50, 3, 1), { resamples: 0 });
    expect([three.k, three.byK.map((e) => e.k)]).toEqual([2, [1, 2]]);
  });

  it('brackets the estimate by intervals of binomial width that repeat with the seed', () => {
    const input = teacher(2000, 10, 2);
    const [entry] = checkSoftLabels(input, { resamples: 600 }).byK;
    const [low, high] = entry.interval!.unreliability;
    const binomial = 2 * 1.96 * Math.sqrt((entry.unreliability * (1 - entry.unreliability)) / 2000);
    expect((high - low) / binomial).toBeGreaterThan(0.85);
    expect((high - low) / binomial).toBeLessThan(1.15);
    expect(low).toBeLessThan(entry.unreliability);
    expect(high).toBeGreaterThan(entry.unreliability);
    expect(entry.interval!.ambiguity[0]).toBeLessThanOrEqual(entry.ambiguity);
    expect(entry.interval!.ambiguity[1]).toBeGreaterThanOrEqual(entry.ambiguity);
    const interval = (seed: number) => checkSoftLabels(input, { resamples: 50, seed }).byK[0].interval;
    expect(interval(3)).toEqual(interval(3));
    expect(interval(3)).not.toEqual(interval(4));
    const narrow = checkSoftLabels(input, { resamples: 600, level: 0.5 }).byK[0].interval!;
    expect(narrow.level).toBe(0.5);
    expect(narrow.unreliability[1] - narrow.unreliability[0]).toBeLessThan(0.5 * (high - low));
  });

  it('judges candidate sets, with 1/|s| where no soft labels are given', () => {
    const candidates = Uint8Array.from([1, 1, 0, 0, 0, 1, 1, 1, 1]);
    const report = checkSoftLabels(
      { candidates, labels: [0, 1, 2], samples: 3, classes: 3 },
      { resamples: 20 },
    );
    expect(report).not.toHaveProperty('k');
    expect(report.byK).toHaveLength(1);
    expect(report.byK[0]).not.toHaveProperty('k');
    expect(report.byK[0].unreliability).toBeCloseTo(1 / 3, 12);
    expect(report.byK[0].perClassAmbiguity).toEqual([0.5, 1, 0.5]);
    expect(report.distances.klInfinite).toBe(1);
    expect(report.distances.chebyshev).toBeCloseTo((0.5 + 1 + 2 / 3) / 3, 12);
  });

  it('refuses what is no soft label, in one sentence with place, found and allowed', () => {
    const input = {
      softLabels: Float64Array.from([0.5, 0.5, 0.2, 0.8]),
      labels: [0, 1],
      samples: 2,
      classes: 2,
    };
    const refusal = (change: object, options: object = {}): string => {
      try {
        checkSoftLabels({ ...input, ...change }, { resamples: 0, ...options });
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return (error as Error).message;
      }
      return 'accepted';
    };
    expect(refusal({})).toBe('accepted');
    expect(
      refusal({ softLabels: Float64Array.from([0.5, 0.5, 0.2, 0.7]) }, { names: { softLabels: 's.npy' } }),
    ).toBe('s.npy: row 1: found the sum 0.9, each row must sum to 1 within 0.001');
    expect(refusal({ softLabels: Float64Array.from([0.5, 0.5, 0.2, 0.8005]) })).toBe('accepted');
    expect(refusal({ softLabels: Float64Array.from([1.5, -0.5, 0.2, 0.8]) })).toBe(
      'soft labels: row 0, class 1: found the negative number -0.5, allowed are probabilities from 0 to 1 (logits? apply softmax first)',
    );
    expect(refusal({ softLabels: Float64Array.from([0.5, NaN, 0.2, 0.8]) })).toContain(
      'row 0, class 1: found NaN',
    );
    expect(refusal({ softLabels: Float64Array.from([0.5, 0.5]) })).toBe(
      'soft labels: found 2 values, needed are 2×2 = 4',
    );
    expect(refusal({ labels: [0, 2] })).toBe('labels: entry 1: found 2, allowed are integers from 0 to 1');
    expect(refusal({ labels: [0, -1] })).toContain('entry 1: found -1');
    expect(refusal({ labels: [0] })).toBe('labels: found 1 labels, needed are 2, one for each sample');
    expect(refusal({ samples: 0, labels: [], softLabels: new Float64Array(0) })).toContain('found 0 samples');
    expect(refusal({}, { k: 2 })).toBe(
      'k: found 2, allowed are integers from 1 to 1 (below the number of classes)',
    );
    expect(refusal({}, { resamples: -1 })).toContain('resamples: found -1');
    expect(refusal({}, { level: 1 })).toContain('level: found 1');
    expect(refusal({}, { seed: 0 })).toContain('seed: found 0');
    expect(refusal({ softLabels: undefined })).toContain('needed are soft labels or candidate sets');
    expect(refusal({ candidates: [1, 0, 0, 0] })).toBe(
      'candidates: row 1: found an empty candidate set, needed is at least one 1',
    );
    expect(refusal({ candidates: [1, 0, 2, 0] })).toBe(
      'candidates: row 1, class 0: found 2, allowed are 0 and 1',
    );
    expect(refusal({ candidates: [1, 0, 1, 0] }, { k: 1 })).toContain('candidate sets have no k');
  });

  it('stays fast at 50,000 samples of 100 classes', () => {
    const input = teacher(50_000, 100, 2);
    // Processor time of this process, so that a busy machine does not count.
    const seconds = (work: () => void): number => {
      const start = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    };
    expect(seconds(() => checkSoftLabels(input, { resamples: 0 }))).toBeLessThan(2);
    expect(seconds(() => checkSoftLabels(input))).toBeLessThan(10);
  });
});

describe('describeCheck', () => {
  it('says in words what the numbers mean', () => {
    const text = describeCheck(checkSoftLabels(teacher(400, 10, 2), { resamples: 50 }));
    expect(text).toContain('400 soft labels over 10 classes.');
    expect(text).toContain('missing from the top 4 classes');
    expect(text).toMatch(/The condition of Theorem 2 holds with margin 0\.\d{4}/);
    expect(text).toMatch(/k = 1 +η 0\.\d{4} \[0\.\d{4}, 0\.\d{4}\]/);
    const sets = describeCheck(
      checkSoftLabels({ candidates: [1, 0, 0, 1], labels: [0, 0], samples: 2, classes: 2 }, { resamples: 0 }),
    );
    expect(sets).toContain('candidate set');
    expect(sets).toContain('infinite (1 samples give the truth 0)');
    expect(sets).not.toContain('undefined');
  });
});

describe('softLabelIndicators', () => {
  it('keeps what a record holds, rounded to six decimals', () => {
    const { softLabels, labels } = teacher(300, 7, 1);
    const kept = softLabelIndicators('teacher', 'weak', 'test', 3, softLabels, labels, 300, 7);
    const report = checkSoftLabels({ softLabels, labels, samples: 300, classes: 7 }, { resamples: 0 });
    expect(kept.k).toEqual([1, 2, 3, 4, 5]);
    kept.unreliability.forEach((value, j) => expect(value).toBeCloseTo(report.byK[j].unreliability, 5));
    kept.ambiguity.forEach((value, j) => expect(value).toBeCloseTo(report.byK[j].ambiguity, 5));
    expect(kept.distances.kl).toBe(Math.round(report.distances.kl! * 1e6) / 1e6);
    expect([kept.source, kept.view, kept.split, kept.epoch]).toEqual(['teacher', 'weak', 'test', 3]);
  });
});
