import { InputError } from '../base/errors';
import { theorem2 } from './conditions';
import { requireShare } from './requirements';

/**
 * θ_k = ln( 2(1−η) / (1−η+γ) ) of Theorem 2 (Yuan et al., NeurIPS 2023), in nats: the rate at which a wrong
 * hypothesis is found out. Positive exactly where η + γ < 1; falls in η and in γ, at most ln 2.
 *
 * @throws InputError where η + γ ≥ 1 or an indicator is no probability
 */
export function theta(unreliability: number, ambiguity: number): number {
  requireShare(unreliability, 'unreliability');
  requireShare(ambiguity, 'ambiguity');
  if (!theorem2(unreliability, ambiguity).holds) {
    throw new InputError(
      `unreliability + ambiguity: found ${unreliability} + ${ambiguity}, needed is a sum below 1`,
    );
  }
  return Math.log((2 * (1 - unreliability)) / (1 - unreliability + ambiguity));
}
