import type { Measures } from '../base';
import type { PreparedData } from '../data/definition';

/**
 * The weight w that each training image had in the current epoch, for what is said about the epoch: mean, maximum and
 * effective sample size (Σw)²/Σw² of the images drawn, and the mean by label.
 */
export class SampleWeights {
  /** 0 stands for an image that was not drawn: weights are positive. */
  private readonly values: Float32Array;

  constructor(private readonly data: PreparedData) {
    this.values = new Float32Array(data.train.count);
  }

  beginEpoch(): void {
    this.values.fill(0);
  }

  note(indices: Int32Array, weights: Float32Array): void {
    indices.forEach((index, n) => (this.values[index] = weights[n]));
  }

  /** Names: `weightMean`, `weightMax`, `weightEffectiveSize` (in images), `classWeights` ([C], 0 without an image). */
  measures(): Measures {
    const { train, classes } = this.data;
    const sums = new Array<number>(classes).fill(0);
    const counts = new Array<number>(classes).fill(0);
    let [square, largest] = [0, 0];
    this.values.forEach((w, n) => {
      if (w === 0) return;
      sums[train.labels[n]] += w;
      counts[train.labels[n]]++;
      square += w * w;
      largest = Math.max(largest, w);
    });
    const total = sums.reduce((sum, x) => sum + x, 0);
    const drawn = counts.reduce((sum, x) => sum + x, 0);
    if (drawn === 0) return {};
    return {
      weightMean: [total / drawn],
      weightMax: [largest],
      weightEffectiveSize: [total ** 2 / square],
      classWeights: sums.map((sum, c) => (counts[c] > 0 ? sum / counts[c] : 0)),
    };
  }

  state(): Record<string, Float32Array> {
    return { weights: this.values };
  }

  loadState({ weights }: Record<string, Float32Array>): void {
    this.values.set(weights);
  }
}
