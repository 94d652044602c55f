import type { Measures } from '../base';
import type { LabelledImages } from '../data/definition';

/** What the training passes of one learner said about one mini-batch. */
export interface LearnerOutputs {
  /** Position in the training part, [N]. */
  indices: Int32Array;
  /** Logits before the update, [N, C]. */
  logits: Float32Array;
  /** ε of each sample, [N], where the loss has such a thing. */
  trust?: Float32Array;
}

/** Sums over samples of one subset; plain numbers, so that a checkpoint can hold them. */
interface Sums {
  count: number;
  /** Predictions equal to the label as fed. */
  fit: number;
  /** Predictions equal to the true label. */
  correct: number;
  /** H(p)/log C. */
  entropy: number;
  trust: number;
  trusted: number;
}

/** Training images whose label is the true one, and those whose label a transform made wrong. */
export interface Subsets {
  clean: Sums;
  noisy: Sums;
}

const empty = (): Sums => ({ count: 0, fit: 0, correct: 0, entropy: 0, trust: 0, trusted: 0 });
export const emptySubsets = (): Subsets => ({ clean: empty(), noisy: empty() });

/**
 * Adds one mini-batch. Predictions are those of the training pass, before its update and with its augmentation, so
 * that the split costs no further pass; they lag half an epoch behind the weights that the epoch ends with.
 */
export function addToSubsets(
  subsets: Subsets,
  { labels, trueLabels }: Pick<LabelledImages, 'labels' | 'trueLabels'>,
  { indices, logits, trust }: LearnerOutputs,
): void {
  const classes = logits.length / indices.length;
  indices.forEach((index, n) => {
    const sums = labels[index] === trueLabels[index] ? subsets.clean : subsets.noisy;
    const { top, entropy } = describeRow(logits, n * classes, classes);
    sums.count++;
    if (top === labels[index]) sums.fit++;
    if (top === trueLabels[index]) sums.correct++;
    sums.entropy += entropy / Math.log(classes);
    if (trust) {
      sums.trust += trust[n];
      sums.trusted++;
    }
  });
}

/** Predicted class (ties: the lower one) and entropy in nats of softmax(row). */
function describeRow(logits: Float32Array, row: number, classes: number) {
  let top = 0;
  for (let j = 1; j < classes; j++) if (logits[row + j] > logits[row + top]) top = j;
  let [sum, weighted] = [0, 0];
  for (let j = 0; j < classes; j++) {
    const below = logits[row + j] - logits[row + top];
    const e = Math.exp(below);
    sum += e;
    weighted += e * below;
  }
  return { top, entropy: Math.log(sum) - weighted / sum };
}

/**
 * Of one epoch, mean over the learners, by name: `cleanFit`, `noisyFit` (agreement with the label as fed, in %; on the
 * noisy subset: memorisation), `noisyCorrection` (agreement with the true label, in %), `cleanEntropy`, `noisyEntropy`
 * (mean H(p)/log C) and, where the loss corrects labels, `cleanTrust`, `noisyTrust` (mean ε). A subset without an image
 * has no entry.
 */
export function subsetMeasures({ clean, noisy }: Subsets): Measures {
  const measures: Measures = {};
  const add = (name: string, sum: number, count: number) => {
    if (count > 0) measures[name] = [sum / count];
  };
  add('cleanFit', 100 * clean.fit, clean.count);
  add('noisyFit', 100 * noisy.fit, noisy.count);
  add('noisyCorrection', 100 * noisy.correct, noisy.count);
  add('cleanEntropy', clean.entropy, clean.count);
  add('noisyEntropy', noisy.entropy, noisy.count);
  add('cleanTrust', clean.trust, clean.trusted);
  add('noisyTrust', noisy.trust, noisy.trusted);
  return measures;
}
