import type { RunSpec, SoftLabelIndicators, SoftLabelSource } from '../base';
import type { PreparedData } from '../data/definition';
import { candidateIndicators, softLabelIndicators } from '../theory/index';
import { softmax } from './evaluate';

/** Indicators of probabilities, [N, C], against the true labels; rows of NaN (images not drawn) are left out. */
export function indicatorsOf(
  source: SoftLabelSource,
  view: string,
  split: 'train' | 'test',
  epoch: number,
  probabilities: Float32Array,
  data: PreparedData,
): SoftLabelIndicators {
  const { trueLabels, count } = split === 'train' ? data.train : data.test;
  const { classes } = data;
  const rows = Array.from({ length: count }, (_, n) => n).filter(
    (n) => !Number.isNaN(probabilities[n * classes]),
  );
  if (rows.length === count) {
    return softLabelIndicators(source, view, split, epoch, probabilities, trueLabels, count, classes);
  }
  const drawn = new Float32Array(rows.length * classes);
  rows.forEach((row, n) =>
    drawn.set(probabilities.subarray(row * classes, (row + 1) * classes), n * classes),
  );
  const labels = Int32Array.from(rows, (row) => trueLabels[row]);
  return softLabelIndicators(source, view, split, epoch, drawn, labels, rows.length, classes);
}

/** Indicators of a teacher's softmax at temperature 1 (η and γ do not depend on the temperature). */
export function teacherIndicators(
  view: string,
  split: 'train' | 'test',
  epoch: number,
  logits: Float32Array,
  data: PreparedData,
): SoftLabelIndicators {
  return indicatorsOf('teacher', view, split, epoch, softmax(logits, data.classes), data);
}

/**
 * The training targets without any teacher, as they are fed: soft labels or candidate sets (each candidate equally
 * likely) of a label transform, else the labels as one-hot rows; smoothed where the loss smooths them (ε/C on every
 * class).
 */
export function labelIndicators(data: PreparedData, spec: RunSpec, smoothing: number): SoftLabelIndicators {
  const { train, classes } = data;
  const [view] = Object.keys(spec.data.views ?? { weak: {} });
  const targets = new Float32Array(train.count * classes);
  for (let n = 0; n < train.count; n++) {
    const row = targets.subarray(n * classes, (n + 1) * classes);
    if (train.softLabels) row.set(train.softLabels.subarray(n * classes, (n + 1) * classes));
    else if (train.candidates) {
      row.set(train.candidates.subarray(n * classes, (n + 1) * classes));
      const size = row.reduce((sum, value) => sum + value, 0);
      row.forEach((value, j) => (row[j] = value / size));
    } else {
      row[train.labels[n]] = 1;
      row.forEach((value, j) => (row[j] = (1 - smoothing) * value + smoothing / classes));
    }
  }
  if (train.candidates && !train.softLabels) {
    return candidateSetIndicators(train.candidates, targets, train, classes, view);
  }
  return indicatorsOf('labels', view, 'train', 0, targets, data);
}

/** Of the sets themselves, whose sizes differ: one η and one γ, without k. Distances are those of 1/|s| on each candidate. */
function candidateSetIndicators(
  candidates: Uint8Array,
  targets: Float32Array,
  { trueLabels, count }: PreparedData['train'],
  classes: number,
  view: string,
): SoftLabelIndicators {
  const { unreliability, ambiguity } = candidateIndicators(candidates, trueLabels, count, classes);
  const uniform = softLabelIndicators('candidates', view, 'train', 0, targets, trueLabels, count, classes);
  return { ...uniform, k: [], unreliability: [round6(unreliability)], ambiguity: [round6(ambiguity)] };
}

const round6 = (value: number): number => Math.round(value * 1e6) / 1e6;
