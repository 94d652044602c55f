import { floatScalar, intVector } from '../constants';
import { dtype, flag, FLOAT, INDEX, nativeOne } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** Mean over height and width, [N, H, W, C] → [N, C]; ∂x = ∂y / (H·W) at every place. */
export const globalAveragePool: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: false }),

  forward: ({ inputs: [x] }) => ({
    output: nativeOne('Mean', [FLOAT, INDEX, flag('keep_dims', false)], [x, intVector([1, 2])]),
  }),

  backward({ gradient, inputShapes: [[n, height, width, channels]] }) {
    const share = nativeOne('Mul', [FLOAT], [gradient, floatScalar(1 / (height * width))]);
    const column = nativeOne(
      'Reshape',
      [FLOAT, dtype('Tshape', 'int32')],
      [share, intVector([n, 1, 1, channels])],
    );
    const shape = intVector([n, height, width, channels]);
    const dx = nativeOne('BroadcastTo', [FLOAT, INDEX], [column, shape]);
    share.dispose();
    column.dispose();
    return { inputs: [dx], weights: [] };
  },
};
