import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import { tf } from '../../lib/engine';
import { averagePoolTo } from '../../lib/losses/numerics';
import { featurePart } from './features';
import { excess, flat, loadFixture } from './fixture';

type Map = number[][][][]; // [N, C, H, W]

const random = new RandomStream(3, 'maps');
const map = (n: number, c: number, side: number): Map =>
  Array.from({ length: n }, () =>
    Array.from({ length: c }, () =>
      Array.from({ length: side }, () => Array.from({ length: side }, () => random.normal())),
    ),
  );
const changed = (maps: Map, change: (x: number, channel: number) => number): Map =>
  maps.map((sample) => sample.map((plane, c) => plane.map((row) => row.map((x) => change(x, c)))));

describe('at', () => {
  const [student, teacher] = [map(2, 2, 4), map(2, 3, 4)];
  const plain = featurePart('at', [student], [teacher]).total;

  it('looks at where a map is large: not at its scale, signs or the order of channels', () => {
    const moved = changed(student, (x, c) => (c === 0 ? -8 : 8) * x).map((sample) => [...sample].reverse());
    expect(excess([featurePart('at', [moved], [teacher]).total], [plain], 1e-5)).toBeLessThan(1);
    const same = changed(teacher, (x) => -4 * x);
    expect(featurePart('at', [same], [teacher]).total).toBeLessThan(1e-10);
    expect(featurePart('at', [teacher], [teacher]).total).toBe(0);
  });

  it('is the formula of one map', () => {
    const { total } = featurePart('at', [[[[[3, 0]], [[1, 2]]]]], [[[[[0, 1]]]]], { kdWeight: 1 });
    const [a, b] = [(9 + 1) / 2, (0 + 4) / 2];
    const length = Math.hypot(a, b);
    expect(total).toBeCloseTo(((a / length) ** 2 + (b / length - 1) ** 2) / 2, 6);
  });

  it('adds up its stages, and takes the mean over samples', () => {
    const [deepStudent, deepTeacher] = [map(2, 1, 2), map(2, 2, 2)];
    const both = featurePart('at', [student, deepStudent], [teacher, deepTeacher]).total;
    const deep = featurePart('at', [deepStudent], [deepTeacher]).total;
    expect(excess([both], [plain + deep], 1e-6)).toBeLessThan(1);
    const shares = [0, 1].map((n) => featurePart('at', [[student[n]]], [[teacher[n]]]).total);
    expect(excess([plain], [(shares[0] + shares[1]) / 2], 1e-6)).toBeLessThan(1);
  });

  it('counts a map of zeros as no attention, without a gradient', () => {
    const dead = changed(student, () => 0);
    const { total, gradient } = featurePart('at', [dead], [teacher], { kdWeight: 1 });
    expect(total).toBeCloseTo(1 / 16, 6);
    for (const g of flat(gradient.studentFeatures)) expect(Math.abs(g)).toBe(0);
  });

  it('pools the larger map, on whichever side it is', () => {
    const large = map(1, 1, 6);
    const pooled: Map = large.map((sample) =>
      sample.map((plane) =>
        [0, 1, 2].map((i) =>
          [0, 1, 2].map(
            (j) =>
              (plane[2 * i][2 * j] +
                plane[2 * i][2 * j + 1] +
                plane[2 * i + 1][2 * j] +
                plane[2 * i + 1][2 * j + 1]) /
              4,
          ),
        ),
      ),
    );
    const small = map(1, 2, 3);
    for (const [s, t, s2, t2] of [
      [large, small, pooled, small],
      [small, large, small, pooled],
    ]) {
      expect(
        excess([featurePart('at', [s], [t]).total], [featurePart('at', [s2], [t2]).total], 1e-5),
      ).toBeLessThan(1);
    }
  });

  it('refuses features without a place, and stages that do not pair up', () => {
    expect(() => featurePart('at', [[1, 2]], [[1, 2]])).toThrow(
      "loss 'at': studentFeatures: found features of shape N×D, allowed is a list of feature maps N×C×H×W",
    );
    expect(() => featurePart('at', [student, student], [teacher])).toThrow(
      "loss 'at': studentFeatures: found 2 stages, allowed are 1 as in teacherFeatures",
    );
  });

  it('has uneven windows among the cases of its fixture', () => {
    const { studentFeatures, teacherFeatures } = loadFixture('at').cases[0].case as unknown as {
      studentFeatures: Map[];
      teacherFeatures: Map[];
    };
    const sides = studentFeatures.map((stage, s) => [stage[0][0].length, teacherFeatures[s][0][0].length]);
    expect(sides).toContainEqual([5, 3]);
  });
});

describe('averagePoolTo', () => {
  it('has windows from ⌊i·size/out⌋ to ⌈(i + 1)·size/out⌉', () => {
    const pooled = tf.tidy(() => averagePoolTo(tf.tensor4d([0, 1, 2, 3, 4], [1, 1, 1, 5]), 1, 3).arraySync());
    expect(pooled).toEqual([[[[0.5, 2, 3.5]]]]);
  });
});
