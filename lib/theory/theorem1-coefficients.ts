/**
 * Weights of the losses in the risk that Theorem 1 minimises (Yuan et al., NeurIPS 2023, A.2): the truth's loss
 * counts with Pr(y ∈ Ω) = 1 − η; a wrong label's with at most γ(1 − η) + η, if it enters with probability γ beside
 * the truth and always where the truth is missing. Theorem 1 is `truth > wrong`.
 *
 * γ here conditions on y ∈ Ω. The γ of Eq. 2 does not; that wrong label's is the whole weight γ(1 − η) + η, so read
 * with Eq. 2 the same comparison says η + γ < 1, the condition of Theorem 2.
 */
export function theorem1Coefficients(
  unreliability: number,
  ambiguity: number,
): { truth: number; wrong: number } {
  return { truth: 1 - unreliability, wrong: ambiguity * (1 - unreliability) + unreliability };
}
