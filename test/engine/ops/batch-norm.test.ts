import { describe, expect, it } from 'vitest';
import { batchNorm } from '../../../lib/engine/ops/batch-norm';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { spread } from '../hashed';
import { reference } from '../reference';
import { differenceToScale, hashedMap, torchOrder } from '../tensors';

const attributes = { norm: 0, epsilon: 1e-5, momentum: 0.1 };

function setting() {
  return {
    inputs: [hashedMap(11, [3, 5, 4, 4], 0.3, 2)],
    weights: [tf.tensor1d(spread(12, 5, 1, 0.2)), tf.tensor1d(spread(13, 5, 0, 0.5))],
    statistics: { mean: tf.tensor1d(spread(14, 5, 0, 0.5)), variance: tf.tensor1d(spread(15, 5, 1, 0.2)) },
  };
}

describe('batchNorm', () => {
  const expected = reference.batchNorm;

  it('equals PyTorch in training: output, running statistics (unbiased variance), gradients', () => {
    const { inputs, weights, statistics } = setting();
    const {
      output,
      saved,
      statistics: updated,
    } = batchNorm.forward({ inputs, weights, attributes, training: true, statistics });
    const result = batchNorm.backward({
      gradient: hashedMap(16, [3, 5, 4, 4]),
      inputs,
      output,
      saved: saved!,
      inputShapes: [inputs[0].shape],
      weights,
      attributes,
      needsInput: true,
    });
    expect(differenceToScale(torchOrder(output), expected.y)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(updated!.mean), expected.mean)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(updated!.variance), expected.variance)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.inputs[0]!), expected.dx)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.weights[0]), expected.dw)).toBeLessThan(5e-6);
    expect(differenceToScale(torchOrder(result.weights[1]), expected.db)).toBeLessThan(5e-6);
  });

  it('equals PyTorch in evaluation and hands out no statistics', () => {
    const { inputs, weights, statistics } = setting();
    const result = batchNorm.forward({ inputs, weights, attributes, training: false, statistics });
    expect(result.statistics).toBeUndefined();
    expect(differenceToScale(torchOrder(result.output), expected.evaluated)).toBeLessThan(5e-6);
  });

  it('has the gradients of finite differences', () => {
    const given = { operation: batchNorm, attributes, ...setting() };
    const analytic = analyticGradients(given);
    // Step 0.02 on inputs of deviation 2: truncation and float32 rounding are both some 1e-4 of the largest gradient.
    const numeric = numericGradients(given, 0.02);
    expect(differenceToScale(analytic.inputs[0], numeric.inputs[0])).toBeLessThan(1e-3);
    expect(differenceToScale(analytic.weights[0], numeric.weights[0])).toBeLessThan(1e-3);
    expect(differenceToScale(analytic.weights[1], numeric.weights[1])).toBeLessThan(1e-3);
  });
});
