import { intPairs, intVector } from '../constants';
import { dtype, FLOAT, nativeOne } from '../native';
import type { SliceAttributes } from '../module';
import type { Operation } from '../operation';

/** Channels `from` … `to` − 1 of an NHWC map; the gradient of the others is zero. */
export const sliceChannels: Operation<SliceAttributes> = {
  keeps: () => ({ inputs: false, output: false }),

  forward({ inputs: [x], attributes: { from, to } }) {
    const [n, height, width] = x.shape;
    const begin = intVector([0, 0, 0, from]);
    const size = intVector([n, height, width, to - from]);
    return { output: nativeOne('Slice', [FLOAT, dtype('Index', 'int32')], [x, begin, size]) };
  },

  backward({ gradient, inputShapes: [[, , , channels]], attributes: { from, to } }) {
    const paddings = intPairs([
      [0, 0],
      [0, 0],
      [0, 0],
      [from, channels - to],
    ]);
    const dx = nativeOne('Pad', [FLOAT, dtype('Tpaddings', 'int32')], [gradient, paddings]);
    return { inputs: [dx], weights: [] };
  },
};
