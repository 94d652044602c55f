import type { ClaimDefinition } from '../base';
import type { ClaimVerdict } from './claim-verdict';

/** Numbers closer to 0 have two significant digits, others two decimals. */
const SMALL = 0.05;

/**
 * A number of a claim (effect, end of its interval) for text: two decimals, or two significant digits where decimals
 * would hide it beside its margin, as 0.00055 beside 0.001. An exact 0 is `0`; the minus sign is a true one.
 */
export function claimNumber(value: number): string {
  return value === 0 ? '0' : rounded(value).replaceAll('-', '−');
}

const rounded = (value: number): string =>
  Math.abs(value) < SMALL ? value.toPrecision(2) : value.toFixed(2);

/** The same with its sign: `+2.63`, `−0.40`, `+0.00055`, `0`. */
export function signedNumber(value: number): string {
  return `${value > 0 ? '+' : ''}${claimNumber(value)}`;
}

/** The side of the margin on which a claim's interval must lie: `> 0`, `< 0.001`, `< −2`. */
export function claimedSide({ side, margin }: Pick<ClaimDefinition, 'side' | 'margin'>): string {
  const text = Number(rounded(margin)).toString().replaceAll('-', '−');
  return `${side === 'above' ? '>' : '<'} ${text}`;
}

const ORDER: readonly ClaimVerdict[] = [
  'supported',
  'contradicted',
  'inconclusive',
  'not run',
  'not testable here',
];

/** How many claims have each verdict, of those that occur: `6 supported, 1 contradicted, 20 not run`. */
export function verdictCounts(claims: readonly { verdict: ClaimVerdict }[]): string {
  return ORDER.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count > 0 ? [`${count} ${verdict}`] : [];
  }).join(', ');
}
