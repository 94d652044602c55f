import type { Scalar, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../lib/engine/definition';
import { toTorchLayout } from '../../lib/engine/layout';
import { lossGradients } from '../../lib/engine/loss-gradients';
import { MemoryGuard } from '../../lib/engine/memory-guard';
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

/** Each parameter's gradient in PyTorch's layout. */
function gradientsOf(network: Network): Float32Array[] {
  const flat = network.flat.gradient.dataSync() as Float32Array;
  return (network.parameters as readonly Parameter[]).map((parameter) => {
    const values = flat.subarray(parameter.offset, parameter.offset + parameter.length);
    return toTorchLayout(values, parameter);
  });
}

/** Running means and variances, or parameters, in the model's order. */
function stateOf(network: Network, kind: 'buffers' | 'parameters'): [name: string, values: Float32Array][] {
  return Object.entries(network.state())
    .filter(([name]) => name.includes('.running_') === (kind === 'buffers'))
    .map(([name, { data }]) => [name, data]);
}

function expectDigests(found: [name: string, values: Float32Array][], expected: readonly Digest[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach(([name, values], i) =>
    expect(digestDifference(digest(values), expected[i], values.length), name).toBeLessThan(1e-4),
  );
}

function expectGradients(network: Network, expected: readonly Digest[]): void {
  const found = gradientsOf(network).map((values, i) => ({ name: network.parameters[i].name, values, i }));
  // PyTorch's own float64 gradient of a bias in front of a batch norm is nothing but rounding: its sum cancels to 0.
  const cancels = ({ i }: { i: number }) => expected[i][0] < 1e-12;
  for (const { name, values, i } of found.filter(cancels)) {
    expect(name).toMatch(/\.bias$/);
    const [scale] = expected[i - 1]; // of the weight it belongs to
    expect(digest(values)[0], name).toBeLessThan(1e-4 * scale);
  }
  // float32 against float64; no activation lies within rounding of a ReLU's bend (make_models.py).
  const others = found.filter((entry) => !cancels(entry));
  expectDigests(
    others.map(({ name, values }) => [name, values]),
    others.map(({ i }) => expected[i]),
  );
}

describe.each(reference.cases)('$model at side $side against PyTorch', (given) => {
  it('evaluation: logits and pooled features', () => {
    const { network, images } = prepared(given);
    const { logits, features } = network.evaluate(images);
    expect(differenceToScale(logits.dataSync(), given.logits)).toBeLessThan(1e-4);
    expect(differenceToScale(features.dataSync(), given.features)).toBeLessThan(1e-4);
    expect(Array.from(network.logits(images).dataSync())).toEqual(Array.from(logits.dataSync()));
    network.dispose();
  });

  it('training: logits, running statistics, gradients of the cross entropy, steps of SGD, no tensor left', () => {
    const { network, images, targets } = prepared(given);
    const optimiser = new Sgd(network.flat, { momentum: 0.9, weightDecay: 5e-3, nesterov: true });
    const guard = new MemoryGuard();
    const losses = given.losses.map((_, step) =>
      guard.guardStep(() => {
        const pass = network.forward(images);
        const logits = pass.logits.dataSync();
        const { total, gradients } = lossGradients(crossEntropy(targets), [pass.logits]);
        pass.backward({ logits: gradients[0] });
        if (step === 0) {
          expect(differenceToScale(logits, given.trainLogits)).toBeLessThan(1e-4);
          expectDigests(stateOf(network, 'buffers'), given.buffers);
          expectGradients(network, given.gradients);
        }
        optimiser.step(0.02);
        return total;
      }),
    );
    expect(differenceToScale(losses, given.losses)).toBeLessThan(1e-4);
    expectDigests(stateOf(network, 'parameters'), given.afterSteps);
    network.dispose();
  });
});
