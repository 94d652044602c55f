import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { intVector } from '../constants';
import { dtype, FLOAT, nativeOne } from '../native';
import type { ShuffleAttributes } from '../module';
import type { Operation } from '../operation';
import { reshape } from './flatten';

/**
 * Channel shuffle (Zhang et al. 2018, ShuffleNet): with channel c = g·(C/groups) + i before, i·groups + g after, so
 * that the next grouped convolution sees every group. It is a transposition; its gradient is the one back.
 */
export const channelShuffle: Operation<ShuffleAttributes> = {
  keeps: () => ({ inputs: false, output: false }),

  forward: ({ inputs: [x], attributes: { groups } }) => ({ output: transposed(x as Tensor4D, groups) }),

  backward: ({ gradient, inputShapes: [[, , , channels]], attributes: { groups } }) => ({
    inputs: [transposed(gradient as Tensor4D, channels / groups)],
    weights: [],
  }),
};

/** Channels as a matrix of `rows` rows, transposed. */
function transposed(x: Tensor4D, rows: number): Tensor {
  const channels = x.shape[3];
  const matrices = reshape(x, [x.size / channels, rows, channels / rows]);
  const turned = nativeOne('Transpose', [FLOAT, dtype('Tperm', 'int32')], [matrices, intVector([0, 2, 1])]);
  const result = reshape(turned, x.shape);
  matrices.dispose();
  turned.dispose();
  return result;
}
