import { tabulatedNoise } from '../../theory/corollary2-table';
import { UNIT_NOISE } from '../../theory/noise';
import { orderStatisticDensity } from '../../theory/order-statistics';
import type { ExplorerSettings } from './settings';

/** Corollary 2 as curves. */
export interface NoiseCurves {
  /** η_k and γ_k over the scale, from a table: within 1e-5 of the exact values. */
  scale: number[];
  unreliability: number[];
  ambiguity: number[];
  /** Densities of the truth's entry 1 + y and of the k-th largest wrong entry x, in units of the label. */
  entry: number[];
  truth: number[];
  wrong: number[];
}

const SCALES = Array.from({ length: 81 }, (_, i) => 0.05 * 200 ** (i / 80));
const POINTS = 140;

let kept: { key: string; curves: Pick<NoiseCurves, 'scale' | 'unreliability' | 'ambiguity'> } | undefined;

/** Both pictures of Corollary 2; the curves over the scale are kept until noise, k or c change. */
export function noiseCurves(settings: ExplorerSettings): NoiseCurves {
  const { noise, classes, k } = settings;
  const key = `${noise} ${classes} ${k}`;
  if (kept?.key !== key) {
    const at = tabulatedNoise({ noise, classes }, k);
    const values = SCALES.map(at);
    kept = {
      key,
      curves: {
        scale: SCALES,
        unreliability: values.map((value) => value.unreliability),
        ambiguity: values.map((value) => value.ambiguity),
      },
    };
  }
  return { ...kept.curves, ...densities(settings) };
}

function densities({ noise, scale, classes, k }: ExplorerSettings) {
  const { density } = UNIT_NOISE[noise];
  const reach = noise === 'gaussian' ? 3.5 : 5;
  const [low, high] = [-reach * scale, 1 + reach * scale];
  const entry = Array.from({ length: POINTS + 1 }, (_, i) => low + ((high - low) * i) / POINTS);
  return {
    entry,
    truth: entry.map((value) => density((value - 1) / scale) / scale),
    wrong: entry.map((value) => orderStatisticDensity(noise, value / scale, classes - 1, k) / scale),
  };
}
