import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { FLOAT, nativeOne } from '../../../lib/engine/native';
import { add } from '../../../lib/engine/ops/add';
import { batchNorm } from '../../../lib/engine/ops/batch-norm';
import { fusedBatchNorm } from '../../../lib/engine/ops/fused-batch-norm';
import { relu } from '../../../lib/engine/ops/relu';
import { ownKernels } from '../../../lib/engine/kernels';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { spread } from '../hashed';
import { reference } from '../reference';
import { differenceToScale, hashedMap, torchOrder } from '../tensors';

const norm = { norm: 0, epsilon: 1e-5, momentum: 0.1 };
const values = (tensor: Tensor) => tensor.dataSync() as Float32Array;

interface Shape {
  n: number;
  channels: number;
  side: number;
}

function setting({ n, channels, side }: Shape, mean = 0.3) {
  const shape = [n, channels, side, side];
  return {
    x: hashedMap(21, shape, mean, 2),
    shortCut: hashedMap(22, shape),
    weights: [tf.tensor1d(spread(23, channels, 1, 0.2)), tf.tensor1d(spread(24, channels, 0, 0.5))],
    statistics: {
      mean: tf.tensor1d(spread(25, channels, 0, 0.5)),
      variance: tf.tensor1d(spread(26, channels, 1, 0.2)),
    },
    gradient: hashedMap(27, shape),
    further: hashedMap(28, shape),
  };
}

/** TensorFlow's own operations one after another. */
function stepByStep(
  given: ReturnType<typeof setting>,
  options: { relu: boolean; side: boolean; pair: boolean },
) {
  const { x, shortCut, weights, statistics } = given;
  const first = batchNorm.forward({ inputs: [x], weights, attributes: norm, training: true, statistics });
  const call = { weights: [], attributes: {}, training: true };
  let output = first.output;
  if (options.side) output = add.forward({ ...call, inputs: [output, shortCut] }).output;
  if (options.relu) output = relu.forward({ ...call, inputs: [output] }).output;
  let gradient = given.gradient as Tensor;
  if (options.pair) gradient = nativeOne('AddV2', [FLOAT], [gradient, given.further]);
  const back = { inputs: [x], output, inputShapes: [x.shape], needsInput: true };
  if (options.relu)
    gradient = relu.backward({ ...back, gradient, saved: [], weights: [], attributes: {} }).inputs[0]!;
  const result = batchNorm.backward({ ...back, gradient, saved: first.saved!, weights, attributes: norm });
  return {
    output,
    statistics: first.statistics!,
    dx: result.inputs[0]!,
    dSide: gradient,
    weights: result.weights,
  };
}

const flags = [false, true];
const combinations = flags.flatMap((relu) =>
  flags.flatMap((side) => flags.map((pair) => ({ relu, side, pair }))),
);
// 5 and 58 are no multiples of a vector; 16 · 33² is more than one block; one pixel has no spread at all.
const shapes = [
  { n: 3, channels: 5, side: 4 },
  { n: 9, channels: 16, side: 33 },
  { n: 4, channels: 58, side: 8 },
  { n: 2, channels: 256, side: 2 },
  { n: 1, channels: 3, side: 1 },
];

it('runs with the own kernels, which set-up has built', () => {
  expect(ownKernels()).toBe(true);
});

describe.each(shapes)('fusedBatchNorm on [$n, $side, $side, $channels]', (shape) => {
  it.each(combinations)('equals step by step: relu $relu, side $side, two gradients $pair', (options) => {
    const given = setting(shape);
    const expected = stepByStep(given, options);
    const attributes = { ...norm, relu: options.relu, side: options.side };
    const inputs = options.side ? [given.x, given.shortCut] : [given.x];
    const { weights, statistics } = given;
    const found = fusedBatchNorm.forward({ inputs, weights, attributes, training: true, statistics });
    const result = fusedBatchNorm.backward({
      ...{ inputs, weights, attributes, output: found.output, saved: found.saved! },
      ...{ gradient: given.gradient, further: options.pair ? given.further : undefined },
      ...{ inputShapes: inputs.map((input) => input.shape), needsInput: true },
    });
    const near = (a: Tensor, b: Tensor, what: string) =>
      expect(differenceToScale(values(a), values(b)), what).toBeLessThan(5e-6);
    near(found.output, expected.output, 'output');
    near(found.statistics!.mean, expected.statistics.mean, 'mean');
    near(found.statistics!.variance, expected.statistics.variance, 'variance');
    if (shape.n * shape.side > 1) near(result.inputs[0]!, expected.dx, 'dx');
    // One pixel: the normalised value is 0 whatever x is; TensorFlow's kernel leaves rounding divided by √ε there.
    else expect(Math.max(...values(result.inputs[0]!).map(Math.abs))).toBeLessThan(1e-3);
    if (options.side) near(result.inputs[1]!, expected.dSide, 'dSide');
    near(result.weights[1], expected.weights[1], 'dOffset');
    if (shape.n * shape.side > 1) near(result.weights[0], expected.weights[0], 'dScale');
  });
});

