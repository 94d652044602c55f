import type { Scalar, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../lib/engine/definition';
import { toTorchLayout } from '../../lib/engine/layout';
import { lossGradients } from '../../lib/engine/loss-gradients';
import type { Parameter } from '../../lib/engine/module';
import { Sgd } from '../../lib/engine/sgd';
import { tf } from '../../lib/engine/tensorflow';
import { hashed } from '../engine/hashed';
import { differenceToScale, hashedMap } from '../engine/tensors';
import { digest, digestDifference, filledNetwork, reference } from './reference';
import type { Digest, ModelCase } from './reference';

const CLASSES = 10;
const BATCH = 4;

function prepared(given: ModelCase): { network: Network; images: Tensor4D; targets: Tensor2D } {
  const { model, side, channels, imageStream, bias } = given;
  const network = filledNetwork(model, { classes: CLASSES, side, channels }, bias);
  const labels = Array.from({ length: BATCH }, (_, i) => Math.floor(hashed(2, i) * CLASSES));
  const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat() as Tensor2D;
  return { network, images: hashedMap(imageStream, [BATCH, channels, side, side]), targets };
}

const crossEntropy =
  (targets: Tensor2D) =>
  (logits: Tensor2D): { ce: Scalar } => ({
    ce: tf.neg(tf.mean<Scalar>(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1))),
  });

/** Gradients by name in PyTorch's layout. */
function gradientsOf(network: Network): Map<string, Float32Array> {
  const flat = network.flat.gradient.dataSync() as Float32Array;
  return new Map(
    (network.parameters as readonly Parameter[]).map((parameter) => {
      const values = flat.subarray(parameter.offset, parameter.offset + parameter.length);
      return [parameter.name, toTorchLayout(values, parameter)];
    }),
  );
}

/** Whether PyTorch's own float64 gradient is nothing but rounding. */
const isRounding = ([norm]: Digest): boolean => norm < 1e-12;

describe.each(reference.cases)('$model at side $side against PyTorch', (given) => {
  it('evaluation: logits and pooled features', () => {
    const { network, images } = prepared(given);
    const { logits, features } = network.evaluate(images);
    expect(differenceToScale(logits.dataSync(), given.logits)).toBeLessThan(1e-4);
    expect(differenceToScale(features.dataSync(), given.features)).toBeLessThan(1e-4);
    expect(Array.from(network.logits(images).dataSync())).toEqual(Array.from(logits.dataSync()));
  });

  it('training: logits, running statistics, gradients of the cross entropy, steps of SGD', () => {
    const { network, images, targets } = prepared(given);
    const optimiser = new Sgd(network.flat, { momentum: 0.9, weightDecay: 5e-3, nesterov: true });
    const losses: number[] = [];
    for (let step = 0; step < given.losses.length; step++) {
      const pass = network.forward(images);
      if (step === 0) expect(differenceToScale(pass.logits.dataSync(), given.trainLogits)).toBeLessThan(1e-4);
      const { total, gradients } = lossGradients(crossEntropy(targets), [pass.logits]);
      pass.backward({ logits: gradients[0] });
      losses.push(total);
      if (step === 0) {
        const state = network.state();
        for (const [name, expected] of Object.entries(given.buffers)) {
          const { data } = state[name];
          expect(digestDifference(digest(data), expected, data.length), name).toBeLessThan(1e-4);
        }
        const found = gradientsOf(network);
        for (const [name, expected] of Object.entries(given.gradients)) {
          const values = found.get(name)!;
          if (isRounding(expected)) {
            // A bias in front of a batch norm: its gradient is a sum that cancels to 0, up to rounding.
            const [scale] = given.gradients[name.replace(/bias$/, 'weight')];
            expect(digest(values)[0], name).toBeLessThan(1e-4 * scale);
            continue;
          }
          // float32 against float64; no activation lies within rounding of a ReLU's bend (make_models.py).
          expect(digestDifference(digest(values), expected, values.length), name).toBeLessThan(1e-4);
        }
      }
      optimiser.step(0.02);
    }
    expect(differenceToScale(losses, given.losses)).toBeLessThan(1e-4);
    const state = network.state();
    for (const [name, expected] of Object.entries(given.afterSteps)) {
      const { data } = state[name];
      expect(digestDifference(digest(data), expected, data.length), name).toBeLessThan(1e-4);
    }
  });
});
