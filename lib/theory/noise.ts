import type { RandomStream } from '../base/random';
import { normalDensity, normalSurvival } from './special-functions';

/** Additive label noise of Corollary 2; the scale is σ of the Gaussian, b of the Laplace distribution. */
export type NoiseFamily = 'gaussian' | 'laplace';

export const NOISE_FAMILIES: readonly NoiseFamily[] = ['gaussian', 'laplace'];

/** One noise distribution at scale 1. */
export interface UnitNoise {
  density: (x: number) => number;
  /** Pr(X > x). */
  survival: (x: number) => number;
  draw: (stream: RandomStream) => number;
  /** Beyond ± this the distribution has less than 1e-15 of its mass. */
  reach: number;
  /** Places where density or survival are not smooth. */
  kinks: readonly number[];
}

export const UNIT_NOISE: Readonly<Record<NoiseFamily, UnitNoise>> = {
  gaussian: {
    density: normalDensity,
    survival: normalSurvival,
    draw: (stream) => stream.normal(),
    reach: 8.5,
    kinks: [],
  },
  laplace: {
    density: (x) => 0.5 * Math.exp(-Math.abs(x)),
    survival: (x) => (x < 0 ? 1 - 0.5 * Math.exp(x) : 0.5 * Math.exp(-x)),
    draw: (stream) => {
      const u = stream.uniform() - 0.5;
      return -Math.sign(u) * Math.log1p(-2 * Math.abs(u));
    },
    reach: 36,
    kinks: [0],
  },
};
