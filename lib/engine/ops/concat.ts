import { intScalar, intVector } from '../constants';
import { dtype, FLOAT, INDEX, integer, nativeOne } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** NHWC maps one behind another along the channels; each gets its channels of the gradient back. */
export const concat: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: false }),

  forward: ({ inputs }) => ({
    output: nativeOne('ConcatV2', [FLOAT, INDEX, integer('N', inputs.length)], [...inputs, intScalar(3)]),
  }),

  backward({ gradient, inputShapes }) {
    let from = 0;
    const inputs = inputShapes.map((shape) => {
      const begin = intVector([0, 0, 0, from]);
      from += shape[3];
      return nativeOne('Slice', [FLOAT, dtype('Index', 'int32')], [gradient, begin, intVector(shape)]);
    });
    return { inputs, weights: [] };
  },
};
