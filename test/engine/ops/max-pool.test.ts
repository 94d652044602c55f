import { describe, expect, it } from 'vitest';
import { maxPool } from '../../../lib/engine/ops/max-pool';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { reference } from '../reference';
import { differenceToScale, hashedMap, torchOrder } from '../tensors';

describe('maxPool', () => {
  it.each(reference.maxPool)('equals PyTorch: side $side, window $size, stride $stride', (expected) => {
    const { side, size, stride, shape } = expected;
    const attributes = { size, stride };
    const inputs = [hashedMap(21, [2, 3, side, side])];
    const { output } = maxPool.forward({ inputs, weights: [], attributes, training: true });
    const result = maxPool.backward({
      gradient: hashedMap(22, shape),
      inputs,
      output,
      saved: [],
      inputShapes: [inputs[0].shape],
      weights: [],
      attributes,
      needsInput: true,
    });
    expect(differenceToScale(torchOrder(result.inputs[0]!), expected.dx)).toBeLessThan(1e-6);
    expect(differenceToScale(torchOrder(output), expected.y)).toBeLessThan(1e-6);
  });

  it('has the gradients of finite differences where values are further apart than the step', () => {
    const values = Float32Array.from({ length: 72 }, (_, i) => ((i * 29) % 72) / 10); // all distinct, 0.1 apart
    const inputs = [tf.tensor4d(values, [1, 6, 6, 2])];
    const given = { operation: maxPool, attributes: { size: 2, stride: 2 }, inputs, weights: [] };
    const numeric = numericGradients(given, 0.04);
    expect(differenceToScale(analyticGradients(given).inputs[0], numeric.inputs[0])).toBeLessThan(1e-4);
  });
});
