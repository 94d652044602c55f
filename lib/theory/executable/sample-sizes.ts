import { RandomStream } from '../../base/random';
import { wilsonInterval } from '../intervals';
import { finiteClassSamples } from '../linear-inequality';
import { printedSampleComplexity, repairedSampleComplexity } from '../sample-complexity';
import { draws } from './measure';
import { atMost, checkTheorem } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';
import { mostVoted } from './votes';

/** All labellings of 10 instances by 3 labels: Natarajan dimension 10. */
const TASK = { dimension: 10, classes: 3, error: 0.2, failure: 0.05 };
const HYPOTHESES = Math.pow(TASK.classes, TASK.dimension);
const SETTINGS = [
  [0, 0.1],
  [0.1, 0.1],
  [0.3, 0.3],
  [0.6, 0.1],
  [0.4, 0.4],
] as const;
/** Sample sizes tried, each 12 % above the last. */
const SIZES = Array.from({ length: 48 }, (_, j) => Math.round(20 * Math.pow(1.12, j)));

/**
 * The number of samples after which the set-error minimiser has error < ε in 95 % of the trials, beside the printed
 * n_0, the repaired n_0′ and Bernstein's size. Instances are drawn evenly, label sets independently.
 */
export function simulateSampleSizes({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const trials = draws(600, effort, 100);
  const values = SETTINGS.map(([eta, gamma]): Measurement => {
    const failed = new Int32Array(SIZES.length);
    for (let t = 0; t < trials; t++) {
      countFailures(failed, eta, gamma, new RandomStream(seed, 'sizes', eta, gamma, t));
    }
    const printed = printedSampleComplexity(eta, gamma, TASK).samples;
    const repaired = repairedSampleComplexity(eta, gamma, TASK).samples!;
    const sound = finiteClassSamples(eta, gamma, { hypotheses: HYPOTHESES, error: 0.2, failure: 0.05 });
    const text = printed === null ? 'void' : printed.toFixed(0);
    return {
      label: `η ${eta}, γ ${gamma}: samples needed (n_0 ${text}, n_0′ ${repaired.toFixed(0)}, Bernstein ${sound.toFixed(0)})`,
      // A void bound promises nothing to compare.
      printed: printed === null ? undefined : atMost(printed),
      corrected: atMost(Math.min(repaired, sound)),
      measured: firstSize((j) => failed[j] / trials <= TASK.failure),
      intervalAt: (level) => [
        firstSize((j) => wilsonInterval(failed[j], trials, level)[0] <= TASK.failure),
        firstSize((j) => wilsonInterval(failed[j], trials, level)[1] <= TASK.failure),
      ],
    };
  });
  return checkTheorem(
    {
      id: 'sample-sizes',
      title: 'Theorem 2: samples needed and samples promised',
      source: 'Theorem 2',
      printed: 'n_0 samples suffice (void where A_k ≤ 0).',
      corrected: 'n_0′ and Bernstein’s size both suffice here; n_0′ does not near η + γ = 1.',
      derivation: 'See the missing 2^−n, the void n_0 and the realisability gap.',
      conclusion:
        'Both repaired sizes are safe in this range and one to two orders too large, as uniform bounds are; the needed number follows 1/(1−η−γ)².',
    },
    values,
    values[2].label,
  );
}

/** One growing sample; adds 1 for every size at which the minimiser's error is ε or more. */
function countFailures(failed: Int32Array, eta: number, gamma: number, stream: RandomStream): void {
  const { dimension, classes, error } = TASK;
  const counts = Array.from({ length: dimension }, () => new Int32Array(classes));
  let drawn = 0;
  SIZES.forEach((size, j) => {
    for (; drawn < size; drawn++) {
      const row = counts[stream.integer(dimension)];
      for (let label = 0; label < classes; label++) {
        if (stream.uniform() < (label === 0 ? 1 - eta : gamma)) row[label]++;
      }
    }
    const wrong = counts.filter((row) => mostVoted(row, stream) !== 0).length;
    if (wrong / dimension >= error - 1e-9) failed[j]++;
  });
}

function firstSize(reached: (index: number) => boolean): number {
  const index = SIZES.findIndex((_, j) => reached(j));
  return index < 0 ? Infinity : SIZES[index];
}
