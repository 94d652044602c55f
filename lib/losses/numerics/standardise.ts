import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';

/** Added to the deviation, as the public codes do; a constant row becomes zeros. */
const EPSILON = 1e-7;

/**
 * (z − mean)/(deviation + 1e-7) by rows, with the unbiased deviation (division by C − 1). Constant rows give exactly
 * 0: the largest logit is taken off first, so that the mean of equal numbers is not a rounded one.
 * @param logits [N, C]
 */
export function standardiseRows(logits: Tensor2D): Tensor2D {
  const shifted = logits.sub<Tensor2D>(logits.max(1, true));
  const centred = shifted.sub<Tensor2D>(shifted.mean(1, true));
  const variance = tf.sum(centred.square(), 1, true).div(logits.shape[1] - 1);
  return centred.div(variance.sqrt().add(EPSILON));
}
