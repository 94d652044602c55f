import { describe, expect, it } from 'vitest';
import {
  above,
  atLeast,
  atMost,
  checkTheorem,
  equal,
  statementVerdicts,
} from '../../../lib/theory/executable/result';
import type { Prediction } from '../../../lib/theory/executable/result';
import { mostVoted, truthWins } from '../../../lib/theory/executable/votes';
import { SELF_TRAINING, learnerAccuracy } from '../../../lib/theory/executable/self-training';
import { RandomStream } from '../../../lib/base/random';
import { jointLevel, meanInterval, votingAccuracy, wilsonInterval } from '../../../lib/theory/index';

const TEXT = {
  id: 'x',
  title: 'title',
  source: 'source',
  printed: 'printed',
  corrected: 'corrected',
  derivation: 'derivation',
  conclusion: 'conclusion',
};

describe('checkTheorem', () => {
  const agrees = (prediction: Prediction, interval: [number, number]) =>
    checkTheorem(TEXT, [{ label: 'a', printed: prediction, measured: 0.5, intervalAt: () => interval }], 'a')
      .values[0].agrees.printed;

  it('compares intervals with predictions', () => {
    expect(agrees(equal(0.5), [0.4, 0.6])).toBe(true);
    expect(agrees(equal(0.7), [0.4, 0.6])).toBe(false);
    expect(agrees(equal(0.3), [0.4, 0.6])).toBe(false);
    expect([0.3, 0.5, 0.7].map((value) => agrees(atMost(value), [0.4, 0.6]))).toEqual([false, true, true]);
    expect([0.3, 0.5, 0.7].map((value) => agrees(atLeast(value), [0.4, 0.6]))).toEqual([true, true, false]);
    expect([0.3, 0.4, 0.5, 0.7].map((value) => agrees(above(value), [0.4, 0.6]))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('holds where no value disagrees, with joint intervals', () => {
    const levels: number[] = [];
    const value = (label: string, printed?: Prediction) => ({
      label,
      printed,
      measured: 0.5,
      intervalAt: (level: number): [number, number] => {
        levels.push(level);
        return [0.4, 0.6];
      },
    });
    const found = checkTheorem(TEXT, [value('a', equal(0.5)), value('b', equal(0.9))], 'b');
    expect(found.holds).toEqual({ printed: false, corrected: true });
    expect(found.values[0]).toMatchObject({ corrected: null, agrees: { printed: true, corrected: null } });
    expect(levels.every((level) => Math.abs(level - 0.995) < 1e-12)).toBe(true);
    expect(() => checkTheorem(TEXT, [value('a')], 'c')).toThrow("'c' is none of the values");
  });

  it('has a verdict on each statement, and none where it predicts nothing', () => {
    const verdicts = (...statements: { printed?: Prediction; corrected?: Prediction }[]) => {
      const values = statements.map((one, index) => ({
        label: `value ${index}`,
        measured: 0.5,
        intervalAt: (): [number, number] => [0.4, 0.6],
        ...one,
      }));
      return statementVerdicts(checkTheorem(TEXT, values, 'value 0'));
    };
    expect(verdicts({ corrected: equal(0.5) }, {})).toEqual({
      printed: 'says nothing here',
      corrected: 'agrees',
    });
    expect(verdicts({}, { printed: equal(0.5), corrected: above(0.9) })).toEqual({
      printed: 'agrees',
      corrected: 'is excluded',
    });
    expect(verdicts({ printed: equal(0.5) }, { printed: equal(0.9) }).printed).toBe('is excluded');
  });
});

describe('intervals', () => {
  it('cover at their level', () => {
    const stream = new RandomStream(1, 'coverage');
    let wilson = 0;
    let mean = 0;
    for (let t = 0; t < 2000; t++) {
      let successes = 0;
      for (let i = 0; i < 40; i++) if (stream.uniform() < 0.1) successes++;
      const [low, high] = wilsonInterval(successes, 40, 0.9);
      if (low <= 0.1 && high >= 0.1) wilson++;
      const [a, b] = meanInterval(
        Array.from({ length: 10 }, () => stream.normal()),
        0.9,
      );
      if (a <= 0 && b >= 0) mean++;
    }
    // Exact coverage of Wilson's interval here: 0.9005 over the binomial's masses is not promised, 0.85 … 0.95 is.
    expect(wilson / 2000).toBeGreaterThan(0.85);
    expect(wilson / 2000).toBeLessThan(0.95);
    expect(Math.abs(mean / 2000 - 0.9)).toBeLessThan(4 * Math.sqrt(0.09 / 2000));
  });

  it('have the values of tables', () => {
    // Wilson 95 % of 8 in 10; t quantile 2.26216 at 9 degrees of freedom.
    const [low, high] = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
    expect(wilsonInterval(0, 10)[0]).toBe(0);
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(meanInterval(values)[1]).toBeCloseTo(5.5 + 2.26216 * Math.sqrt(82.5 / 9 / 10), 3);
    expect(jointLevel(0.99, 10)).toBeCloseTo(0.999, 12);
  });
});

describe('votes', () => {
  it('go to the most, ties by lot', () => {
    const stream = new RandomStream(1, 'lot');
    expect(mostVoted([1, 5, 2], stream)).toBe(1);
    const wins = [0, 0, 0];
    for (let t = 0; t < 3000; t++) wins[mostVoted([4, 1, 4], stream)]++;
    expect(wins[1]).toBe(0);
    expect(Math.abs(wins[0] - 1500)).toBeLessThan(4 * Math.sqrt(750));
  });

  it('have the exact accuracy', () => {
    const stream = new RandomStream(2, 'wins');
    let right = 0;
    for (let t = 0; t < 10_000; t++) if (truthWins(0.3, 0.4, 5, 7, stream)) right++;
    const exact = votingAccuracy(0.3, 0.4, 5, 7);
    expect(Math.abs(right / 10_000 - exact)).toBeLessThan(4 * Math.sqrt(0.25 / 10_000));
  });
});

describe('learnerAccuracy', () => {
  it('is the labelled share where the truth is never in, all where sets are the truth alone', () => {
    const { labelled, instances } = SELF_TRAINING;
    const stream = new RandomStream(3, 'learner');
    const blind = learnerAccuracy(4, 0, stream);
    expect(Math.abs(blind - labelled)).toBeLessThan(4 * Math.sqrt(0.25 / instances));
    expect(learnerAccuracy(1, 1, stream)).toBe(1);
  });
});
