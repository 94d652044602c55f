import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { Measures } from '../base';
import type { PreparedData } from '../data/definition';
import { tf } from '../engine';
import { confidentIn } from '../losses/index';

/** Bins of the confidence histograms: (0, 0.05], … (0.95, 1]. */
const BINS = 20;

/** Counts of one epoch and view, whole numbers, in one array so that a checkpoint can hold them. */
const TOTALS = ['keptRight', 'droppedRight', 'same', 'wrong', 'copied'] as const;
type Total = (typeof TOTALS)[number];

/**
 * What the soft labels of the views were like in the current epoch, as fed: how many reach the view's threshold of
 * confidence, how often kept and dropped ones are right, and how closely the student follows the teacher, its errors
 * included. Right and wrong are judged by the true labels, whatever labels are fed; the student predicts before its update.
 */
export class ViewObservations {
  private readonly counts: Record<string, Float32Array> = {};
  private readonly kept: Record<string, Uint8Array> = {};

  /** @param thresholds smallest confidence of the teacher that counts, by view */
  constructor(
    private readonly data: PreparedData,
    private readonly thresholds: Readonly<Record<string, number>>,
  ) {
    for (const view of Object.keys(thresholds)) {
      this.counts[view] = new Float32Array(2 * data.classes + TOTALS.length + BINS);
      this.kept[view] = new Uint8Array(data.train.count);
    }
  }

  beginEpoch(): void {
    for (const view of Object.keys(this.counts)) {
      this.counts[view].fill(0);
      this.kept[view].fill(0);
    }
  }

  /** @param student [N, C] of one view; @param teacher alike */
  note(view: string, indices: Int32Array, student: Tensor2D, teacher: Tensor2D): void {
    const { classes, train } = this.data;
    const mask = tf.tidy(() => confidentIn(teacher, this.thresholds[view]).dataSync());
    const [own, soft] = [student.dataSync(), teacher.dataSync()];
    const [seen, kept, totals, bins] = this.parts(view);
    const add = (name: Total) => totals[TOTALS.indexOf(name)]++;
    indices.forEach((index, n) => {
      const truth = train.trueLabels[index];
      const taught = largest(soft, n * classes, classes);
      const said = largest(own, n * classes, classes);
      const keep = mask[n] === 1;
      seen[truth]++;
      if (keep) kept[truth]++;
      this.kept[view][index] = mask[n];
      if (taught === truth) add(keep ? 'keptRight' : 'droppedRight');
      else add('wrong');
      if (said === taught) add('same');
      if (said === taught && taught !== truth) add('copied');
      bins[Math.max(1, Math.ceil(confidence(soft, n * classes, classes, taught) * BINS)) - 1]++;
    });
  }

  /**
   * Of each view: `kept@VIEW` (%), `classKept@VIEW` (%, [C]), `keptAccuracy@VIEW` and `droppedAccuracy@VIEW` of the teacher
   * (%; absent where none was kept or dropped), `teacherAgreement@VIEW` (%), `copiedErrors@VIEW` (% of the teacher's errors
   * that the student makes too; absent without errors), `teacherConfidenceHistogram@VIEW` (%, 20 bins of equal width).
   */
  measures(): Measures {
    return Object.fromEntries(
      Object.keys(this.counts).flatMap((view) => {
        const [seen, kept, totals, bins] = this.parts(view);
        const [drawn, counted] = [sum(seen), sum(kept)];
        if (drawn === 0) return [];
        const total = (name: Total) => totals[TOTALS.indexOf(name)];
        const shares: [string, number[]][] = [
          ['kept', share(counted, drawn)],
          ['classKept', Array.from(seen, (count, c) => (count > 0 ? (100 * kept[c]) / count : 0))],
          ['keptAccuracy', share(total('keptRight'), counted)],
          ['droppedAccuracy', share(total('droppedRight'), drawn - counted)],
          ['teacherAgreement', share(total('same'), drawn)],
          ['copiedErrors', share(total('copied'), total('wrong'))],
          ['teacherConfidenceHistogram', Array.from(bins, (count) => (100 * count) / drawn)],
        ];
        return shares
          .filter(([, values]) => values.length > 0)
          .map(([name, values]) => [`${name}@${view}`, values]);
      }),
    );
  }

  /** Which training images' soft labels were kept, [N] of 0/1 by view. */
  selected(): Record<string, Uint8Array> {
    return this.kept;
  }

  state(): Record<string, Float32Array> {
    return Object.fromEntries(
      Object.keys(this.counts).flatMap((view) => [
        [`counts@${view}`, this.counts[view]],
        [`kept@${view}`, Float32Array.from(this.kept[view])],
      ]),
    );
  }

  loadState(state: Record<string, Float32Array>): void {
    for (const view of Object.keys(this.counts)) {
      this.counts[view].set(state[`counts@${view}`]);
      this.kept[view].set(state[`kept@${view}`]);
    }
  }

  /** Seen and kept by class, totals, bins. */
  private parts(view: string): [Float32Array, Float32Array, Float32Array, Float32Array] {
    const { classes } = this.data;
    const all = this.counts[view];
    const totals = 2 * classes;
    const bins = totals + TOTALS.length;
    return [
      all.subarray(0, classes),
      all.subarray(classes, totals),
      all.subarray(totals, bins),
      all.subarray(bins),
    ];
  }
}

function share(part: number, whole: number): number[] {
  return whole > 0 ? [(100 * part) / whole] : [];
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function largest(logits: ArrayLike<number>, row: number, classes: number): number {
  let best = 0;
  for (let j = 1; j < classes; j++) if (logits[row + j] > logits[row + best]) best = j;
  return best;
}

/** Largest probability of a row, 1/Σ exp(z_j − z_top). */
function confidence(logits: ArrayLike<number>, row: number, classes: number, top: number): number {
  let norm = 0;
  for (let j = 0; j < classes; j++) norm += Math.exp(logits[row + j] - logits[row + top]);
  return 1 / norm;
}
