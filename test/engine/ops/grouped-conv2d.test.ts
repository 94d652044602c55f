import { expect, it } from 'vitest';
import { toEngineLayout, toTorchLayout } from '../../../lib/engine/layout';
import { groupedConv2d } from '../../../lib/engine/ops/grouped-conv2d';
import { planConvolution } from '../../../lib/engine/padding';
import { tf } from '../../../lib/engine/tensorflow';
import { proveGroupedConvolution } from '../grouped-convolutions';
import { spread } from '../hashed';
import { reference } from '../reference';
import type { GroupedConvCase } from '../reference';
import { hashedMap } from '../tensors';

const cases = reference.groupedConv.filter(({ channels, groups }) => groups < channels);

function setting({ channels, filters, groups, side, kernel, stride, padding }: GroupedConvCase) {
  const layout = {
    shape: [filters, channels / groups, kernel, kernel],
    layout: { kind: 'conv' as const },
  };
  const values = spread(52, (filters * channels * kernel * kernel) / groups, 0, 1);
  const shape: [number, number, number, number] = [kernel, kernel, channels / groups, filters];
  const given = {
    operation: groupedConv2d,
    attributes: { stride, groups, ...planConvolution(side, side, kernel, stride, padding) },
    inputs: [hashedMap(51, [2, channels, side, side])],
    weights: [tf.tensor4d(toEngineLayout(values, layout), shape)],
  };
  return { given, layout };
}

proveGroupedConvolution(
  'groupedConv2d: $groups groups, $channels to $filters, side $side, kernel $kernel, stride $stride, padding $padding',
  cases,
  setting,
);

it('a grouped kernel goes back to the layout it came from', () => {
  const layout = { shape: [6, 2, 3, 3], layout: { kind: 'conv' as const } };
  const values = spread(52, 108, 0, 1);
  expect(toTorchLayout(toEngineLayout(values, layout), layout)).toEqual(values);
});
