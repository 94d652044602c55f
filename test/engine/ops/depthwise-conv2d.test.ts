import { expect, it } from 'vitest';
import { toEngineLayout, toTorchLayout } from '../../../lib/engine/layout';
import { depthwiseConv2d } from '../../../lib/engine/ops/depthwise-conv2d';
import { planConvolution } from '../../../lib/engine/padding';
import { tf } from '../../../lib/engine/tensorflow';
import { proveGroupedConvolution } from '../grouped-convolutions';
import { spread } from '../hashed';
import { reference } from '../reference';
import type { GroupedConvCase } from '../reference';
import { hashedMap } from '../tensors';

const cases = reference.groupedConv.filter(({ channels, groups }) => groups === channels);

function setting({ channels, side, kernel, stride, padding }: GroupedConvCase) {
  const layout = { shape: [channels, 1, kernel, kernel], layout: { kind: 'depthwise' as const } };
  const values = toEngineLayout(spread(52, channels * kernel * kernel, 0, 1), layout);
  const given = {
    operation: depthwiseConv2d,
    attributes: { stride, groups: channels, ...planConvolution(side, side, kernel, stride, padding) },
    inputs: [hashedMap(51, [2, channels, side, side])],
    weights: [tf.tensor4d(values, [kernel, kernel, channels, 1])],
  };
  return { given, layout };
}

proveGroupedConvolution(
  'depthwiseConv2d: side $side, kernel $kernel, stride $stride, padding $padding',
  cases,
  setting,
);

it('a depthwise kernel goes back to the layout it came from', () => {
  const layout = { shape: [5, 1, 3, 3], layout: { kind: 'depthwise' as const } };
  const values = spread(52, 45, 0, 1);
  const engine = toEngineLayout(values, layout);
  expect(engine[1]).toBe(values[9]); // the second channel's first entry stands next to the first one's
  expect(toTorchLayout(engine, layout)).toEqual(values);
});
