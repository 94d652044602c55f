import { intVector } from '../constants';
import { nativeOne } from '../native';
import type { PoolAttributes } from '../module';
import type { Operation } from '../operation';
import { addBorder, cutBorder, withBorder } from './border';
import { windowAttributes } from './max-pool';

/**
 * Mean of each window of an NHWC map. The zeros of a border count in the mean, as in PyTorch by default
 * (`count_include_pad`): a corner window of 3×3 divides its four values by nine.
 */
export const averagePool: Operation<PoolAttributes> = {
  keeps: () => ({ inputs: false, output: false }),

  forward({ inputs: [x], attributes }) {
    const { pad } = attributes;
    if (pad === undefined) return { output: nativeOne('AvgPool', windowAttributes(attributes), [x]) };
    const larger = addBorder(x, pad);
    const output = nativeOne('AvgPool', windowAttributes(attributes), [larger]);
    larger.dispose();
    return { output };
  },

  backward({ gradient, inputShapes: [shape], attributes }) {
    const { pad } = attributes;
    const size = intVector(pad === undefined ? shape : withBorder(shape, pad));
    const dx = nativeOne('AvgPoolGrad', windowAttributes(attributes), [size, gradient]);
    return { inputs: [pad === undefined ? dx : cutBorder(dx, pad, shape)], weights: [] };
  },
};
