import type { CheckEntry, CheckReport } from './check';
import { ambiguityFloor } from './conditions';
import type { ConfusablePair } from './confusion';

/** How sure the sign of the margin 1 − η − γ is: its bootstrap interval lies on one side of 0, or not. */
export type Certainty = 'sure' | 'unsure' | 'not estimated';

/** What 1 is made of at one k: η + floor + excess + margin = 1. */
export interface MarginParts {
  /** η: the truth is missing. */
  unreliability: number;
  /** The part of γ that no teacher with this η and k avoids, (k−1+η)/(C−1); null for candidate sets. */
  floor: number | null;
  /** γ above that floor: wrong classes that come along more often than others, and the lean of γ in small samples. */
  excess: number | null;
  margin: number;
}

/** The report of `checkSoftLabels` judged. */
export interface CheckVerdict {
  /** The entry at the headline k (or of the candidate sets). */
  headline: CheckEntry;
  certainty: Certainty;
  /** The label sets of more than every twentieth sample depend on the rule for ties. */
  manyTies: boolean;
  /** Classes that the labels teach as another; none where ties have made the sets. */
  misled: ConfusablePair[];
  parts: MarginParts;
  /** Values of k at which each condition holds; empty for candidate sets. */
  theorem1Ks: number[];
  theorem2Ks: number[];
  /** The entry with the widest margin. */
  widest: CheckEntry;
  /** The classes that come along most often, at most three, by falling rate. */
  leading: { class: number; rate: number }[];
}

/** Judges a report: which condition holds at which k, how wide and how sure the margin is, and what it is made of. */
export function judgeSoftLabels(report: CheckReport): CheckVerdict {
  const { byK, classes } = report;
  const headline = headlineOf(report);
  const manyTies = headline.ties > 0.05 * report.n;
  const holding = (theorem: 'theorem1' | 'theorem2'): number[] =>
    byK.flatMap((entry) => (entry.k !== undefined && entry[theorem].holds ? [entry.k] : []));
  return {
    headline,
    certainty: certaintyOf(headline),
    manyTies,
    misled: manyTies ? [] : report.misledClasses,
    parts: marginParts(headline, classes),
    theorem1Ks: holding('theorem1'),
    theorem2Ks: holding('theorem2'),
    widest: byK.reduce((best, entry) => (entry.theorem2.margin > best.theorem2.margin ? entry : best)),
    leading: headline.perClassAmbiguity
      .map((rate, index) => ({ class: index, rate }))
      .filter(({ rate }) => rate > 0)
      .sort((a, b) => b.rate - a.rate || a.class - b.class)
      .slice(0, 3),
  };
}

function headlineOf({ byK, k }: CheckReport): CheckEntry {
  return byK.find((entry) => entry.k === k) ?? byK[0];
}

function certaintyOf({ interval }: CheckEntry): Certainty {
  if (!interval) return 'not estimated';
  const [low, high] = interval.margin;
  return low > 0 || high <= 0 ? 'sure' : 'unsure';
}

function marginParts(entry: CheckEntry, classes: number): MarginParts {
  const { unreliability, ambiguity } = entry;
  const floor = entry.k === undefined ? null : ambiguityFloor(entry.k, unreliability, classes);
  return {
    unreliability,
    floor,
    excess: floor === null ? null : ambiguity - floor,
    margin: entry.theorem2.margin,
  };
}
