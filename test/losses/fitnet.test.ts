import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureBatches, featurePart } from './features';
import { excess, flat } from './fixture';

describe('fitnet', () => {
  it('is the mean square over all N·D elements, with gradient 2(F^S − F^T)/(N·D)', () => {
    const property = fc.property(featureBatches(fc.constant(3), 1), (features) => {
      const { studentFeatures, teacherFeatures } = features;
      const gaps = studentFeatures.flatMap((row, n) => row.map((x, d) => x - teacherFeatures[n][d]));
      const { total, gradient } = featurePart('fitnet', studentFeatures, teacherFeatures, { kdWeight: 1 });
      const square = gaps.reduce((sum, x) => sum + x * x, 0) / gaps.length;
      expect(excess([total], [square], 1e-6)).toBeLessThan(1);
      const expected = gaps.map((x) => (2 * x) / gaps.length);
      expect(excess(flat(gradient.studentFeatures), expected, 1e-6)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('refuses other widths and feature maps', () => {
    expect(() => featurePart('fitnet', [[1, 2]], [[1, 2, 3]])).toThrow(
      "loss 'fitnet': studentFeatures: found width 2, allowed is 3 as in teacherFeatures",
    );
    const maps = [[[[[1]]]]];
    expect(() => featurePart('fitnet', maps, maps)).toThrow(
      "loss 'fitnet': studentFeatures: found feature maps, allowed are features of shape N×D",
    );
  });
});
