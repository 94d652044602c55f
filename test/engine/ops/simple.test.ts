import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import type { Empty } from '../../../lib/engine/module';
import type { Operation } from '../../../lib/engine/operation';
import { add } from '../../../lib/engine/ops/add';
import { detach } from '../../../lib/engine/ops/detach';
import { flatten } from '../../../lib/engine/ops/flatten';
import { globalAveragePool } from '../../../lib/engine/ops/global-average-pool';
import { linear } from '../../../lib/engine/ops/linear';
import { relu } from '../../../lib/engine/ops/relu';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { spread } from '../hashed';
import { differenceToScale, hashedMap } from '../tensors';

const map = (stream: number): Tensor => hashedMap(stream, [2, 3, 4, 5]);
// ReLU bends at 0: values are kept further from it than the step.
const awayFromZero = (): Tensor => tf.tidy(() => tf.add(map(5), tf.mul(tf.sign(map(5)), 1.1)));

describe('operations that are linear or piecewise linear, by finite differences', () => {
  const cases: [string, Operation<Empty>, () => Tensor[], () => Tensor[]][] = [
    ['relu', relu, () => [awayFromZero()], () => []],
    ['add', add, () => [map(5), map(6)], () => []],
    ['global average pool', globalAveragePool, () => [map(5)], () => []],
    ['flatten', flatten, () => [map(5)], () => []],
    [
      'linear',
      linear,
      () => [tf.tensor2d(spread(7, 12, 0, 1), [3, 4])],
      () => [tf.tensor2d(spread(8, 20, 0, 1), [5, 4]), tf.tensor1d(spread(9, 5, 0, 1))],
    ],
  ];
  it.each(cases)('%s', (_, operation, inputs, weights) => {
    const given = { operation, attributes: {}, inputs: inputs(), weights: weights() };
    const analytic = analyticGradients(given);
    const numeric = numericGradients(given, 1);
    analytic.inputs.forEach((gradient, i) =>
      expect(differenceToScale(gradient, numeric.inputs[i])).toBeLessThan(2e-5),
    );
    analytic.weights.forEach((gradient, i) =>
      expect(differenceToScale(gradient, numeric.weights[i])).toBeLessThan(2e-5),
    );
  });
});

describe('forward values by hand', () => {
  const forward = <A extends Empty>(operation: Operation<A>, inputs: Tensor[], weights: Tensor[] = []) =>
    operation.forward({ inputs, weights, attributes: {} as A, training: false }).output;

  it('relu cuts below zero', () => {
    expect(Array.from(forward(relu, [tf.tensor1d([-2, 0, 3])]).dataSync())).toEqual([0, 0, 3]);
  });

  it('global average pool takes each channel by itself', () => {
    const output = forward(globalAveragePool, [tf.tensor4d([1, 10, 2, 20, 3, 30, 6, 60], [1, 2, 2, 2])]);
    expect(output.shape).toEqual([1, 2]);
    expect(Array.from(output.dataSync())).toEqual([3, 30]);
  });

  it('linear is x·Wᵀ + b', () => {
    const output = forward(
      linear,
      [tf.tensor2d([[1, 2]])],
      [
        tf.tensor2d([
          [3, 4],
          [5, 6],
          [0, 1],
        ]),
        tf.tensor1d([1, 0, -1]),
      ],
    );
    expect(Array.from(output.dataSync())).toEqual([12, 17, 1]);
  });

  it('detach hands the value on and takes no gradient back', () => {
    const x = tf.tensor2d([[1, 2]]);
    expect(Array.from(forward(detach, [x]).dataSync())).toEqual([1, 2]);
    const call = {
      gradient: x,
      inputs: [x],
      output: x,
      saved: [],
      inputShapes: [x.shape],
      weights: [],
      attributes: {},
      needsInput: true,
    };
    expect(detach.backward(call).inputs).toEqual([undefined]);
  });
});
