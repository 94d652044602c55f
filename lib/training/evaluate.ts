import type { EpochMetrics } from '../base';
import type { CalibrationBin } from '../figures';

/**
 * Evaluation as pure functions over logits, row-major [N, C], and true labels [N]. All arithmetic is float64 in the
 * log domain. Where logits tie, the lower class index counts as the larger one.
 */
export interface Evaluation extends Omit<EpochMetrics, 'epoch'> {
  perClass: number[];
}

/**
 * Everything the record keeps of one evaluation; with `teacherLogits` also agreement, mean KL(teacher‖student) and the
 * share of copied errors.
 */
export function evaluateLogits(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  teacherLogits?: Float32Array,
): Evaluation {
  return {
    top1: topK(logits, labels, classes, 1),
    top5: topK(logits, labels, classes, Math.min(5, classes)),
    nll: negativeLogLikelihood(logits, labels, classes),
    ece: calibrationError(logits, labels, classes),
    aurc: riskCoverageArea(logits, labels, classes),
    perClass: perClassAccuracy(logits, labels, classes),
    ...(teacherLogits && {
      teacherAgreement: agreement(teacherLogits, logits, classes),
      teacherKl: meanKl(teacherLogits, logits, classes),
      ...copied(teacherLogits, logits, labels, classes),
    }),
  };
}

/** Share of samples, in %, whose label is among the k largest logits. */
export function topK(logits: Float32Array, labels: Int32Array, classes: number, k: number): number {
  let hits = 0;
  for (let n = 0; n < labels.length; n++) {
    const row = n * classes;
    const y = labels[n];
    const own = logits[row + y];
    let before = 0; // classes ranked ahead of the label
    for (let j = 0; j < classes; j++) {
      const other = logits[row + j];
      if (other > own || (other === own && j < y)) before++;
    }
    if (before < k) hits++;
  }
  return (100 * hits) / labels.length;
}

/** Mean −ln p_y in nats. */
export function negativeLogLikelihood(logits: Float32Array, labels: Int32Array, classes: number): number {
  let sum = 0;
  for (let n = 0; n < labels.length; n++) {
    sum += logSumExp(logits, n * classes, classes) - logits[n * classes + labels[n]];
  }
  return sum / labels.length;
}

/** Confidence of one row of logits, in [0, 1]. */
type Confidence = (logits: Float32Array, row: number, classes: number) => number;

/** Samples by confidence (default max p), in `bins` bins of equal width, closed on the right: (0, 1/bins], … */
export function calibrationBins(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  bins = 10,
  measure: Confidence = confidenceOf,
): CalibrationBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, correct: 0 }));
  for (let n = 0; n < labels.length; n++) {
    const top = argMax(logits, n * classes, classes);
    const confidence = measure(logits, n * classes, classes);
    let bin = Math.min(bins, Math.max(1, Math.ceil(confidence * bins))) - 1;
    if (bin > 0 && confidence <= bin / bins) bin--; // the product may have been rounded up past the edge
    sums[bin].count++;
    sums[bin].confidence += confidence;
    sums[bin].correct += top === labels[n] ? 1 : 0;
  }
  return sums.map(({ count, confidence, correct }, index) => ({
    low: index / bins,
    high: (index + 1) / bins,
    count,
    confidence: count > 0 ? confidence / count : 0,
    accuracy: count > 0 ? correct / count : 0,
  }));
}

/** Expected calibration error in [0, 1] (Guo et al. 2017): Σ |bin|/N · |accuracy − mean confidence|. */
export function calibrationError(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  bins = 10,
  measure: Confidence = confidenceOf,
): number {
  return calibrationBins(logits, labels, classes, bins, measure).reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / labels.length) * Math.abs(accuracy - confidence),
    0,
  );
}

/**
 * Area under the risk–coverage curve ×1000 (Geifman et al. 2019, as PS-KD and Moon et al. 2020 compute it): samples
 * in order of falling confidence max p (ties in their own order), mean over n = 1 … N of the error rate among the
 * first n.
 */
export function riskCoverageArea(logits: Float32Array, labels: Int32Array, classes: number): number {
  const count = labels.length;
  const confidence = Float64Array.from({ length: count }, (_, n) =>
    confidenceOf(logits, n * classes, classes),
  );
  const order = Array.from({ length: count }, (_, n) => n).sort(
    (a, b) => confidence[b] - confidence[a] || a - b,
  );
  let errors = 0;
  let area = 0;
  order.forEach((n, rank) => {
    if (argMax(logits, n * classes, classes) !== labels[n]) errors++;
    area += errors / (rank + 1);
  });
  return (1000 * area) / count;
}

