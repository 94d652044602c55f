import type { ClaimDefinition } from '../base';
import { neededSeeds, summarise, tInterval } from './statistics';
import type { Interval, Summary } from './statistics';

export type ClaimVerdict = 'supported' | 'contradicted' | 'inconclusive' | 'not run' | 'not testable here';

export interface Decision {
  verdict: ClaimVerdict;
  /** The verdict as shown, with what it would take: `inconclusive (about 8 seeds)`. */
  text: string;
  effect: Summary;
  interval: Interval;
}

/**
 * Decides over independent values of a claim's quantity (one a seed, replicate or block) by the two-sided 95 % t
 * interval: wholly on the claimed side of the margin `supported`, wholly on the other `contradicted`, else
 * `inconclusive` with the number of values that would decide if mean and deviation stayed as they are.
 */
export function decideByInterval(
  values: readonly number[],
  claim: Pick<ClaimDefinition, 'side' | 'margin'>,
  unitOfRepetition: string,
): Decision {
  const effect = summarise(values);
  const interval = tInterval(values);
  const above = interval.low > claim.margin;
  const below = interval.high < claim.margin;
  if (above || below) {
    const verdict = (claim.side === 'above') === above ? 'supported' : 'contradicted';
    return { verdict, text: verdict, effect, interval };
  }
  const needed = neededSeeds(effect.mean, effect.sd!, claim.margin);
  const about = !Number.isFinite(needed)
    ? 'no practical number of'
    : needed > 1000
      ? 'more than 1000'
      : `about ${needed}`;
  return { verdict: 'inconclusive', text: `inconclusive (${about} ${unitOfRepetition})`, effect, interval };
}

/** Decides an equality or bound that a test checks: every value must lie on the claimed side. */
export function decideExactly(
  values: readonly number[],
  claim: Pick<ClaimDefinition, 'side' | 'margin'>,
): Decision {
  const effect = summarise(values);
  const holds = claim.side === 'above' ? effect.min > claim.margin : effect.max < claim.margin;
  const verdict = holds ? 'supported' : 'contradicted';
  return { verdict, text: verdict, effect, interval: { low: effect.min, high: effect.max } };
}
