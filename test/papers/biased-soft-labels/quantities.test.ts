import { describe, expect, it } from 'vitest';
import type { RunRecord, SoftLabelIndicators } from '../../../lib/base';
import { biasedSoftLabels } from '../../../lib/papers/biased-soft-labels';
import {
  accuracySlope,
  ambiguityDrift,
  correlationGivenAccuracy,
  correlationWith,
  ofBadTeachers,
  predictedAccuracy,
  smallestFall,
  unreliabilitySlope,
} from '../../../lib/papers/biased-soft-labels/quantities';
import { exampleSpec, recordOf } from '../../results/samples';

const soft = (
  source: SoftLabelIndicators['source'],
  split: 'train' | 'test',
  epoch: number,
  eta: number,
  gamma: number,
): SoftLabelIndicators => ({
  ...{ source, split, epoch, view: 'weak', k: [1, 2, 3, 4, 5] },
  ...{ unreliability: [1, 1, 1, eta, 0], ambiguity: [0, 0, 0, gamma, 1] },
  distances: { chebyshev: 0, kl: 0, klInfinite: 0, manhattan: 1.5, euclidean: 0 },
});

/** A student at its best validation epoch, of a teacher. */
function studentOf(teacher: number, eta: number, gamma: number, top1: number): RunRecord {
  const record = recordOf(exampleSpec, 1, { softLabels: [soft('teacher', 'test', 0, eta, gamma)] });
  const { last } = record.metrics;
  return {
    ...record,
    teacher: { name: 'cnn28', accuracy: teacher },
    metrics: { ...record.metrics, bestValidation: { ...last, top1 } },
  };
}

describe('quantities over bad teachers', () => {
  const students = [
    studentOf(20, 0.1, 0.5, 80),
    studentOf(25, 0.2, 0.4, 70),
    studentOf(35, 0.3, 0.6, 60),
    studentOf(22, 0.4, 0.3, 50),
  ];

  it('take accuracy at the best validation epoch and η_4, γ_4 on the test images', () => {
    expect(correlationWith(students, 'unreliability')).toBeCloseTo(-1, 12);
    // γ ranks 3 2 4 1 against 4 3 2 1: Σd² = 1 + 1 + 4 + 0
    expect(correlationWith(students, 'ambiguity')).toBeCloseTo(1 - (6 * 6) / (4 * 15), 12);
    expect(ofBadTeachers(students)).toHaveLength(3);
  });

  it('hold the accuracy of the teacher constant', () => {
    // r_ab = 0.4; teacher ranks 1 3 4 2: with accuracy 4 3 2 1 Σd² = 9 + 0 + 4 + 1, r = −0.4; with γ 3 2 4 1
    // Σd² = 4 + 1 + 0 + 1, r = 0.4.
    const expected = (0.4 + 0.4 * 0.4) / (1 - 0.4 ** 2);
    expect(correlationGivenAccuracy(students, 'ambiguity')).toBeCloseTo(expected, 12);
  });
});

describe('the smallest fall of a grid', () => {
  it('is over all neighbours along both sides', () => {
    expect(smallestFall([[9, 7], [6, 3]])).toBe(2); // prettier-ignore
    expect(smallestFall([[9, 7], [8, 3]])).toBe(1); // prettier-ignore
    expect(smallestFall([[9, 7], [10, 3]])).toBe(-1); // prettier-ignore
  });
});

describe('the accuracy that self-training should end at', () => {
  it('is where the line between measured points meets x', () => {
    const rho = [0.1, 0.2, 0.3, 0.4].map((eta) => 0.85 - 0.5 * (eta - 0.1));
    const x = (0.85 - 0.45) / 0.5; // x = 0.85 − 0.5·(1 − x − 0.1)
    expect(predictedAccuracy(rho, 'consistent')).toBeCloseTo(x, 6);
  });

  it('is the measured end where the line lies beyond it', () => {
    expect(predictedAccuracy([0.95, 0.9, 0.8, 0.7], 'consistent')).toBeCloseTo(0.95, 6);
  });
});

describe('self-training over the epochs', () => {
  const curve = Array.from({ length: 20 }, (_, i) => ({
    epoch: i + 1,
    loss: 1,
    top1: i < 4 ? 90 - i : 60 + i,
  }));
  const own = [5, 10, 15, 20].map((epoch, i) =>
    soft('self', 'train', epoch, 0.3 - 0.02 * i, 0.5 + 0.01 * (i % 2)),
  );
  const run = {
    ...recordOf(exampleSpec, 1, { softLabels: [...own, soft('candidates', 'train', 0, 0.9, 0.9)] }),
    curve,
  };

  it('counts after the warm-up alone', () => {
    expect(accuracySlope(run)).toBeCloseTo(1, 12);
    expect(unreliabilitySlope(run)).toBeCloseTo(-0.004, 12);
    expect(ambiguityDrift(run)).toBeCloseTo(0.01, 12);
  });
});

describe('claims decided by simulation', () => {
  const simulated = biasedSoftLabels.claims.filter(({ simulate }) => simulate);

  it('are those of the theory', () => {
    expect(simulated.map(({ id }) => id)).toEqual(['B7', 'B8', 'B8b', 'B9', 'B9b', 'B10', 'B10b']);
  });

  it.each(simulated.filter(({ kind }) => kind === 'exact'))(
    '$id gives numbers that can be checked',
    async ({ simulate }) => {
      const { values, how } = await simulate!();
      expect(values.every(Number.isFinite)).toBe(true);
      expect(how).not.toBe('');
    },
  );
});