/** Accuracy within each class, in %; 0 for a class without samples. */
export function perClassAccuracy(logits: Float32Array, labels: Int32Array, classes: number): number[] {
  const hits = new Float64Array(classes);
  const counts = new Float64Array(classes);
  labels.forEach((y, n) => {
    counts[y]++;
    if (argMax(logits, n * classes, classes) === y) hits[y]++;
  });
  return Array.from(hits, (hit, c) => (counts[c] ? (100 * hit) / counts[c] : 0));
}

/** Share of samples, in %, where both predict the same class. */
export function agreement(first: Float32Array, second: Float32Array, classes: number): number {
  const count = first.length / classes;
  let same = 0;
  for (let n = 0; n < count; n++) {
    if (argMax(first, n * classes, classes) === argMax(second, n * classes, classes)) same++;
  }
  return (100 * same) / count;
}

/** Share of the teacher's errors, in %, where the student predicts the same wrong class; NaN where it makes none. */
export function copiedErrors(
  teacher: Float32Array,
  student: Float32Array,
  labels: Int32Array,
  classes: number,
): number {
  let [wrong, same] = [0, 0];
  labels.forEach((y, n) => {
    const taught = argMax(teacher, n * classes, classes);
    if (taught === y) return;
    wrong++;
    if (argMax(student, n * classes, classes) === taught) same++;
  });
  return (100 * same) / wrong;
}

function copied(...from: Parameters<typeof copiedErrors>): Pick<EpochMetrics, 'copiedErrors'> {
  const share = copiedErrors(...from);
  return Number.isNaN(share) ? {} : { copiedErrors: share };
}

/** Mean over samples of KL(softmax(teacher) ‖ softmax(student)) at temperature 1, in nats. */
export function meanKl(teacher: Float32Array, student: Float32Array, classes: number): number {
  const count = teacher.length / classes;
  let sum = 0;
  for (let n = 0; n < count; n++) {
    const row = n * classes;
    const teacherNorm = logSumExp(teacher, row, classes);
    const studentNorm = logSumExp(student, row, classes);
    for (let j = row; j < row + classes; j++) {
      const logP = teacher[j] - teacherNorm;
      sum += Math.exp(logP) * (logP - (student[j] - studentNorm));
    }
  }
  return sum / count;
}

/** Row-wise softmax, [N, C] → [N, C]. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    const norm = logSumExp(logits, row, classes);
    for (let j = row; j < row + classes; j++) probabilities[j] = Math.exp(logits[j] - norm);
  }
  return probabilities;
}

/** Predicted class of each row. */
export function predictions(logits: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: logits.length / classes }, (_, n) => argMax(logits, n * classes, classes));
}

function argMax(logits: Float32Array, row: number, classes: number): number {
  let best = 0;
  for (let j = 1; j < classes; j++) if (logits[row + j] > logits[row + best]) best = j;
  return best;
}

/** max p of a row: 1 / Σ exp(z_j − max z). */
function confidenceOf(logits: Float32Array, row: number, classes: number): number {
  return Math.exp(logits[row + argMax(logits, row, classes)] - logSumExp(logits, row, classes));
}

/** 1 − H(p)/log C of a row. */
export function certaintyOf(logits: Float32Array, row: number, classes: number): number {
  const norm = logSumExp(logits, row, classes);
  let entropy = 0;
  for (let j = row; j < row + classes; j++) {
    const logP = logits[j] - norm;
    entropy -= Math.exp(logP) * logP;
  }
  return 1 - entropy / Math.log(classes);
}

/** log of the mean over models of softmax(logits), [N, C]: what several models say as one. */
export function meanLogProbabilities(models: readonly Float32Array[], classes: number): Float32Array {
  return models[0].map((_, i) => {
    const row = i - (i % classes);
    const own = models.map((logits) => logits[i] - logSumExp(logits, row, classes));
    const top = Math.max(...own);
    return top + Math.log(own.reduce((sum, logP) => sum + Math.exp(logP - top), 0) / own.length);
  });
}

function logSumExp(logits: Float32Array, row: number, classes: number): number {
  const top = logits[row + argMax(logits, row, classes)];
  let sum = 0;
  for (let j = row; j < row + classes; j++) sum += Math.exp(logits[j] - top);
  return top + Math.log(sum);
}
