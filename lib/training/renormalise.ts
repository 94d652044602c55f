import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Normalisation } from '../data';
import { tf } from '../engine';
import type { FrozenModel } from '../engine/definition';

/**
 * A teacher that sees images as it was trained on them: pixels normalised with the student's constants are brought to
 * the teacher's own, x·(s/s′) + (m − m′)/s′ for each channel. Padding happens before normalisation, so this is exact.
 * Without it a teacher's accuracy would depend on the student's subset.
 */
export function renormalised(
  model: FrozenModel & { dispose(): void },
  from: Normalisation,
  to: Normalisation,
): FrozenModel & { dispose(): void } {
  if (String(from.mean) === String(to.mean) && String(from.std) === String(to.std)) return model;
  const factor = tf.tensor1d(from.std.map((deviation, c) => deviation / to.std[c]));
  const shift = tf.tensor1d(from.mean.map((mean, c) => (mean - to.mean[c]) / to.std[c]));
  const convert = (images: Tensor4D) => tf.tidy(() => images.mul(factor).add<Tensor4D>(shift));
  return {
    name: model.name,
    classes: model.classes,
    logits(images) {
      const own = convert(images);
      const logits = model.logits(own);
      own.dispose();
      return logits;
    },
    evaluate(images, tap) {
      const own = convert(images);
      const outputs = model.evaluate(own, tap);
      own.dispose();
      return outputs;
    },
    dispose() {
      tf.dispose([factor, shift]);
      model.dispose();
    },
  };
}
