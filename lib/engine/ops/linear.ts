import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { flag, FLOAT, nativeOne, text } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** y = x·Wᵀ + b for x [N, in], W [out, in], b [out]; ∂x = ∂y·W, ∂W = ∂yᵀ·x, ∂b = Σ ∂y over N. */
export const linear: Operation<Empty> = {
  keeps: () => ({ inputs: true, output: false }),

  forward({ inputs: [x], weights: [weight, bias] }) {
    const product = matMul(x, weight, false, true);
    const output = nativeOne('BiasAdd', [FLOAT, text('data_format', 'NHWC')], [product, bias]);
    product.dispose();
    return { output };
  },

  backward({ gradient, inputs: [x], weights: [weight], needsInput }) {
    const dWeight = matMul(gradient, x, true, false);
    const dBias = nativeOne('BiasAddGrad', [FLOAT, text('data_format', 'NHWC')], [gradient]);
    const dx = needsInput ? matMul(gradient, weight, false, false) : undefined;
    return { inputs: [dx], weights: [dWeight, dBias] };
  },
};

function matMul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return nativeOne(
    'MatMul',
    [FLOAT, flag('transpose_a', transposeA), flag('transpose_b', transposeB)],
    [a, b],
  );
}
