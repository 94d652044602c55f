import { describe, expect, it } from 'vitest';
import { averagePool } from '../../../lib/engine/ops/average-pool';
import { planBorder } from '../../../lib/engine/padding';
import { tf } from '../../../lib/engine/tensorflow';
import { expectFiniteDifferences, expectPyTorch } from '../passes';
import { reference } from '../reference';
import type { PoolCase } from '../reference';
import { hashedMap } from '../tensors';

function setting({ side, size, stride, padding, centre }: PoolCase) {
  const attributes = { size, stride, pad: planBorder(side, side, size, stride, padding) };
  const inputs = [hashedMap(61, [2, 3, side, side], centre)];
  return { operation: averagePool, attributes, inputs, weights: [] };
}

describe.each(reference.averagePool)(
  'averagePool: side $side, window $size, stride $stride, padding $padding',
  (expected) => {
    it('equals PyTorch and frees what it makes', () => {
      expectPyTorch(setting(expected), { ...expected, dx: [expected.dx] }, 62);
    });

    it('has the gradients of finite differences', () => {
      expectFiniteDifferences(setting(expected));
    });
  },
);

it('counts the zeros of the border', () => {
  const attributes = { size: 3, stride: 2, pad: planBorder(4, 4, 3, 2, 1) };
  const { output } = averagePool.forward({
    inputs: [tf.ones([1, 4, 4, 1])],
    weights: [],
    attributes,
    training: false,
  });
  expect(Array.from(output.dataSync(), (v) => Math.round(v * 9))).toEqual([4, 6, 6, 9]);
});
