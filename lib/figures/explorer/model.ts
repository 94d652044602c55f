import { ambiguityFloor, theorem1, theorem2 } from '../../theory/conditions';
import { candidateSetIndicators } from '../../theory/corollary1';
import { additiveNoiseIndicators } from '../../theory/corollary2';
import { printedRate, printedSampleComplexity, repairedSampleComplexity } from '../../theory/sample-complexity';
import type { SampleComplexity } from '../../theory/sample-complexity';
import { noiseCurves } from './noise-curves';
import type { NoiseCurves } from './noise-curves';
import { selfTraining } from './self-training';
import type { TrainingModel } from './self-training';
import type { ExplorerSettings } from './settings';

/** An (η, γ) with what the two conditions say about it. */
export interface JudgedPair {
  unreliability: number;
  ambiguity: number;
  theorem1: { holds: boolean; bound: number | null };
  theorem2: { holds: boolean; margin: number };
}

/** Everything the explorer shows at one setting: numbers of `lib/theory` and curves of them. */
export interface ExplorerModel {
  settings: ExplorerSettings;
  labels: JudgedPair;
  /** Least γ that top-k sets can have at this η, k and c. */
  floor: number;
  samples: {
    /** A_k of the printed bound; NaN where η + γ ≥ 1. */
    rate: number;
    printed: SampleComplexity;
    repaired: SampleComplexity;
    /** n_0 and n_0′ over η at this γ; NaN where void. */
    curves: { unreliability: number[]; printed: number[]; repaired: number[] };
  };
  noise: JudgedPair & { curves: NoiseCurves };
  candidates: JudgedPair & { empty: number };
  training: TrainingModel;
}

export interface ModelOptions {
  /** Fixed points of the exact map; else of a map read off a table, while a slider moves. Default true. */
  exact?: boolean;
}

const POINTS = 160;

/** The theory at one setting, by the functions of `lib/theory`. */
export function exploreTheory(settings: ExplorerSettings, { exact = true }: ModelOptions = {}): ExplorerModel {
  const { unreliability, ambiguity, k, classes } = settings;
  const labels = judged(unreliability, ambiguity);
  const noise = additiveNoiseIndicators(settings, k);
  const candidates = candidateSetIndicators(settings);
  return {
    settings,
    labels,
    floor: ambiguityFloor(k, unreliability, classes),
    samples: {
      rate: labels.theorem2.holds ? printedRate(unreliability, ambiguity, settings.error) : NaN,
      printed: printedSampleComplexity(unreliability, ambiguity, settings),
      repaired: repairedSampleComplexity(unreliability, ambiguity, settings),
      curves: sampleCurves(settings),
    },
    noise: { ...judged(noise.unreliability, noise.ambiguity), curves: noiseCurves(settings) },
    candidates: { ...judged(candidates.unreliability, candidates.ambiguity), empty: candidates.empty },
    training: selfTraining(settings, exact),
  };
}

function judged(unreliability: number, ambiguity: number): JudgedPair {
  return {
    unreliability,
    ambiguity,
    theorem1: theorem1(unreliability, ambiguity),
    theorem2: theorem2(unreliability, ambiguity),
  };
}

/** Both sample sizes over η in [0, 1 − γ), denser towards its end, where they grow without bound. */
function sampleCurves(settings: ExplorerSettings): ExplorerModel['samples']['curves'] {
  const end = 1 - settings.ambiguity;
  const eta = Array.from({ length: POINTS }, (_, i) => end * (1 - (1 - i / POINTS) ** 2));
  const over = (bound: typeof printedSampleComplexity): number[] =>
    eta.map((one) => bound(one, settings.ambiguity, settings).samples ?? NaN);
  return {
    unreliability: eta,
    printed: over(printedSampleComplexity),
    repaired: over(repairedSampleComplexity),
  };
}
