import { RandomStream } from '../../base/random';
import { ambiguityFloor } from '../conditions';
import { indicators } from '../indicators';
import { draws, mean } from './measure';
import { atLeast, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const CLASSES = 10;
const SAMPLES = 500;

/** Shares of the classes, and how much the teacher favours low classes. */
const WORLDS = [
  ['balanced classes, even errors', 0, 0],
  ['balanced classes, favoured classes', 0, 0.3],
  ['unbalanced classes, favoured classes', 1, 0.3],
] as const;

/**
 * The floor γ_k ≥ (k−1+η_k)/(c−1): the mean of Pr(i ∈ Ω_k | y ≠ i), weighed by Pr(y ≠ i), lies on it in every sample,
 * whatever the class shares; γ_k, the largest, lies above.
 */
export function simulateAmbiguityFloor({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const values = WORLDS.flatMap(([name, imbalance, favour]) =>
    [1, 4].flatMap((k): Measurement[] => {
      const runs = draws(60, effort);
      const weighed = new Float64Array(runs);
      const excess = new Float64Array(runs);
      for (let run = 0; run < runs; run++) {
        const stream = new RandomStream(seed, 'floor', name, k, run);
        const { rows, labels, perClass } = teacher(imbalance, favour, stream);
        const [found] = indicators(rows, labels, SAMPLES, CLASSES, { ks: [k] });
        const floor = ambiguityFloor(k, found.unreliability, CLASSES);
        let sum = 0;
        for (let i = 0; i < CLASSES; i++) {
          sum += (found.perClassAmbiguity[i] * (1 - perClass[i] / SAMPLES)) / (CLASSES - 1);
        }
        weighed[run] = sum - floor;
        excess[run] = found.ambiguity - floor;
      }
      return [
        { label: `${name}, k ${k}: weighed mean rate − floor`, corrected: equal(0), ...mean(weighed) },
        { label: `${name}, k ${k}: γ − floor`, corrected: atLeast(0), ...mean(excess) },
      ];
    }),
  );
  return checkTheorem(
    {
      id: 'ambiguity-floor',
      title: 'The floor of the ambiguity',
      source: 'Eq. 1 and 2, Corollary 2 (ours)',
      printed: 'Not in the paper.',
      corrected:
        'γ_k ≥ (k − 1 + η_k)/(c − 1) for any class shares; equality where wrong labels enter evenly.',
      derivation:
        'A set has k members, the truth among them with probability 1 − η: Σ_i Pr(i ∈ Ω, y ≠ i) = k − 1 + η, and Σ_i Pr(y ≠ i) = c − 1.',
      conclusion:
        'The weighed mean meets the floor to rounding; even with even errors γ lies above it in a sample, because it is the largest of ten frequencies.',
    },
    values,
    values[1].label,
  );
}

function teacher(imbalance: number, favour: number, stream: RandomStream) {
  const labels = new Int32Array(SAMPLES);
  const perClass = new Float64Array(CLASSES);
  const rows = new Float64Array(SAMPLES * CLASSES);
  for (let n = 0; n < SAMPLES; n++) {
    // A power of a uniform number favours low classes.
    const label = Math.floor(CLASSES * Math.pow(stream.uniform(), 1 + imbalance));
    labels[n] = label;
    perClass[label]++;
    for (let c = 0; c < CLASSES; c++) {
      rows[n * CLASSES + c] = stream.normal() - favour * c + (c === label ? 2 : 0);
    }
  }
  return { rows, labels, perClass };
}
