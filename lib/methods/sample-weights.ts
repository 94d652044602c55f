import { rankCorrelation } from '../base';
import type { Measures } from '../base';
import type { PreparedData } from '../data/definition';

/** Shares of the drawn images whose weight lies below the numbers of `weightQuantiles`. */
export const WEIGHT_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/**
 * The weight w that each training image had in the current epoch, and how difficult the image was for who teaches: what
 * is said about the epoch, and kept of the last one.
 */
export class SampleWeights {
  /** 0 stands for an image that was not drawn: weights are positive. */
  private readonly values: Float32Array;
  /** Cross-entropy of teacher (or the network's earlier self) with the label, in nats. */
  private readonly difficulty: Float32Array;

  constructor(private readonly data: PreparedData) {
    this.values = new Float32Array(data.train.count);
    this.difficulty = new Float32Array(data.train.count);
  }

  beginEpoch(): void {
    this.values.fill(0);
    this.difficulty.fill(0);
  }

  /**
   * @param indices [N]
   * @param weights [N]
   * @param difficulty [N], the teacher's cross-entropy with the label, in nats
   */
  note(indices: Int32Array, weights: Float32Array, difficulty: Float32Array): void {
    indices.forEach((index, n) => {
      this.values[index] = weights[n];
      this.difficulty[index] = difficulty[n];
    });
  }

  /**
   * Names: `weightMean`, `weightMax`, `weightEffectiveSize` ((Σw)²/Σw², in images), `weightQuantiles` (at
   * WEIGHT_QUANTILES), `classWeights` ([C], the mean by label, 0 without an image) and `weightDifficultyCorrelation`
   * (Spearman's, of weight and the teacher's cross-entropy over the images; absent where either is constant).
   */
  measures(): Measures {
    const { train, classes } = this.data;
    const drawn = [...this.values.keys()].filter((n) => this.values[n] > 0);
    if (drawn.length === 0) return {};
    const weights = Float64Array.from(drawn, (n) => this.values[n]);
    const sums = new Array<number>(classes).fill(0);
    const counts = new Array<number>(classes).fill(0);
    drawn.forEach((n, i) => {
      sums[train.labels[n]] += weights[i];
      counts[train.labels[n]]++;
    });
    const total = weights.reduce((sum, w) => sum + w, 0);
    const square = weights.reduce((sum, w) => sum + w * w, 0);
    const correlation = rankCorrelation(
      weights,
      drawn.map((n) => this.difficulty[n]),
    );
    const sorted = weights.slice().sort();
    return {
      weightMean: [total / drawn.length],
      weightMax: [sorted[sorted.length - 1]],
      weightEffectiveSize: [total ** 2 / square],
      weightQuantiles: WEIGHT_QUANTILES.map((share) => sorted[Math.floor(share * (sorted.length - 1))]),
      classWeights: sums.map((sum, c) => (counts[c] > 0 ? sum / counts[c] : 0)),
      ...(correlation !== undefined && { weightDifficultyCorrelation: [correlation] }),
    };
  }

  /** `sample-weights` and `sample-difficulty`, [N] each; a weight of 0 stands for an image that was not drawn. */
  arrays(): Record<string, { values: Float32Array; shape: readonly number[] }> {
    const shape = [this.values.length];
    return {
      'sample-weights': { values: this.values, shape },
      'sample-difficulty': { values: this.difficulty, shape },
    };
  }

  state(): Record<string, Float32Array> {
    return { weights: this.values, difficulty: this.difficulty };
  }

  loadState({ weights, difficulty }: Record<string, Float32Array>): void {
    this.values.set(weights);
    this.difficulty.set(difficulty);
  }
}
