import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { intVector } from '../constants';
import { dtype, FLOAT, nativeOne } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** [N, H, W, C] → [N, H·W·C], in the engine's order (h, w, c); see `Layout` for how PyTorch's weights are read. */
export const flatten: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: false }),

  forward: ({ inputs: [x] }) => ({ output: reshape(x, [x.shape[0], x.size / x.shape[0]]) }),

  backward: ({ gradient, inputShapes }) => ({ inputs: [reshape(gradient, inputShapes[0])], weights: [] }),
};

/** A view in another shape; shares the buffer. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return nativeOne('Reshape', [FLOAT, dtype('Tshape', 'int32')], [x, intVector(shape)]);
}
