import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { tf } from './tensorflow';

/** The value of `x`, as a constant to tfjs's autodiff (tfjs has no such function of its own). */
export function stopGradient<T extends Tensor>(x: T): T {
  const constant = tf.customGrad((...inputs) => {
    const [input] = inputs as [Tensor];
    return { value: input.clone(), gradFunc: (dy: Tensor) => tf.zerosLike(dy) };
  });
  return constant(x) as T;
}
