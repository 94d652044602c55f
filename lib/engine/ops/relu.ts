import { FLOAT, nativeOne } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** y = max(x, 0); ∂x = ∂y where y > 0, else 0. Its output is enough for the backward, so the input goes at once. */
export const relu: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: true }),

  forward: ({ inputs }) => ({ output: nativeOne('Relu', [FLOAT], inputs) }),

  backward: ({ gradient, output }) => ({
    inputs: [nativeOne('ReluGrad', [FLOAT], [gradient, output])],
    weights: [],
  }),
};
