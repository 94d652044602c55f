import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { adviseSoftLabels, checkSoftLabels, describeCheck, judgeSoftLabels } from '../../lib/theory/index';

/** Softmax-like rows with a pull towards the truth and one towards class 3. */
function teacher(samples: number, classes: number, pull: number, favour = 0) {
  const stream = new RandomStream(1, 'verdict');
  const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
  const softLabels = new Float32Array(samples * classes);
  for (let n = 0; n < samples; n++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const score = stream.normal() + (c === labels[n] ? pull : 0) + (c === 3 ? favour : 0);
      sum += softLabels[n * classes + c] = Math.exp(score);
    }
    for (let c = 0; c < classes; c++) softLabels[n * classes + c] /= sum;
  }
  return { softLabels, labels, samples, classes };
}

describe('judgeSoftLabels', () => {
  it('splits 1 into η, floor, excess and margin', () => {
    const { parts } = judgeSoftLabels(checkSoftLabels(teacher(500, 10, 1.5), { resamples: 0 }));
    expect(parts.unreliability + parts.floor! + parts.excess! + parts.margin).toBeCloseTo(1, 14);
    expect(parts.excess).toBeGreaterThanOrEqual(0);
  });

  it('says at which k each condition holds, where the margin is widest and which classes lead', () => {
    const report = checkSoftLabels(teacher(500, 10, 1.5, 2), { resamples: 0 });
    const verdict = judgeSoftLabels(report);
    expect(verdict.theorem1Ks).toEqual(report.byK.filter((e) => e.theorem1.holds).map((e) => e.k));
    expect(verdict.theorem2Ks).toEqual(report.byK.filter((e) => e.theorem2.holds).map((e) => e.k));
    const margins = report.byK.map((entry) => entry.theorem2.margin);
    expect(verdict.widest.theorem2.margin).toBe(Math.max(...margins));
    expect(verdict.leading[0]).toEqual({ class: 3, rate: verdict.headline.ambiguity });
    expect(verdict.leading).toHaveLength(3);
    expect(verdict.headline.k).toBe(4);
  });

  it('is sure only where the interval of the margin leaves 0 out', () => {
    const certainty = (pull: number, resamples: number) =>
      judgeSoftLabels(checkSoftLabels(teacher(60, 10, pull), { resamples })).certainty;
    expect(certainty(3, 200)).toBe('sure');
    expect(certainty(0.1, 200)).toBe('unsure');
    expect(certainty(3, 0)).toBe('not estimated');
  });
});

describe('adviseSoftLabels', () => {
  const advice = (...args: Parameters<typeof teacher>) =>
    adviseSoftLabels(checkSoftLabels(teacher(...args), { resamples: 200 })).join('\n');

  it('has nothing to say about clean labels', () => {
    const clean = { softLabels: new Float32Array([1, 0, 0, 1]), labels: [0, 1], samples: 2, classes: 2 };
    expect(adviseSoftLabels(checkSoftLabels(clean, { resamples: 0 }))).toEqual([]);
  });

  it('names the class that comes along too often, and the classes it hides', () => {
    const text = advice(600, 10, 0.3, 3);
    expect(text).toMatch(/Spread the wrong labels more evenly: class 3 comes along in \d+\.\d % of/);
    expect(text).toMatch(/Mend the teacher on class 0 \(class 3\), 1 \(class 3\), 2 \(class 3\) and 6 more/);
    expect(text).toContain('No k of this report is enough');
  });

  it('points to the k of the widest margin and to larger ones', () => {
    const { byK } = checkSoftLabels(teacher(600, 10, 2), { resamples: 0 });
    const margins = byK.map((entry) => entry.theorem2.margin);
    const widest = margins.indexOf(Math.max(...margins)) + 1;
    expect(widest).toBeLessThan(4);
    expect(advice(600, 10, 2)).toContain(`Take the top ${widest} as the label set where you can choose`);
    expect(advice(2000, 100, 1)).toContain('look at larger k as well (--k)');
  });

  it('asks for a better teacher where the truth is missing, for more samples where little is sure', () => {
    const text = advice(60, 10, 0.1);
    expect(text).toMatch(/Keep the truth in the sets more often, by a better teacher or a larger k/);
    expect(text).toMatch(/Take more than 60 samples/);
    expect(text).toMatch(/leans upwards, here by about 0\.\d{4}; less that it is 0\.\d{4}/);
  });

  it('speaks of ties first, and of nothing that the rule for ties has made', () => {
    const uniform = {
      softLabels: new Float32Array(40).fill(0.25),
      labels: Int32Array.from({ length: 10 }, (_, n) => n % 4),
      samples: 10,
      classes: 4,
    };
    const advice = adviseSoftLabels(checkSoftLabels(uniform, { resamples: 0, k: 2 }));
    expect(advice).toHaveLength(1);
    expect(advice[0]).toContain('100.0 % of the samples have a tie at place 2');
  });
});

describe('describeCheck', () => {
  /** Right everywhere, but class 3 is always called 5. */
  const swapped = (samples: number) => {
    const labels = Int32Array.from({ length: samples }, (_, n) => n % 10);
    const taught = Array.from(labels, (label) => (label === 3 ? 5 : label));
    const softLabels = Float32Array.from({ length: 10 * samples }, (_, i) =>
      i % 10 === taught[Math.floor(i / 10)] ? 0.91 : 0.01,
    );
    return checkSoftLabels({ softLabels, labels, samples, classes: 10 }, { k: 1, resamples: 100 });
  };

  it('promises nothing where a class is taught as another, however wide the margin', () => {
    const report = swapped(500);
    expect(judgeSoftLabels(report).headline.theorem1.holds).toBe(true);
    const text = describeCheck(report);
    expect(text).toContain('But η and γ are averages: these labels teach class 3 as class 5');
    expect(text).toContain('students will err there');
    expect(text).not.toMatch(/teach the task|best for the truth/);
  });

  it('promises what the theorems say only for errors at random', () => {
    const text = describeCheck(checkSoftLabels(teacher(600, 10, 3), { k: 1, resamples: 100 }));
    expect(text).toMatch(/If they err at random, .*teach the task/);
  });

  it('says before anything else that ties have made the sets', () => {
    const labels = Int32Array.from({ length: 100 }, (_, n) => n % 10);
    const softLabels = Float32Array.from({ length: 1000 }, (_, i) =>
      i % 10 === labels[Math.floor(i / 10)] ? 1 : 0,
    );
    const report = checkSoftLabels({ softLabels, labels, samples: 100, classes: 10 }, { resamples: 100 });
    const text = describeCheck(report);
    expect(text).toContain('100.0 % of the samples have a tie at place 4, which the lower class index won');
    expect(text).toContain('At k = 1 there are none.');
    expect(text).not.toMatch(/Mend the teacher|Spread the wrong labels/);
  });

  it('holds verdict, overview, confusions and advice, and no gaps', () => {
    const text = describeCheck(checkSoftLabels(teacher(600, 10, 1, 1.5), { resamples: 100 }));
    expect(text).toMatch(/At k = 4: The condition of Theorem 2 .*95 % interval -?0\.\d{4} to -?0\.\d{4}/);
    expect(text).toMatch(/the margin is widest at k = \d: /);
    expect(text).toMatch(
      /Confused most \(true class: wrong class in its sets; with even errors 36\.3 %\):\n {2}\d: 3 in/,
    );
    expect(text).toContain('What would help:');
    expect(text).toContain('students will err there');
    expect(text).not.toMatch(/undefined|NaN|null/);
  });
});
