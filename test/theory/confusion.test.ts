import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base/random';
import { confusablePairs, misledClasses, setMembership, topKMembership } from '../../lib/theory/index';

// Label 0 always brings 1 along, label 2 has a single sample with 0 on top.
const rows = Float64Array.from([
  ...Array.from({ length: 30 }, () => [0.6, 0.3, 0.1]).flat(),
  ...Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? [0.3, 0.6, 0.1] : [0.1, 0.6, 0.3])).flat(),
  ...[0.6, 0.1, 0.3],
]);
const labels = [...new Array<number>(30).fill(0), ...new Array<number>(30).fill(1), 2];

describe('confusablePairs', () => {
  it('are ordered by what is sure, so that a class of one sample does not lead', () => {
    expect(confusablePairs(topKMembership(rows, labels, 61, 3, 2), 2, 3)).toEqual([
      { label: 0, intruder: 1, rate: 1, truthRate: 1, samples: 30 },
      { label: 1, intruder: 2, rate: 20 / 30, truthRate: 1, samples: 30 },
      { label: 2, intruder: 0, rate: 1, truthRate: 1, samples: 1 },
    ]);
  });

  it('count only the asked level and leave out what never happens', () => {
    expect(confusablePairs(topKMembership(rows, labels, 61, 3, 2), 1, 5)).toEqual([
      { label: 2, intruder: 0, rate: 1, truthRate: 0, samples: 1 },
    ]);
  });

  it('keep the same leaders whatever the count, on random sets', () => {
    const sets = fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 40,
    });
    fc.assert(
      fc.property(sets, (flags) => {
        const truths = flags.map((_, n) => n % 4);
        const membership = setMembership(flags.flat(), truths, flags.length, 4);
        const all = confusablePairs(membership, 1, 100);
        expect(confusablePairs(membership, 1, 3)).toEqual(all.slice(0, 3));
        for (const { label, intruder, rate, truthRate, samples } of all) {
          const own = flags.filter((_, n) => truths[n] === label);
          expect(samples).toBe(own.length);
          expect(rate).toBe(own.filter((row) => row[intruder] === 1).length / samples);
          expect(truthRate).toBe(own.filter((row) => row[label] === 1).length / samples);
        }
      }),
    );
  });
});

describe('misledClasses', () => {
  /** `wrong` of 40 samples of class 0 have class 1 in the set instead of 0; class 1 is right. */
  const sets = (wrong: number) => {
    const flags = Array.from({ length: 80 }, (_, n) => (n < 40 && n >= wrong ? [1, 0, 0] : [0, 1, 0]));
    const truths = flags.map((_, n) => (n < 40 ? 0 : 1));
    return setMembership(flags.flat(), truths, 80, 3);
  };

  it('name the classes whose sets surely hold another class more often', () => {
    expect(misledClasses(sets(36), 1)).toEqual([
      { label: 0, intruder: 1, rate: 0.9, truthRate: 0.1, samples: 40 },
    ]);
  });

  it('leave out what a few samples cannot tell, classes without samples and clean labels', () => {
    expect(misledClasses(sets(22), 1)).toEqual([]);
    expect(misledClasses(sets(0), 1)).toEqual([]);
    expect(misledClasses(topKMembership(rows, labels, 61, 3, 2), 1)).toEqual([]);
  });

  it('do not find any among random sets of many classes, however many pairs there are', () => {
    // Each of 100 classes enters with probability ½, the truth as well: nobody is misled.
    for (let seed = 1; seed <= 5; seed++) {
      const stream = new RandomStream(seed, 'random sets');
      const flags = Uint8Array.from({ length: 100_000 }, () => (stream.uniform() < 0.5 ? 1 : 0));
      const truths = Int32Array.from({ length: 1000 }, (_, n) => n % 100);
      expect(misledClasses(setMembership(flags, truths, 1000, 100), 1)).toEqual([]);
    }
  });
});
