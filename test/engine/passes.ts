import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect } from 'vitest';
import { tensorCount } from '../../lib/engine/memory-guard';
import type { OperationCase } from './finite-differences';
import { analyticGradients, numericGradients } from './finite-differences';
import { differenceToScale, hashedMap, torchOrder } from './tensors';

/** PyTorch's output and gradients; maps in PyTorch's order. */
interface Expected {
  shape: readonly number[];
  y: number[];
  dx: number[][];
  /** In the engine's order. */
  dw?: ArrayLike<number>[];
}

/**
 * Compares an operation on 4-D maps with PyTorch, checks that evaluation gives the same output and keeps nothing, and
 * that no tensor is left behind.
 * @param gradientStream hash stream of the output's gradient
 */
export function expectPyTorch<A>(
  given: OperationCase<A>,
  expected: Expected,
  gradientStream: number,
  tolerance = 5e-6,
): void {
  const { operation, attributes, inputs, weights } = given;
  const before = tensorCount();
  const { output, saved = [] } = operation.forward({ inputs, weights, attributes, training: true });
  const evaluated = operation.forward({ inputs, weights, attributes, training: false });
  expect(evaluated.saved).toBeUndefined();
  expect(Array.from(evaluated.output.dataSync())).toEqual(Array.from(output.dataSync()));
  const backward = (needsInput: boolean) => {
    const gradient = hashedMap(gradientStream, expected.shape);
    const inputShapes = inputs.map((input) => input.shape);
    const call = { gradient, inputs, output, saved, inputShapes, weights, attributes, needsInput };
    const result = operation.backward(call);
    gradient.dispose();
    return result;
  };
  const result = backward(true);
  const [n, height, width, channels] = output.shape as number[];
  expect([n, channels, height, width]).toEqual(expected.shape);
  const dw = result.weights.map((tensor) => tensor.dataSync().slice());
  expected.dx.forEach((dx, i) =>
    expect(differenceToScale(torchOrder(result.inputs[i]!), dx)).toBeLessThan(tolerance),
  );
  expected.dw?.forEach((values, i) => expect(differenceToScale(dw[i], values)).toBeLessThan(tolerance));
  if (weights.length > 0) expectOnlyWeights(backward(false), dw);
  expect(differenceToScale(torchOrder(output), expected.y)).toBeLessThan(tolerance);
  for (const tensor of [evaluated.output, ...saved, ...result.weights]) tensor.dispose();
  expect(tensorCount()).toBe(before);
}

/** Where nothing before the operation learns, it gives the same gradients of its weights and no other. */
function expectOnlyWeights(
  result: { inputs: (Tensor | undefined)[]; weights: Tensor[] },
  dw: ArrayLike<number>[],
): void {
  expect(result.inputs).toEqual([undefined]);
  result.weights.forEach((tensor, i) => {
    expect(Array.from(tensor.dataSync())).toEqual(Array.from(dw[i]));
    tensor.dispose();
  });
}

/** For operations linear in each argument: only rounding limits the step of the differences. */
export function expectFiniteDifferences<A>(given: OperationCase<A>): void {
  const analytic = analyticGradients(given);
  const numeric = numericGradients(given, 1);
  const pairs = (['inputs', 'weights'] as const).flatMap((kind) =>
    analytic[kind].map((gradient, i) => [gradient, numeric[kind][i]] as const),
  );
  for (const [found, expected] of pairs) expect(differenceToScale(found, expected)).toBeLessThan(2e-5);
}
