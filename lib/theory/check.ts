import { InputError } from '../base/errors';
import { correctedAmbiguity } from './ambiguity-bias';
import { bootstrapIntervals, bootstrapOptions } from './bootstrap';
import type { BootstrapOptions, IndicatorInterval } from './bootstrap';
import { theorem1, theorem2 } from './conditions';
import { confusablePairs, misledClasses } from './confusion';
import type { ConfusablePair } from './confusion';
import { distances } from './distances';
import type { Distances } from './distances';
import { headlineK, indicatorsOf, reportedKs, requireK } from './indicators';
import type { Indicators } from './indicators';
import { setMembership, topKMembership } from './membership';
import type { SoftLabelArray } from './top-k';
import { requireCandidates, requireDistributions, requireLabels } from './validate-soft-labels';
import type { SoftLabelNames } from './validate-soft-labels';

/** One line of the report: indicators, their intervals and the two conditions at one k. */
export interface CheckEntry extends Indicators {
  interval?: IndicatorInterval;
  theorem1: { holds: boolean; bound: number | null };
  theorem2: { holds: boolean; margin: number };
  /** The upward bias of the largest of C frequencies (bootstrap), and γ less that bias. Only with the bootstrap. */
  finiteSample?: { ambiguityBias: number; ambiguityCorrected: number };
}

/** What `kdlab check --json` prints. With candidate sets `k` is absent and `byK` has one entry without `k`. */
export interface CheckReport {
  n: number;
  classes: number;
  k?: number;
  byK: CheckEntry[];
  distances: Distances;
  /** The five pairs of classes confused most at the headline k (or in the candidate sets). */
  confusablePairs: ConfusablePair[];
  /** Classes whose samples' sets surely hold another class more often than the class itself, at the headline k. */
  misledClasses: ConfusablePair[];
}

export interface CheckInput {
  /** [N, C], rows are distributions. May be absent where candidate sets are given; then 1/|s| on each candidate. */
  softLabels?: SoftLabelArray;
  /** [N, C] of 0/1: judge these sets instead of top-k sets. */
  candidates?: ArrayLike<number>;
  /** True classes, [N]. */
  labels: ArrayLike<number>;
  samples: number;
  classes: number;
}

export interface CheckOptions extends BootstrapOptions {
  /** Headline k; default min(4, C−1). */
  k?: number;
  /** Names of the arrays in error messages. */
  names?: Partial<SoftLabelNames>;
}

/**
 * The biased-soft-label report: η_k and γ_k with bootstrap intervals, the conditions of Theorems 1 and 2 and the
 * mean distances to the truth (Yuan et al., NeurIPS 2023).
 *
 * @throws InputError for shapes that do not fit, rows that are no distribution (sum off 1 by more than 1e-3,
 *   negative, NaN), labels outside 0 … C−1, k outside 1 … C−1, empty candidate sets
 */
export function checkSoftLabels(input: CheckInput, options: CheckOptions = {}): CheckReport {
  const { labels, samples, classes, candidates } = input;
  const names = { softLabels: 'soft labels', labels: 'labels', candidates: 'candidates', ...options.names };
  const bootstrap = bootstrapOptions(options);
  requireLabels(labels, samples, classes, names.labels);
  if (input.softLabels) requireDistributions(input.softLabels, samples, classes, names.softLabels);
  if (candidates) requireCandidates(candidates, samples, classes, names.candidates);
  if (!candidates && !input.softLabels) {
    throw new InputError(`${names.softLabels}: found nothing, needed are soft labels or candidate sets`);
  }
  if (candidates && options.k !== undefined) {
    throw new InputError(`k: found ${options.k}, allowed is none: candidate sets have no k`);
  }

  const k = candidates ? undefined : (options.k ?? headlineK(classes));
  if (k !== undefined) requireK(k, classes);
  const ks = k === undefined ? [1] : [...new Set([...reportedKs(classes), k])].sort((a, b) => a - b);
  const softLabels = input.softLabels ?? uniformOn(candidates!, samples, classes);
  const membership = candidates
    ? setMembership(candidates, labels, samples, classes)
    : topKMembership(softLabels, labels, samples, classes, Math.max(...ks));
  const found = indicatorsOf(membership, ks);
  const resampled = bootstrap.resamples > 0 ? bootstrapIntervals(membership, ks, found, bootstrap) : [];
  const byK = found.map((entry, j): CheckEntry => {
    const { k: level, ...rest } = entry;
    return {
      ...(candidates ? {} : { k: level }),
      ...rest,
      ...(resampled[j] ? { interval: resampled[j].interval } : {}),
      theorem1: theorem1(entry.unreliability, entry.ambiguity),
      theorem2: theorem2(entry.unreliability, entry.ambiguity),
      ...(resampled[j] ? { finiteSample: finiteSample(entry, resampled[j].ambiguityBias) } : {}),
    };
  });
  return {
    n: samples,
    classes,
    ...(k === undefined ? {} : { k }),
    byK,
    distances: distances(softLabels, labels, samples, classes),
    confusablePairs: confusablePairs(membership, k ?? 1, 5),
    misledClasses: misledClasses(membership, k ?? 1),
  };
}

function finiteSample({ perClassAmbiguity }: Indicators, bias: number): CheckEntry['finiteSample'] {
  return { ambiguityBias: bias, ambiguityCorrected: correctedAmbiguity(perClassAmbiguity, bias) };
}

/** 1/|s| on each candidate, [N, C]. */
function uniformOn(candidates: ArrayLike<number>, samples: number, classes: number): Float64Array {
  const rows = new Float64Array(samples * classes);
  for (let n = 0; n < samples; n++) {
    let size = 0;
    for (let c = 0; c < classes; c++) size += Number(candidates[n * classes + c]);
    for (let c = 0; c < classes; c++) rows[n * classes + c] = Number(candidates[n * classes + c]) / size;
  }
  return rows;
}
