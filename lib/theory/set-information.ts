import { binomialMass } from './binomial';

/**
 * What a candidate set says about the truth: the mutual information I(y; s) in bits, for C equally frequent classes and
 * the sampler of the paper's section 3 (`independent`: the truth is missing with probability η, every wrong label is in
 * with probability γ; empty sets are left empty).
 *
 * Given a set of m labels, a class inside has the likelihood (1−η)·γ^{m−1}·(1−γ)^{C−m}, one outside η·γ^m·(1−γ)^{C−1−m}.
 * log2 C for η = γ = 0, and 0 where η + γ = 1: a label is then in the set equally often whether it is true or not.
 *
 * It is the most that any learner can take from the sets. One that never leaves them, such as PRODEN, takes less where
 * the truth is often missing.
 * @param unreliability η in [0, 1] @param ambiguity γ in [0, 1] @param classes C ≥ 2
 */
export function setInformation(unreliability: number, ambiguity: number, classes: number): number {
  const present = 1 - unreliability;
  let bits = 0;
  for (let wrong = 0; wrong < classes; wrong++) {
    const chance = binomialMass(classes - 1, ambiguity, wrong);
    for (const isIn of [true, false]) {
      const size = wrong + (isIn ? 1 : 0);
      const weight = chance * (isIn ? present : unreliability);
      if (weight === 0) continue;
      const inside = present * ambiguity ** (size - 1) * (1 - ambiguity) ** (classes - size);
      const outside = unreliability * ambiguity ** size * (1 - ambiguity) ** (classes - 1 - size);
      const total = (size > 0 ? size * inside : 0) + (size < classes ? (classes - size) * outside : 0);
      bits += weight * (Math.log2(classes) + Math.log2((isIn ? inside : outside) / total));
    }
  }
  return bits;
}
