import { describe, expect, it } from 'vitest';
import { maxPool } from '../../../lib/engine/ops/max-pool';
import { planBorder } from '../../../lib/engine/padding';
import { tf } from '../../../lib/engine/tensorflow';
import { analyticGradients, numericGradients } from '../finite-differences';
import { expectPyTorch } from '../passes';
import { reference } from '../reference';
import { differenceToScale, hashedMap } from '../tensors';

describe('maxPool', () => {
  it.each(reference.maxPool)(
    'equals PyTorch: side $side, window $size, stride $stride, padding $padding',
    (expected) => {
      const { side, size, stride, padding, centre } = expected;
      const attributes = { size, stride, pad: planBorder(side, side, size, stride, padding) };
      const inputs = [hashedMap(21, [2, 3, side, side], centre)];
      const given = { operation: maxPool, attributes, inputs, weights: [] };
      expectPyTorch(given, { ...expected, dx: [expected.dx] }, 22, 1e-6);
    },
  );

  it.each([
    ['without a border', 2, 2, 0],
    ['with one', 3, 2, 1],
  ])(
    'has the gradients of finite differences where values are further apart than the step: %s',
    (_, size, stride, padding) => {
      const values = Float32Array.from({ length: 72 }, (_, i) => ((i * 29) % 72) / 10 - 9); // all distinct, 0.1 apart
      const inputs = [tf.tensor4d(values, [1, 6, 6, 2])];
      const attributes = { size, stride, pad: planBorder(6, 6, size, stride, padding) };
      const given = { operation: maxPool, attributes, inputs, weights: [] };
      const numeric = numericGradients(given, 0.04);
      expect(differenceToScale(analyticGradients(given).inputs[0], numeric.inputs[0])).toBeLessThan(1e-4);
    },
  );
});
