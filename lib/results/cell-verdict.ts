import type { Profile } from '../base';
import type { Summary } from './statistics';

/** The fixed words for one cell of a table. */
export type CellVerdict =
  | 'reproduced'
  | 'lower'
  | 'higher'
  | 'scaled-down only'
  | 'not run'
  | 'published only';

/** Half a point is what two careful runs of one recipe differ by anyway. */
const POINTS = 0.5;

export interface CellEvidence {
  /** Profile of our cell; absent where the project has no such row. */
  profile?: Profile;
  measured?: Summary;
  published?: number;
  /** Whether values are percentages, for which half a point counts as equal. */
  percent: boolean;
}

/**
 * Judges a cell: `reproduced` where the published value lies inside mean ± max(2 sd, 0.5 points), else `lower` or
 * `higher` (ours against the published one). These three need profile `paper`, whose cells follow the paper's
 * selection rule, and at least three seeds. Any other measured cell is `scaled-down only`.
 */
export function judgeCell(evidence: CellEvidence): CellVerdict {
  const { profile, measured, published } = evidence;
  if (profile === undefined) return 'published only';
  if (measured === undefined) return 'not run';
  if (profile !== 'paper' || measured.n < 3 || published === undefined) return 'scaled-down only';
  const reach = Math.max(2 * measured.sd!, evidence.percent ? POINTS : 0);
  // A billionth for rounding: 75.5 against 75.0 ± 0.5 is inside.
  if (Math.abs(published - measured.mean) <= reach + 1e-9) return 'reproduced';
  return measured.mean < published ? 'lower' : 'higher';
}
