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
  /** Samples of `label`. */
  samples: number;
}

/**
 * The pairs of classes that the label sets confuse most, at one level of a membership table (k for top-k sets, 1 for
 * candidate sets): Pr(i ∈ Ω | y) for i ≠ y, ordered by the lower end of its 95 % Wilson interval, so that a class of
 * two samples does not lead. γ averages these rates over the true classes; a pair far above γ is a systematic error.
 */
export function confusablePairs(membership: Membership, level: number, count: number): ConfusablePair[] {
  const { samples, classes, labels, levels, starts, members } = membership;
  const perClass = new Float64Array(classes);
  const entered = new Float64Array(classes * classes);
  for (let n = 0; n < samples; n++) {
    const label = labels[n];
    perClass[label]++;
    for (let m = starts[n * levels]; m < starts[n * levels + level]; m++) {
      if (members[m] !== label) entered[label * classes + members[m]]++;
    }
  }
  const pairs: (ConfusablePair & { surely: number })[] = [];
  for (let label = 0; label < classes; label++) {
    for (let intruder = 0; intruder < classes; intruder++) {
      const times = entered[label * classes + intruder];
      if (times === 0) continue;
      const total = perClass[label];
      // Only a pair whose rate can still beat the last one kept needs its interval.
      if (pairs.length === count && times / total <= pairs[count - 1].surely) continue;
      const surely = wilsonInterval(times, total)[0];
      insert(pairs, { label, intruder, rate: times / total, samples: total, surely }, count);
    }
  }
  return pairs.map(({ surely: _surely, ...pair }) => pair);
}

function insert<T extends { surely: number }>(sorted: T[], item: T, count: number): void {
  let place = sorted.length;
  while (place > 0 && sorted[place - 1].surely < item.surely) place--;
  sorted.splice(place, 0, item);
  if (sorted.length > count) sorted.pop();
}