describe('fusedBatchNorm', () => {
  const plain = { ...norm, relu: false, side: false };

  it('equals PyTorch in training and in evaluation', () => {
    const expected = reference.batchNorm;
    const inputs = [hashedMap(11, [3, 5, 4, 4], 0.3, 2)];
    const weights = [tf.tensor1d(spread(12, 5, 1, 0.2)), tf.tensor1d(spread(13, 5, 0, 0.5))];
    const statistics = {
      mean: tf.tensor1d(spread(14, 5, 0, 0.5)),
      variance: tf.tensor1d(spread(15, 5, 1, 0.2)),
    };
    const call = { inputs, weights, attributes: plain, statistics };
    const trained = fusedBatchNorm.forward({ ...call, training: true });
    const result = fusedBatchNorm.backward({
      ...{ ...call, gradient: hashedMap(16, [3, 5, 4, 4]), output: trained.output, saved: trained.saved! },
      ...{ inputShapes: [inputs[0].shape], needsInput: true },
    });
    expect(differenceToScale(torchOrder(trained.output), expected.y)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(trained.statistics!.mean), expected.mean)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(trained.statistics!.variance), expected.variance)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.inputs[0]!), expected.dx)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.weights[0]), expected.dw)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.weights[1]), expected.db)).toBeLessThan(5e-6);
    const evaluated = fusedBatchNorm.forward({ ...call, training: false });
    expect(evaluated.statistics).toBeUndefined();
    expect(differenceToScale(torchOrder(evaluated.output), expected.evaluated)).toBeLessThan(5e-6);
  });

  it.each([true, false])('has the gradients of finite differences, with a side branch: %s', (side) => {
    const { x, shortCut, weights, statistics } = setting(shapes[0]);
    const attributes = { ...plain, side };
    const inputs = side ? [x, shortCut] : [x];
    const given = { operation: fusedBatchNorm, attributes, inputs, weights, statistics };
    const analytic = analyticGradients(given);
    const numeric = numericGradients(given, 0.02);
    inputs.forEach((_, i) =>
      expect(differenceToScale(analytic.inputs[i], numeric.inputs[i])).toBeLessThan(1e-3),
    );
    expect(differenceToScale(analytic.weights[0], numeric.weights[0])).toBeLessThan(1e-3);
    expect(differenceToScale(analytic.weights[1], numeric.weights[1])).toBeLessThan(1e-3);
  });

  it('keeps its precision where the mean is 10,000 times the deviation', () => {
    const { weights, statistics } = setting(shapes[1]);
    const shape = [9, 16, 33, 33];
    const centred = hashedMap(21, shape, 0, 1);
    const far = tf.add(centred, 1e4);
    const call = { weights, attributes: plain, statistics, training: true };
    const expected = fusedBatchNorm.forward({ ...call, inputs: [tf.sub(far, 1e4)] });
    const found = fusedBatchNorm.forward({ ...call, inputs: [far] });
    // Moving by 1e4 costs float32 itself some 1e-3; taking Σx²/n − μ² would lose everything.
    expect(differenceToScale(values(found.output), values(expected.output))).toBeLessThan(2e-3);
    expect(
      differenceToScale(values(found.statistics!.variance), values(expected.statistics!.variance)),
    ).toBeLessThan(1e-5);
  });

  it('lets a NaN through the ReLU, so that a diverged run is seen', () => {
    const { weights, statistics, gradient } = setting(shapes[0]);
    const x = tf.fill([3, 4, 4, 5], NaN);
    const call = { inputs: [x], weights, attributes: { ...plain, relu: true }, statistics };
    const trained = fusedBatchNorm.forward({ ...call, training: true });
    expect(values(trained.output).every(Number.isNaN)).toBe(true);
    const variance = tf.fill([5], -1);
    const evaluated = fusedBatchNorm.forward({
      ...{ ...call, inputs: [gradient], training: false },
      statistics: { mean: statistics.mean, variance },
    });
    expect(values(evaluated.output).every(Number.isNaN)).toBe(true);
  });

  it('gives the same bits again', () => {
    const { x, weights, statistics } = setting(shapes[1]);
    const call = { inputs: [x], weights, attributes: { ...plain, relu: true }, statistics, training: true };
    const once = fusedBatchNorm.forward(call);
    const again = fusedBatchNorm.forward(call);
    expect(values(again.output)).toEqual(values(once.output));
    expect(values(again.statistics!.variance)).toEqual(values(once.statistics!.variance));
  });
});
