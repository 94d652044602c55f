import { requireCount, requireShare } from './requirements';

/**
 * How a candidate set is drawn; the paper does not say (both are reconstructions):
 * - `independent`: the truth is dropped with probability μ, every wrong label enters with probability ν;
 * - `corrupt-then-flip`: with probability μ another label, drawn evenly, takes the truth's place; that label is in,
 *   and every label is added with probability ν.
 */
export type CandidateSampler = 'independent' | 'corrupt-then-flip';

/** What becomes of an empty set (`independent` only): one random label is put in, or the set is drawn again. */
export type EmptySetRule = 'random-label' | 'redraw';

export interface CandidateSetting {
  sampler: CandidateSampler;
  /** Unreliable rate μ, in [0, 1]. */
  unreliableRate: number;
  /** Partial rate ν, in [0, 1]. */
  partialRate: number;
  classes: number;
  /** Default `random-label`. */
  emptySets?: EmptySetRule;
}

/**
 * Exact indicators of the candidate sets (Corollary 1 of Yuan et al., NeurIPS 2023, which equates η = μ, γ = ν). That
 * holds for `independent` up to the empty sets, whose share is μ(1−ν)^(c−1). For `corrupt-then-flip` it is
 * η = μ(1−ν) and γ = ν + (1−ν)μ/(c−1).
 */
export function candidateSetIndicators(setting: CandidateSetting): {
  unreliability: number;
  ambiguity: number;
  /** Share of draws that are empty before the rule. */
  empty: number;
} {
  requireSetting(setting);
  const { sampler, unreliableRate: mu, partialRate: nu, classes } = setting;
  if (sampler === 'corrupt-then-flip') {
    return { unreliability: mu * (1 - nu), ambiguity: nu + ((1 - nu) * mu) / (classes - 1), empty: 0 };
  }
  const empty = mu * Math.pow(1 - nu, classes - 1);
  if (setting.emptySets === 'redraw') {
    return { unreliability: (mu - empty) / (1 - empty), ambiguity: nu / (1 - empty), empty };
  }
  return { unreliability: mu - empty / classes, ambiguity: nu + empty / classes, empty };
}

export function requireSetting(setting: CandidateSetting): void {
  requireShare(setting.unreliableRate, 'unreliableRate');
  requireShare(setting.partialRate, 'partialRate');
  requireCount(setting.classes, 2, 'classes');
}
