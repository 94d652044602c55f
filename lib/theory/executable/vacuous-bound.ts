import { RandomStream } from '../../base/random';
import { printedRate, repairedSampleComplexity } from '../sample-complexity';
import { draws, share } from './measure';
import { checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

const ETAS = [0.02, 0.1, 0.2, 0.29, 0.32, 0.36, 0.42, 0.5];

/**
 * Theorem 2's printed n_0 needs A_k = θε/2 − ln(2−2η) > 0. At ε = 1, the weakest demand, and γ drawn evenly from
 * (0, 1−η): how often does the bound speak at all?
 */
export function simulateVacuousBound({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const trials = draws(20_000, effort);
  const task = { dimension: 10, classes: 10, error: 0.1, failure: 0.05 };
  let repaired = 0;
  const values = ETAS.map((eta): Measurement => {
    const stream = new RandomStream(seed, 'vacuous-bound', eta);
    let speaks = 0;
    for (let t = 0; t < trials; t++) {
      const gamma = (0.0005 + 0.999 * stream.uniform()) * (1 - eta);
      if (printedRate(eta, gamma, 1) > 0) speaks++;
      if (repairedSampleComplexity(eta, gamma, task).samples !== null) repaired++;
    }
    return {
      label: `η ${eta}: share of γ < 1 − η for which the printed n_0 exists at ε = 1`,
      printed: equal(1),
      corrected: equal(speakingShare(eta)),
      ...share(speaks, trials),
    };
  });
  const all: Measurement = {
    label: 'all η: share for which the repaired n_0′ exists at ε = 0.1',
    corrected: equal(1),
    ...share(repaired, trials * ETAS.length),
  };
  return checkTheorem(
    {
      id: 'vacuous-bound',
      title: 'Theorem 2: the printed n_0 is void for small η',
      source: 'Theorem 2',
      printed: 'For η + γ < 1 there is an n_0 for every ε: A_k = θε/2 + ln(1/(2−2η)).',
      corrected: 'A_k → θε/2: n_0′ = 4/(θε) · (d (ln 4d + 2 ln L + ln 1/(θε)) + ln 1/δ + 1)',
      derivation:
        'At ε = 1, A_k > 0 means γ < 1/(2(1−η)) − (1−η), which no γ > 0 fulfils for η < 1 − √½ ≈ 0.293. The term ln(1/(2−2η)) is the missing 2^−n of Lemma 2’s proof.',
      conclusion:
        'Below η ≈ 0.293, where labels are good, the printed bound never speaks; it starts to as labels get worse. The repaired one exists everywhere in η + γ < 1.',
    },
    [...values, all],
    values[1].label,
  );
}

/** Share of γ in the drawn range below 1/(2(1−η)) − (1−η). */
function speakingShare(eta: number): number {
  const limit = 1 / (2 * (1 - eta) ** 2) - 1;
  return Math.min(1, Math.max(0, (limit - 0.0005) / 0.999));
}
