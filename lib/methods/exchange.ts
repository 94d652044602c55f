import type { Measures } from '../base';
import { labelsChanged } from '../data';
import type { PreparedData } from '../data/definition';
import type { Method } from './definition';

/** Images whose uncertainty is kept one by one, evenly spaced over the training part. */
const SAMPLES = 200;

/** What an image has been to a learner in the current epoch. */
const [UNSEEN, OFFERED, SELECTED] = [0, 1, 2];

/**
 * What learners told each other in the current epoch: each one's softmax of every training image that it was asked
 * about, and whether that was passed on. An image asked about twice counts as it was last.
 */
export class Exchange {
  private readonly learners: { probabilities: Float32Array; fate: Float32Array }[];

  constructor(
    private readonly data: PreparedData,
    learners: number,
  ) {
    const { count } = data.train;
    this.learners = Array.from({ length: learners }, () => ({
      probabilities: new Float32Array(count * data.classes), // [n, C]
      fate: new Float32Array(count), // [n]
    }));
  }

  beginEpoch(): void {
    for (const { fate } of this.learners) fate.fill(UNSEEN);
  }

  /**
   * @param source the learner whose knowledge this is
   * @param logits [N, C], at temperature 1
   * @param selected [N] of 0 and 1; absent: all
   */
  note(source: number, indices: Int32Array, logits: Float32Array, selected?: Float32Array): void {
    const { classes } = this.data;
    const { probabilities, fate } = this.learners[source];
    indices.forEach((index, n) => {
      const row = logits.subarray(n * classes, (n + 1) * classes);
      const top = row.reduce((a, b) => Math.max(a, b));
      let sum = 0;
      for (let j = 0; j < classes; j++) sum += probabilities[index * classes + j] = Math.exp(row[j] - top);
      for (let j = 0; j < classes; j++) probabilities[index * classes + j] /= sum;
      fate[index] = !selected || selected[n] > 0 ? SELECTED : OFFERED;
    });
  }

  /**
   * Shares in %, over the images of the epoch and (without `@`) over the learners: `selected@k` (of what learner k
   * offered), `selectedPurity`, `unselectedPurity` (predictions that are the true class), `selectedByClass` ([C], by
   * true class). With noisy labels also `selectedClean`, `selectedNoisy` and the purities of both subsets. `entropy` is
   * the mean H(p)/log C of what was offered. What has no image has no entry. `sampleEntropies`: H(p)/log C of learner 1
   * for the images of `sampledImages`, −1 for one that was not drawn.
   */
  measures(): Measures {
    const { train, classes } = this.data;
    const pools = new Map<string, { count: number; hits: number }>();
    const add = (name: string, hit: boolean) => {
      const pool = pools.get(name) ?? { count: 0, hits: 0 };
      pool.count++;
      if (hit) pool.hits++;
      pools.set(name, pool);
    };
    const byClass = Array.from({ length: classes }, () => ({ count: 0, hits: 0 }));
    const noisy = labelsChanged(train);
    let [entropies, offered] = [0, 0];
    this.learners.forEach(({ probabilities, fate }, k) => {
      fate.forEach((value, n) => {
        if (value === UNSEEN) return;
        const { top, entropy } = describe(probabilities.subarray(n * classes, (n + 1) * classes));
        const truth = train.trueLabels[n];
        const isSelected = value === SELECTED;
        const purity = isSelected ? 'selectedPurity' : 'unselectedPurity';
        entropies += entropy / Math.log(classes);
        offered++;
        add(`selected@${k + 1}`, isSelected);
        add(purity, top === truth);
        byClass[truth].count++;
        if (isSelected) byClass[truth].hits++;
        if (!noisy) return;
        const subset = train.labels[n] === truth ? 'Clean' : 'Noisy';
        add(`selected${subset}`, isSelected);
        add(`${purity}${subset}`, top === truth);
      });
    });
    if (offered === 0) return {};
    const share = ({ count, hits }: { count: number; hits: number }) =>
      count > 0 ? (100 * hits) / count : 0;
    return {
      ...Object.fromEntries([...pools].map(([name, pool]) => [name, [share(pool)]])),
      entropy: [entropies / offered],
      selectedByClass: byClass.map(share),
      sampleEntropies: this.sampleEntropies(),
    };
  }

  private sampleEntropies(): number[] {
    const { train, classes } = this.data;
    const [{ probabilities, fate }] = this.learners;
    return sampledImages(train.count).map((n) => {
      if (fate[n] === UNSEEN) return -1;
      const { entropy } = describe(probabilities.subarray(n * classes, (n + 1) * classes));
      return Number((entropy / Math.log(classes)).toPrecision(3));
    });
  }

  /** Each learner's predictions as soft labels for the others: all that were offered, and those passed on. */
  softLabels(): ReturnType<NonNullable<Method['softLabels']>> {
    return this.learners.flatMap(({ probabilities, fate }, k) =>
      ([OFFERED, SELECTED] as const).flatMap((least) => {
        if (!fate.some((value) => value >= least)) return [];
        const { classes } = this.data;
        const kept = probabilities.map((p, i) => (fate[Math.floor(i / classes)] >= least ? p : NaN));
        const view = `${least === OFFERED ? 'all' : 'selected'}@${k + 1}`;
        return [{ source: 'peer' as const, view, split: 'train' as const, probabilities: kept }];
      }),
    );
  }

  state(): Record<string, Float32Array> {
    return Object.fromEntries(
      this.learners.flatMap(({ probabilities, fate }, k) => [
        [`probabilities${k}`, probabilities],
        [`fate${k}`, fate],
      ]),
    );
  }

  loadState(state: Record<string, Float32Array>): void {
    this.learners.forEach(({ probabilities, fate }, k) => {
      probabilities.set(state[`probabilities${k}`]);
      fate.set(state[`fate${k}`]);
    });
  }
}

/** Positions of the images that are kept one by one. */
export function sampledImages(count: number): number[] {
  const kept = Math.min(SAMPLES, count);
  return Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept));
}

/** Predicted class (ties: the lower one) and entropy in nats. */
function describe(row: Float32Array): { top: number; entropy: number } {
  let [top, entropy] = [0, 0];
  row.forEach((p, j) => {
    if (p > row[top]) top = j;
    if (p > 0) entropy -= p * Math.log(p);
  });
  return { top, entropy };
}
