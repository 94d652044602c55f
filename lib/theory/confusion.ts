import { binomialTail } from './binomial';
import { wilsonInterval } from './intervals';
import type { Membership } from './membership';

/** A wrong class that comes along with a true class. */
export interface ConfusablePair {
  /** The true class. */
  label: number;
  /** The wrong class in the label sets. */
  intruder: number;
  /** Share of the samples of `label` whose set holds `intruder`. */
  rate: number;
  /** Share of the samples of `label` whose set holds `label`. */
  truthRate: number;
  /** Samples of `label`. */
  samples: number;
}

/**
 * The pairs of classes that the label sets confuse most, at one level of a membership table (k for top-k sets, 1 for
 * candidate sets): Pr(i ∈ Ω | y) for i ≠ y, ordered by the lower end of its 95 % Wilson interval, so that a class of
 * two samples does not lead. γ averages these rates over the true classes; a pair far above γ is a systematic error.
 */
export function confusablePairs(membership: Membership, level: number, count: number): ConfusablePair[] {
  const { classes } = membership;
  const { perClass, entered } = classRates(membership, level);
  const pairs: (ConfusablePair & { surely: number })[] = [];
  for (let label = 0; label < classes; label++) {
    const samples = perClass[label];
    for (let intruder = 0; intruder < classes; intruder++) {
      const times = entered[label * classes + intruder];
      if (intruder === label || times === 0) continue;
      // Only a pair whose rate can still beat the last one kept needs its interval.
      if (pairs.length === count && times / samples <= pairs[count - 1].surely) continue;
      const surely = wilsonInterval(times, samples)[0];
      const truthRate = entered[label * classes + label] / samples;
      insert(pairs, { label, intruder, rate: times / samples, truthRate, samples, surely }, count);
    }
  }
  return pairs.map(({ surely: _surely, ...pair }) => pair);
}

/**
 * Classes that the label sets teach wrongly: some other class is in the sets of the class's own samples surely more
 * often than the class itself. A student that tells classes apart, but not samples within a class, would minimise its
 * set error by answering that other class there, however wide the margin 1 − η − γ is on average.
 *
 * Surely: of the samples that hold one of the two and not the other, more hold the intruder than chance gives (exact
 * sign test, one-sided, 2.5 % over all C(C−1) pairs together after Bonferroni), so that a class of a few samples, or
 * the worst of many pairs, does not count.
 */
export function misledClasses(membership: Membership, level: number): ConfusablePair[] {
  const { classes } = membership;
  const { perClass, entered, together } = classRates(membership, level);
  const allowed = 0.025 / (classes * (classes - 1));
  const misled: ConfusablePair[] = [];
  for (let label = 0; label < classes; label++) {
    const samples = perClass[label];
    if (samples === 0) continue;
    const row = entered.subarray(label * classes, (label + 1) * classes);
    let intruder = label === 0 ? 1 : 0;
    for (let i = 0; i < classes; i++) if (i !== label && row[i] > row[intruder]) intruder = i;
    const both = together[label * classes + intruder];
    const [instead, without] = [row[intruder] - both, row[label] - both];
    if (instead > without && binomialTail(instead + without, 0.5, instead) <= allowed) {
      misled.push({
        label,
        intruder,
        rate: row[intruder] / samples,
        truthRate: row[label] / samples,
        samples,
      });
    }
  }
  return misled;
}

/**
 * Samples per true class, [C], how often class i is in the sets of true class y, [C, C] at y·C + i, and how often
 * together with y itself.
 */
function classRates(
  { samples, classes, labels, levels, starts, members }: Membership,
  level: number,
): { perClass: Float64Array; entered: Float64Array; together: Float64Array } {
  const perClass = new Float64Array(classes);
  const entered = new Float64Array(classes * classes);
  const together = new Float64Array(classes * classes);
  for (let n = 0; n < samples; n++) {
    perClass[labels[n]]++;
    const row = labels[n] * classes;
    const set = members.subarray(starts[n * levels], starts[n * levels + level]);
    const hasTruth = set.includes(labels[n]);
    for (const member of set) {
      entered[row + member]++;
      if (hasTruth) together[row + member]++;
    }
  }
  return { perClass, entered, together };
}

function insert<T extends { surely: number }>(sorted: T[], item: T, count: number): void {
  let place = sorted.length;
  while (place > 0 && sorted[place - 1].surely < item.surely) place--;
  sorted.splice(place, 0, item);
  if (sorted.length > count) sorted.pop();
}
