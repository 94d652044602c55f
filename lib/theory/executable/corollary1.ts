import { RandomStream } from '../../base/random';
import { drawCandidateSets } from '../candidate-sets';
import { candidateSetIndicators } from '../corollary1';
import type { CandidateSampler } from '../corollary1';
import { draws, share } from './measure';
import { above, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';
import { mostVoted } from './votes';

const CLASSES = 10;
const CELLS = [
  [0.1, 0.1],
  [0.5, 0.1],
  [0.3, 0.3],
  [0.5, 0.5],
] as const;
const SAMPLERS: readonly CandidateSampler[] = ['independent', 'corrupt-then-flip'];

/**
 * Corollary 1: candidate sets with unreliable rate μ and partial rate ν have η = μ and γ = ν. Measured for two
 * samplers, since the paper names none, and what a vote of 25 sets can find out at μ = ν = ½, where the paper's
 * Table 1 reports 77.95 %.
 */
export function simulateCorollary1({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const samples = draws(20_000, effort);
  const labels = Int32Array.from({ length: samples }, (_, n) => n % CLASSES);
  const rates = SAMPLERS.flatMap((sampler) =>
    CELLS.flatMap(([mu, nu]): Measurement[] => {
      const setting = { sampler, unreliableRate: mu, partialRate: nu, classes: CLASSES };
      const sets = drawCandidateSets(labels, setting, new RandomStream(seed, sampler, mu, nu));
      const exact = candidateSetIndicators(setting);
      let missed = 0;
      let wrong = 0;
      for (let n = 0; n < samples; n++) {
        if (sets[n * CLASSES + labels[n]] === 0) missed++;
        // One wrong class a sample, so that the counts are independent.
        wrong += sets[n * CLASSES + ((labels[n] + 1 + (Math.floor(n / CLASSES) % (CLASSES - 1))) % CLASSES)];
      }
      const name = `${sampler}, μ ${mu}, ν ${nu}`;
      // The print states no sampler; it is held to its equations under the one it fits.
      const told = sampler === 'corrupt-then-flip' || exact.empty > 0.001;
      return [
        {
          label: `${name}: η`,
          printed: equal(mu),
          corrected: equal(exact.unreliability),
          ...share(missed, samples),
        },
        {
          label: `${name}: rate of a wrong label${told ? ` (exact ${exact.ambiguity.toFixed(3)})` : ''}`,
          printed: equal(nu),
          corrected: equal(exact.ambiguity),
          ...share(wrong, samples),
        },
      ];
    }),
  );
  const learnt = SAMPLERS.map((sampler): Measurement => {
    const setting = { sampler, unreliableRate: 0.5, partialRate: 0.5, classes: CLASSES };
    const trials = draws(4000, effort);
    const stream = new RandomStream(seed, 'learnt', sampler);
    let right = 0;
    for (let t = 0; t < trials; t++) {
      const counts = new Int32Array(CLASSES);
      drawCandidateSets(new Int32Array(25), setting, stream).forEach((value, i) => {
        counts[i % CLASSES] += value;
      });
      if (mostVoted(counts, stream) === 0) right++;
    }
    return {
      label: `${sampler}, μ = ν = 0.5: accuracy of a vote of 25 sets`,
      corrected: sampler === 'independent' ? equal(1 / CLASSES) : above(1 / CLASSES),
      ...share(right, trials),
    };
  });
  return checkTheorem(
    {
      id: 'corollary1',
      title: 'Corollary 1: unreliable partial labels',
      source: 'Corollary 1, Table 1',
      printed: 'η = μ and γ = ν.',
      corrected:
        'independent: η = μ − e/c, γ = ν + e/c with e = μ(1−ν)^(c−1) empty sets filled by one random label. corrupt-then-flip: η = μ(1−ν), γ = ν + (1−ν)μ/(c−1).',
      derivation:
        'In corrupt-then-flip a replaced truth comes back with probability ν, and the label put in its place is a wrong one.',
      conclusion:
        'The equations hold for the independent sampler up to its empty sets. At μ = ν = ½ that sampler carries no information, so Table 1’s 77.95 % needs another, such as corrupt-then-flip.',
    },
    [...rates, ...learnt],
    learnt[0].label,
  );
}
