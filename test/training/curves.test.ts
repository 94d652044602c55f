import { describe, expect, it } from 'vitest';
import type { EpochLine } from '../../lib/training';
import { measureCurves } from '../../lib/training/curves';

describe('measureCurves', () => {
  it('has the single numbers of every epoch, and each learner’s accuracy, null where one is missing', () => {
    const line = { learningRate: 1, loss: 1, parts: {}, trainTop1: 0, imagesPerSecond: 1, seconds: 1 };
    const lines: EpochLine[] = [
      { ...line, epoch: 1, measures: { a: [1], many: [1, 2] } },
      { ...line, epoch: 2, measures: { b: [3] }, learnerTop1: [50, 60] },
    ];
    expect(measureCurves(lines).measureCurves).toEqual({
      epochs: [1, 2],
      values: { a: [1, null], b: [null, 3], 'top1@1': [null, 50], 'top1@2': [null, 60] },
    });
    expect(measureCurves([{ ...line, epoch: 1 }])).toEqual({});
  });
});
