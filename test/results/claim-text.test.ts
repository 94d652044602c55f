import { describe, expect, it } from 'vitest';
import { claimNumber, claimedSide, signedNumber, verdictCounts } from '../../lib/results';

describe('numbers of a claim', () => {
  it('have two decimals, or two significant digits where decimals would hide them', () => {
    expect([2.628, 25.688, -0.4, 0.05, 0.0499].map(claimNumber)).toEqual([
      '2.63',
      '25.69',
      '−0.40',
      '0.05',
      '0.050',
    ]);
    expect([0.00055258, 0.000102266, -0.0012, -3.4e-8].map(claimNumber)).toEqual([
      '0.00055',
      '0.00010',
      '−0.0012',
      '−3.4e−8',
    ]);
  });

  it('show an exact 0 apart from a small number, and signs where asked', () => {
    expect([0, -0].map(signedNumber)).toEqual(['0', '0']);
    expect([0.00055, 2.628, -0.4].map(signedNumber)).toEqual(['+0.00055', '+2.63', '−0.40']);
  });

  it('never stand beside a margin that is shown as 0 but is not', () => {
    const side = (margin: number) => claimedSide({ side: 'below', margin });
    expect([0, 0.001, 0.02, 0.5, 120, -2].map(side)).toEqual([
      '< 0',
      '< 0.001',
      '< 0.02',
      '< 0.5',
      '< 120',
      '< −2',
    ]);
    expect(claimedSide({ side: 'above', margin: 4.358898943540673 })).toBe('> 4.36');
  });
});

describe('verdictCounts', () => {
  it('counts the verdicts that occur, in one order', () => {
    const of = (...verdicts: Parameters<typeof verdictCounts>[0][number]['verdict'][]) =>
      verdictCounts(verdicts.map((verdict) => ({ verdict })));
    expect(of('not run', 'supported', 'not testable here', 'not run', 'contradicted', 'inconclusive')).toBe(
      '1 supported, 1 contradicted, 1 inconclusive, 2 not run, 1 not testable here',
    );
    expect(of('supported', 'supported')).toBe('2 supported');
  });
});
