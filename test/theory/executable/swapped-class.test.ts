import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../lib/base/random';
import {
  ONE_WAY_TEACHERS,
  swappedClassErrors,
  teacherLabel,
} from '../../../lib/theory/executable/swapped-class';
import { indicators, theorem1, theorem2 } from '../../../lib/theory/index';

const CLASSES = 10;
const errors = (seed: number) => swappedClassErrors(0.2, (name) => new RandomStream(seed, 'swap', name));

describe('one-way teachers', () => {
  it.each(ONE_WAY_TEACHERS)('$name: its labels have the stated η and γ', (teacher) => {
    const samples = 40_000;
    const stream = new RandomStream(1, 'labels', teacher.name);
    const labels = Int32Array.from({ length: samples }, (_, n) => n % CLASSES);
    const rows = new Float64Array(samples * CLASSES);
    labels.forEach((truth, n) => {
      rows[n * CLASSES + teacherLabel(teacher, truth, stream)] = 1;
    });
    const [found] = indicators(rows, labels, samples, CLASSES, { ks: [1] });
    // The 4000 labels of the swapped class are certain, the scattered ones binomial.
    expect(Math.abs(found.unreliability - teacher.unreliability)).toBeLessThan(4 * Math.sqrt(0.09 / samples));
    expect(Math.abs(found.ambiguity - teacher.ambiguity)).toBeLessThan(4 * Math.sqrt(0.1 / (0.9 * samples)));
    expect(found.perClassAmbiguity.indexOf(found.ambiguity)).toBe(5);
  });

  it('fulfil both conditions on average, and only the scattered one at each instance', () => {
    const atInstance = ONE_WAY_TEACHERS.map(({ unreliability, ambiguity, calls }) => {
      expect(theorem1(unreliability, ambiguity).holds).toBe(true);
      expect(theorem1(unreliability, ambiguity).bound).toBeCloseTo(8 / 9, 12);
      expect(theorem2(unreliability, ambiguity).holds).toBe(true);
      const worst = Math.max(...Array.from({ length: CLASSES }, (_, truth) => calls(truth)));
      return theorem1(worst, worst).holds;
    });
    expect(atInstance).toEqual([false, true]);
  });
});

describe('swappedClassErrors', () => {
  it('repeats with its seed and not with another', () => {
    const measured = (seed: number) => errors(seed).map((value) => value.measured);
    expect(measured(3)).toEqual(measured(3));
    expect(measured(3)).not.toEqual(measured(4));
  });

  it('has more samples than both bounds ask for', () => {
    const [, learner] = errors(1);
    const samples = Number(/ERM learner, n (\d+)/.exec(learner.label)![1]);
    // n_0′ at d 10, L 10, ε 0.05, δ 0.05, η 0.1, γ 1/9 by hand: θ = ln(1.8/(0.9 + 1/9)).
    const theta = Math.log(1.8 / (0.9 + 1 / 9));
    const repaired =
      (4 / (0.05 * theta)) *
      (10 * (Math.log(40) + 2 * Math.log(10) - Math.log(0.05 * theta)) + Math.log(20) + 1);
    expect(samples).toBe(Math.ceil(repaired));
  });
});
