import type { Normalisation } from '../data';
import { evaluationBatches } from '../data';
import type { LabelledImages } from '../data/definition';
import { tf } from '../engine';
import type { FrozenModel } from '../engine/definition';

/** Images in one pass: enough to keep the cores busy, small enough to stay in the cache. */
const BATCH = 250;

/**
 * Evaluation-mode outputs of every image in its own order, without augmentation: logits [N, C] and pooled features
 * [N, D]. Changes nothing in the model. `data`: how the images are normalised; prepared data will do.
 */
export function predict(
  model: FrozenModel,
  images: LabelledImages,
  data: Normalisation,
): { logits: Float32Array; features: Float32Array } {
  const logits: Float32Array[] = [];
  const features: Float32Array[] = [];
  const { height, width, channels } = images;
  for (const batch of evaluationBatches(images, data, BATCH)) {
    tf.tidy(() => {
      const pixels = tf.tensor4d(batch.images, [batch.size, height, width, channels]);
      const outputs = model.evaluate(pixels);
      logits.push(Float32Array.from(outputs.logits.dataSync()));
      features.push(Float32Array.from(outputs.features.dataSync()));
    });
  }
  return { logits: concatenate(logits), features: concatenate(features) };
}

function concatenate(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
