import { softmax } from './evaluate';

/** One bin of confidence: edges, number of images, mean confidence and accuracy, all shares in [0, 1]. */
export interface CalibrationBin {
  low: number;
  high: number;
  count: number;
  confidence: number;
  accuracy: number;
}

/**
 * Bins of a reliability diagram, the same bins as the expected calibration error's: equal width, right-closed,
 * by the largest probability. `logits` is [N, C].
 */
export function calibrationBins(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  bins = 10,
): CalibrationBin[] {
  const probabilities = softmax(logits, classes);
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let n = 0; n < labels.length; n++) {
    const row = probabilities.subarray(n * classes, (n + 1) * classes);
    const predicted = row.indexOf(Math.max(...row));
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(row[predicted] * bins) - 1))];
    bin.count++;
    bin.confidence += row[predicted];
    bin.right += predicted === labels[n] ? 1 : 0;
  }
  return sums.map(({ count, confidence, right }, index) => ({
    low: index / bins,
    high: (index + 1) / bins,
    count,
    confidence: count ? confidence / count : 0,
    accuracy: count ? right / count : 0,
  }));
}
