import { rankClasses } from './top-k';
import type { SoftLabelArray } from './top-k';

/**
 * Which classes belong to each sample's label set, grouped into nested levels: level r adds the class at rank r
 * to a top-k set (so k = r + 1 levels make Ω_k), a candidate set is a single level. All indicators and their
 * bootstrap are counts over this table, which is made once.
 */
export interface Membership {
  samples: number;
  classes: number;
  levels: number;
  labels: ArrayLike<number>;
  /** Members of sample n at level r: `members[starts[n·levels + r] … starts[n·levels + r + 1])`. */
  starts: Int32Array;
  members: Int32Array;
  /** Samples with a tie at the k-th place, per level; zeros for candidate sets. */
  ties: Int32Array;
}

/** Nested top-k sets Ω_1 ⊂ … ⊂ Ω_depth of soft labels [N, C]. */
export function topKMembership(
  softLabels: SoftLabelArray,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
  depth: number,
): Membership {
  const ranked = rankClasses(softLabels, samples, classes, depth);
  const starts = Int32Array.from({ length: samples * depth + 1 }, (_, i) => i);
  return { samples, classes, levels: depth, labels, starts, members: ranked.classes, ties: ranked.ties };
}

/** Candidate sets s ⊂ {0 … C−1} given as [N, C] of 0/1: one level. */
export function setMembership(
  candidates: ArrayLike<number>,
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
): Membership {
  const starts = new Int32Array(samples + 1);
  const members: number[] = [];
  for (let n = 0; n < samples; n++) {
    for (let c = 0; c < classes; c++) if (candidates[n * classes + c] !== 0) members.push(c);
    starts[n + 1] = members.length;
  }
  const ties = new Int32Array(1);
  return { samples, classes, levels: 1, labels, starts, members: Int32Array.from(members), ties };
}

/** Sums over samples from which every indicator follows. */
export interface MembershipCounts {
  /** Samples per true class, [C]. */
  perClass: Float64Array;
  /** Samples whose truth enters at level r, [levels]. */
  truth: Float64Array;
  /** Samples of another class that class i enters at level r, [levels, C]. */
  wrong: Float64Array;
}

export function emptyCounts(membership: Membership): MembershipCounts {
  const { levels, classes } = membership;
  return {
    perClass: new Float64Array(classes),
    truth: new Float64Array(levels),
    wrong: new Float64Array(levels * classes),
  };
}

/** Adds `weight` times sample n. */
export function addSample(counts: MembershipCounts, membership: Membership, n: number, weight: number): void {
  const { levels, classes, starts, members } = membership;
  const label = membership.labels[n];
  counts.perClass[label] += weight;
  for (let r = 0; r < levels; r++) {
    const end = starts[n * levels + r + 1];
    for (let m = starts[n * levels + r]; m < end; m++) {
      if (members[m] === label) counts.truth[r] += weight;
      else counts.wrong[r * classes + members[m]] += weight;
    }
  }
}

/** Makes `truth` and `wrong` cumulative over the levels: entry k − 1 then belongs to Ω_k. */
export function accumulateLevels(counts: MembershipCounts, classes: number): void {
  for (let r = 1; r < counts.truth.length; r++) counts.truth[r] += counts.truth[r - 1];
  for (let i = classes; i < counts.wrong.length; i++) counts.wrong[i] += counts.wrong[i - classes];
}

/** η at a level of cumulative counts. */
export function unreliabilityAt(counts: MembershipCounts, level: number, samples: number): number {
  return (samples - counts.truth[level]) / samples;
}

/** Pr(i ∈ set | y ≠ i) of one class; 0 where every sample is of class i, so that it never can enter wrongly. */
export function ambiguityAt(counts: MembershipCounts, level: number, samples: number, i: number): number {
  const others = samples - counts.perClass[i];
  return others > 0 ? counts.wrong[level * counts.perClass.length + i] / others : 0;
}
