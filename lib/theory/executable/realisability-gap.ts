import { RandomStream } from '../../base/random';
import { finiteClassSamples } from '../linear-inequality';
import { repairedSampleComplexity } from '../sample-complexity';
import { draws, share } from './measure';
import { atMost, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const ERROR = 0.5;
const FAILURE = 0.05;
const TASK = { dimension: 1, classes: 2, error: ERROR, failure: FAILURE };

/**
 * Theorem 2 speaks of hypotheses *without* set error on the sample, but with η > 0 the truth itself has some, and the
 * ERM learner is another one. Two hypotheses over two labels: the truth and one that is wrong on half of the
 * instances. How often does the learner take the wrong one at the sample size that the theorem names?
 */
export function simulateRealisabilityGap({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const clean = [10, 30].map((n): Measurement => {
    const trials = draws(50_000, effort);
    const stream = new RandomStream(seed, 'clean', n);
    let without = 0;
    for (let t = 0; t < trials; t++) {
      let inSet = 0;
      while (inSet < n && stream.uniform() >= 0.1) inSet++;
      if (inSet === n) without++;
    }
    return {
      label: `η 0.1, n ${n}: chance that the truth has no set error`,
      printed: equal(1),
      corrected: equal(Math.pow(0.9, n)),
      ...share(without, trials),
    };
  });
  const failures = (label: string, eta: number, gamma: number, n: number, trials: number) => {
    const stream = new RandomStream(seed, 'failures', eta, gamma, n);
    let failed = 0;
    for (let t = 0; t < trials; t++) failed += takesWrong(eta, gamma, n, stream) ? 1 : 0;
    return {
      label: `η ${eta}, γ ${gamma}, n ${n} (${label}): chance of error ≥ ε, δ is 0.05`,
      ...share(failed, trials),
    };
  };
  const repaired = (eta: number, gamma: number): number =>
    Math.ceil(repairedSampleComplexity(eta, gamma, TASK).samples!);
  const sound = Math.ceil(finiteClassSamples(0.5, 0.49, { hypotheses: 2, error: ERROR, failure: FAILURE }));
  const gap: Measurement = {
    printed: atMost(FAILURE),
    ...failures('n_0′', 0.5, 0.49, repaired(0.5, 0.49), draws(2000, effort, 200)),
  };
  const realisable: Measurement = {
    printed: atMost(FAILURE),
    corrected: atMost(FAILURE),
    ...failures('n_0′', 0, 0.9, repaired(0, 0.9), draws(2000, effort, 200)),
  };
  const bernstein: Measurement = {
    corrected: atMost(FAILURE),
    ...failures('Bernstein', 0.5, 0.49, sound, draws(400, effort, 200)),
  };
  return checkTheorem(
    {
      id: 'realisability-gap',
      title: 'Theorem 2: the realisability gap',
      source: 'Theorem 2, Lemma 1, R of A.3',
      printed:
        'For n > n_0 the ERM learner has error < ε with probability 1 − δ (tested with the repaired n_0′).',
      corrected:
        'n ≥ 2(1+2m/3) ln(|H|/δ)/(m²ε), m = 1 − η − γ, for a finite class with the truth in it; growth with 1/m², not 1/m.',
      derivation:
        'Lemmas 1 and 2 bound the chance that a bad hypothesis has set error exactly 0. The truth itself has it only with chance (1−η)^n, so the minimiser almost never does. Bernstein’s inequality on the excess set error, whose mean is ≥ m·Err and variance ≤ Err, closes the gap.',
      conclusion:
        'With η = 0 the bound keeps its promise. Near η + γ = 1 the learner fails more often than δ at n_0′, and not at the Bernstein size.',
    },
    [...clean, realisable, gap, bernstein],
    gap.label,
  );
}

/**
 * One sample of n: only instances where the two hypotheses differ count. There the truth's lead is +1 with
 * (1−η)(1−γ), −1 with ηγ; the learner takes the wrong hypothesis on a negative sum, and by lot on zero.
 */
function takesWrong(eta: number, gamma: number, n: number, stream: RandomStream): boolean {
  const ahead = ERROR * (1 - eta) * (1 - gamma) * 4294967296;
  const behind = 4294967296 * (1 - ERROR * eta * gamma);
  let lead = 0;
  for (let i = 0; i < n; i++) {
    const u = stream.uint32();
    if (u < ahead) lead++;
    else if (u >= behind) lead--;
  }
  return lead < 0 || (lead === 0 && stream.uniform() < 0.5);
}
