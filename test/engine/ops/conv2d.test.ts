import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { toEngineLayout, toTorchLayout } from '../../../lib/engine/layout';
import { conv2d } from '../../../lib/engine/ops/conv2d';
import { planConvolution } from '../../../lib/engine/padding';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { spread } from '../hashed';
import { reference } from '../reference';
import { differenceToScale, hashedMap, torchOrder } from '../tensors';

function kernelOf(size: number): { kernel: Tensor4D; layout: { shape: number[]; layout: { kind: 'conv' } } } {
  const layout = { shape: [4, 3, size, size], layout: { kind: 'conv' as const } };
  const values = toEngineLayout(spread(2, 12 * size * size, 0, 1), layout);
  return { kernel: tf.tensor4d(values, [size, size, 3, 4]), layout };
}

describe('conv2d against PyTorch', () => {
  it.each(reference.conv)('side $side, kernel $kernel, stride $stride, padding $padding', (expected) => {
    const { side, kernel: size, stride, padding } = expected;
    const attributes = { stride, bias: true, ...planConvolution(side, side + 2, size, stride, padding) };
    const x = hashedMap(1, [2, 3, side, side + 2]);
    const { kernel, layout } = kernelOf(size);
    const weights = [kernel, tf.tensor1d(spread(3, 4, 0, 1))];
    const { output, saved = [] } = conv2d.forward({ inputs: [x], weights, attributes, training: true });
    expect([output.shape[0], output.shape[3], output.shape[1], output.shape[2]]).toEqual(expected.shape);
    const gradient = hashedMap(4, expected.shape);
    const result = conv2d.backward({
      gradient,
      inputs: [x],
      output,
      saved,
      inputShapes: [x.shape],
      weights,
      attributes,
      needsInput: true,
    });
    // float32 sums of at most 7·7·3 products: an error of some 1e-6 of the largest value.
    expect(differenceToScale(torchOrder(output), expected.y)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.inputs[0]!), expected.dx)).toBeLessThan(5e-6);
    const dw = toTorchLayout(result.weights[0].dataSync() as Float32Array, layout);
    expect(differenceToScale(dw, expected.dw)).toBeLessThan(5e-6);
    expect(differenceToScale(result.weights[1].dataSync(), expected.db)).toBeLessThan(5e-6);
  });
});

describe('conv2d by finite differences', () => {
  it.each([
    ['SAME', 5, 3, 1, 1],
    ['added zeros', 6, 3, 2, 1],
    ['VALID', 5, 2, 1, 0],
  ] as const)('%s', (_, side, size, stride, padding) => {
    const attributes = { stride, bias: true, ...planConvolution(side, side, size, stride, padding) };
    const weights = [kernelOf(size).kernel, tf.tensor1d(spread(3, 4, 0, 1))];
    const given = { operation: conv2d, attributes, inputs: [hashedMap(1, [2, 3, side, side])], weights };
    const analytic = analyticGradients(given);
    const numeric = numericGradients(given, 1); // linear in each argument: only rounding limits the step
    expect(differenceToScale(analytic.inputs[0], numeric.inputs[0])).toBeLessThan(2e-5);
    expect(differenceToScale(analytic.weights[0], numeric.weights[0])).toBeLessThan(2e-5);
    expect(differenceToScale(analytic.weights[1], numeric.weights[1])).toBeLessThan(2e-5);
  });
});
