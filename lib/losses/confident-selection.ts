import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import { doubt, entropy, klDivergence, logistic } from './numerics';

/** How the confidence of a prediction is measured. */
export type ConfidenceMeasure = 'entropy' | 'max-probability';

/** Threshold of CMD over training. */
export interface ThresholdOptions {
  /** κ: where χ stands at half time, as a fraction of its largest useful value. */
  threshold: number;
  /** b: how fast it moves; 0: constant. */
  growth: number;
  /** +1 rising, −1 tightening. */
  direction: number;
}

/**
 * χ(t) as a fraction of the uncertainty of a uniform prediction (log C nats, or 1 − 1/C): 2·κ·h(direction·b·(t/Γ − ½)).
 * @param progress t/Γ in [0, 1]
 */
export function thresholdFraction(
  { threshold, growth, direction }: ThresholdOptions,
  progress: number,
): number {
  return 2 * threshold * logistic(direction * growth * (progress - 0.5));
}

/**
 * 1 where a prediction is surer than the threshold, strictly, else 0.
 *
 * `entropy`: H(p) < fraction·log C. `max-probability`: 1 − max p < fraction·(1 − 1/C). Both ends are exact in float32:
 * at fraction 0 nothing is selected; a uniform row is not at 1, and is above it. For the entropy that takes the
 * distance from the uniform distribution, log C − H(p) = KL(p‖u), in the upper tenth, where H(p) has no digits left.
 * Below 0 and above 1 there is nothing to compute.
 * @param logits of the one whose knowledge is offered, at temperature 1, [N, C]; constants
 * @param fraction from `thresholdFraction`
 * @returns [N] of 0 and 1, float32
 */
export function selectConfident(logits: Tensor2D, measure: ConfidenceMeasure, fraction: number): Tensor1D {
  const [samples, classes] = logits.shape;
  if (fraction <= 0) return tf.zeros<Rank.R1>([samples]);
  if (fraction > 1) return tf.ones<Rank.R1>([samples]);
  if (measure === 'max-probability') {
    return doubt(logits)
      .less<Tensor1D>(fraction * (1 - 1 / classes))
      .toFloat();
  }
  const largest = Math.log(classes);
  const selected =
    fraction < 0.9
      ? entropy(logits).less<Tensor1D>(fraction * largest)
      : klDivergence(logits, tf.zerosLike(logits)).greater<Tensor1D>((1 - fraction) * largest);
  return selected.toFloat();
}
