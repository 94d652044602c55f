import { binomialMass, binomialTail } from './binomial';
import { requireCount, requireShare } from './requirements';

/**
 * A learner whose accuracy ρ(η, γ) is known exactly (Assumptions 1 and 2 of Yuan et al., NeurIPS 2023): it sees
 * `votes` independent label sets of each instance, each with the truth in with probability 1 − η and every wrong
 * label with γ, independently, and predicts the label it met most often, a tie by lot. It minimises the set error.
 *
 * With Y ~ Bin(votes, 1−η) votes for the truth and G, g the distribution function and mass of Bin(votes, γ),
 *
 *     ρ = Σ_j Pr(Y = j) · ( G(j)^c − G(j−1)^c ) / ( c · g(j) ),
 *
 * the mean of 1/(1 + ties) on the event that no wrong label has more than j votes. Falls in η and in γ; above 1/c
 * exactly where η + γ < 1.
 */
export function votingAccuracy(
  unreliability: number,
  ambiguity: number,
  classes: number,
  votes: number,
): number {
  requireShare(unreliability, 'unreliability');
  requireShare(ambiguity, 'ambiguity');
  requireCount(classes, 2, 'classes');
  requireCount(votes, 1, 'votes');
  let accuracy = 0;
  for (let j = 0; j <= votes; j++) {
    const truth = binomialMass(votes, 1 - unreliability, j);
    if (truth === 0) continue;
    const mass = binomialMass(votes, ambiguity, j);
    const upTo = 1 - binomialTail(votes, ambiguity, j + 1);
    accuracy += truth * meanPower(mass, upTo, classes);
  }
  return accuracy;
}

/** (b^n − a^n) / (n (b − a)) for b = `upTo`, b − a = `mass`: neither cancels nor grows with n. */
function meanPower(mass: number, upTo: number, n: number): number {
  if (upTo <= 0) return 0;
  const share = Math.min(1, mass / upTo);
  if (share === 0) return Math.pow(upTo, n - 1);
  return (Math.pow(upTo, n - 1) * -Math.expm1(n * Math.log1p(-share))) / (n * share);
}
