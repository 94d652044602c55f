import { describe, expect, it } from 'vitest';
import { LOSSES, alongLogit, lossByName } from '../../lib/losses/index';

/** A step that float32 values of order 1 to 100 still resolve, and 3-point places away from the kinks. */
const STEP = 1 / 16;

describe('a loss along one logit', () => {
  it('has the derivative of its value as slope, for every loss whose gradient is that of its value', () => {
    // Held constant: the target of proselflc, the weights of ipwd, wsld, the trust of cmd's base.
    const detached = ['proselflc', 'wsld', 'ipwd'];
    const places = [-3, -1.25, 0.25, 2, 4];
    for (const loss of LOSSES.filter(({ name }) => !detached.includes(name))) {
      for (const classIndex of [0, 1]) {
        const grid = places.flatMap((place) => [place - STEP, place, place + STEP]);
        const curve = alongLogit(loss, classIndex, grid);
        if (!curve) continue;
        const samples = loss.bySample ? 1 : 4;
        places.forEach((_, i) => {
          const [low, , high] = curve.total.slice(3 * i, 3 * i + 3);
          const difference = (samples * (high - low)) / (2 * STEP);
          const size = Math.max(1, Math.abs(curve.slope[3 * i + 1]));
          expect(
            Math.abs(curve.slope[3 * i + 1] - difference) / size,
            `${loss.name}, logit ${classIndex} at ${places[i]}`,
          ).toBeLessThan(2e-2);
        });
      }
    }
  });

  it('starts from a situation that knows the truth: more of its logit means less cross-entropy', () => {
    const curve = alongLogit(lossByName('ce'), 0, [-6, 0, 6])!;
    expect(curve.total[0]).toBeGreaterThan(curve.total[1]);
    expect(curve.total[1]).toBeGreaterThan(curve.total[2]);
    expect(curve.slope.every((slope) => slope < 0)).toBe(true);
  });

  it('has none for a loss on features', () => {
    expect(alongLogit(lossByName('rkd'), 0, [0])).toBeUndefined();
  });
});
