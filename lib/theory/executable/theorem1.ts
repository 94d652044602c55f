import { RandomStream } from '../../base/random';
import { theorem1, theorem2 } from '../conditions';
import { theorem1Coefficients } from '../theorem1-coefficients';
import { draws, mean } from './measure';
import { above, checkTheorem, equal } from './result';
import type { Measurement, SimulationOptions, TheoremCheck } from './result';

/** (η, γ given y ∈ Ω): both sides of Theorem 1's bound 1 − η/(1−η). */
const WORST = [
  [0.1, 0.84],
  [0.1, 0.94],
  [0.25, 0.62],
  [0.25, 0.72],
  [0.4, 0.28],
  [0.4, 0.38],
] as const;

/** (η, γ of Eq. 2) that fail Theorem 1 and fulfil η + γ < 1. */
const BEYOND = [
  [0.4, 0.5],
  [0.5, 0.3],
  [0.7, 0.2],
] as const;

/**
 * Theorem 1 (classifier consistency), with the rates at one instance, which its proof uses; `pointwise-average` has the
 * averages of Eq. 1 and 2. In the proof's worst case, where a wrong label enters with probability γ beside
 * the truth and always without it, the truth's lead Pr(y ∈ Ω) − Pr(i ∈ Ω) changes sign exactly at the bound. Where the
 * wrong label does not depend on the truth the lead lasts up to η + γ = 1: the condition is sufficient, not necessary.
 */
export function simulateTheorem1({ seed = 1, effort = 1 }: SimulationOptions = {}): TheoremCheck {
  const trials = draws(100_000, effort);
  const lead = (eta: number, beside: number, without: number): Float64Array => {
    const stream = new RandomStream(seed, 'theorem1', eta, beside);
    return Float64Array.from({ length: trials }, () => {
      const truth = stream.uniform() >= eta;
      const wrong = stream.uniform() < (truth ? beside : without);
      return (truth ? 1 : 0) - (wrong ? 1 : 0);
    });
  };
  // At the bound the sign is what counts: a positive lead where the condition holds.
  const worst = WORST.map(([eta, gamma]): Measurement => {
    const { truth, wrong } = theorem1Coefficients(eta, gamma);
    return {
      label: `worst case, η ${eta}, γ given y ∈ Ω ${gamma}: lead of the truth`,
      printed: theorem1(eta, gamma).holds ? above(0) : undefined,
      corrected: equal(truth - wrong),
      ...mean(lead(eta, gamma, 1)),
    };
  });
  const beyond = BEYOND.map(
    ([eta, gamma]): Measurement => ({
      label: `independent, η ${eta}, γ ${gamma} (Theorem 1 fails): lead of the truth`,
      corrected: equal(theorem2(eta, gamma).margin),
      ...mean(lead(eta, gamma, gamma)),
    }),
  );
  return checkTheorem(
    {
      id: 'theorem1',
      title: 'Theorem 1: classifier consistency, by instance',
      source: 'Theorem 1, A.2',
      printed:
        'If γ < 1 − η/(1−η), the best student for the soft labels is the best for the truth (tested with η and γ of each instance, as the proof uses them).',
      corrected:
        'True where the rates hold for each instance and the true labelling is among the hypotheses; there η + γ < 1 already suffices, γ being Pr(i ∈ Ω | x) as in Eq. 2. (The proof’s γ conditions on y ∈ Ω.) False with the averages that Eq. 1 and 2 define: see erratum E4, averages against pointwise rates.',
      derivation:
        'At an instance the truth’s loss has weight Pr(y ∈ Ω | x) ≥ 1 − η, a wrong label’s Pr(i ∈ Ω | x) ≤ γ. The proof splits the latter as γ(1−η) + η; that whole weight is what Eq. 2 calls γ, and 1 − η > γ.',
      conclusion:
        'In the worst case the lead changes sign at the bound. Outside it the truth still leads at every instance where η + γ < 1.',
    },
    [...worst, ...beyond],
    beyond[0].label,
  );
}
