import { describe, expect, it } from 'vitest';
import { featurePart } from './features';
import { flat } from './fixture';

const teacher = [[0, 0], [0, 0], [0, 0]]; // prettier-ignore
const student = [[1, -2], [3, 1], [0, 4]]; // prettier-ignore

describe('cc', () => {
  it('multiplies the gaps of neighbours in the batch', () => {
    const { total, gradient } = featurePart('cc', student, teacher, { kdWeight: 1 });
    expect(total).toBeCloseTo((1 * 3 + 2 * 1 + (3 * 0 + 1 * 4)) / 2, 6);
    // sign · (δ of the neighbours)/(N − 1); sign(0) = 0
    expect(flat(gradient.studentFeatures)).toEqual([1.5, -0.5, 0.5, 3, 0, 0.5]);
  });

  it('depends on the order of the samples', () => {
    const turned = [student[0], student[2], student[1]];
    const [plain, other] = [student, turned].map((rows) => featurePart('cc', rows, teacher).total);
    expect(Math.abs(other / plain - 1)).toBeGreaterThan(0.1);
  });

  it('is 0 where every second sample is right, and for one sample', () => {
    expect(featurePart('cc', [[1, 1], [0, 0], [2, 3]], teacher).total).toBe(0); // prettier-ignore
    const one = featurePart('cc', [[1, 2]], [[0, 0]]);
    expect(one.total).toBe(0);
    expect(flat(one.gradient.studentFeatures).map(Math.abs)).toEqual([0, 0]);
  });

  it('refuses embeddings of other widths', () => {
    expect(() => featurePart('cc', student, [[1], [2], [3]])).toThrow('found width 2, allowed is 1');
  });
});
