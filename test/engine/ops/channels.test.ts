import { describe, expect, it } from 'vitest';
import { channelShuffle } from '../../../lib/engine/ops/channel-shuffle';
import { concat } from '../../../lib/engine/ops/concat';
import { sliceChannels } from '../../../lib/engine/ops/slice-channels';
import { tf } from '../../../lib/engine/tensorflow';
import { expectFiniteDifferences, expectPyTorch } from '../passes';
import { reference } from '../reference';
import { hashedMap } from '../tensors';

const { concat: joined, slice, shuffle } = reference.channels;

describe('concat', () => {
  const given = () => ({
    operation: concat,
    attributes: {},
    inputs: [hashedMap(71, [2, 4, 3, 2]), hashedMap(72, [2, 6, 3, 2])],
    weights: [],
  });

  it('equals PyTorch and frees what it makes', () => {
    expectPyTorch(given(), { shape: [2, 10, 3, 2], y: joined.y, dx: [joined.da, joined.db] }, 73);
  });

  it('has the gradients of finite differences', () => {
    expectFiniteDifferences(given());
  });
});

describe('sliceChannels', () => {
  const given = () => ({
    operation: sliceChannels,
    attributes: { from: 2, to: 9 },
    inputs: [hashedMap(74, [2, 10, 3, 2])],
    weights: [],
  });

  it('equals PyTorch and frees what it makes', () => {
    expectPyTorch(given(), { shape: [2, 7, 3, 2], y: slice.y, dx: [slice.dx] }, 75);
  });

  it('has the gradients of finite differences', () => {
    expectFiniteDifferences(given());
  });
});

describe.each(shuffle)(
  'channelShuffle: $channels channels in $groups groups',
  ({ channels, groups, y, dx }) => {
    const given = () => ({
      operation: channelShuffle,
      attributes: { groups },
      inputs: [hashedMap(76, [2, channels, 3, 2])],
      weights: [],
    });

    it('equals PyTorch and frees what it makes', () => {
      expectPyTorch(given(), { shape: [2, channels, 3, 2], y, dx: [dx] }, 77);
    });

    it('has the gradients of finite differences', () => {
      expectFiniteDifferences(given());
    });
  },
);

it('channelShuffle takes one channel of each group in turn', () => {
  const inputs = [tf.tensor4d([0, 1, 2, 3, 4, 5], [1, 1, 1, 6])];
  const { output } = channelShuffle.forward({
    inputs,
    weights: [],
    attributes: { groups: 2 },
    training: false,
  });
  expect(Array.from(output.dataSync())).toEqual([0, 3, 1, 4, 2, 5]);
});
