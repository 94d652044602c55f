import { FLOAT, integer, nativeOne, text } from '../native';
import type { PoolAttributes } from '../module';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import { addBorder, cutBorder } from './border';

/**
 * Largest value of each window of an NHWC map; the gradient goes to the first of the largest. A border counts as −∞,
 * as in PyTorch.
 */
export const maxPool: Operation<PoolAttributes> = {
  // With a border the larger map is saved instead of the input.
  keeps: ({ pad }) => ({ inputs: pad === undefined, output: true }),

  forward({ inputs: [x], attributes, training }) {
    const { pad } = attributes;
    const larger = pad === undefined ? undefined : addBorder(x, pad, -Infinity);
    const output = nativeOne('MaxPool', windowAttributes(attributes), [larger ?? x]);
    if (larger && !training) larger.dispose();
    return { output, saved: larger && training ? [larger] : undefined };
  },

  backward({ gradient, inputs, saved, output, inputShapes, attributes }) {
    const x = saved[0] ?? inputs[0];
    const dx = nativeOne('MaxPoolGrad', windowAttributes(attributes), [x, output, gradient]);
    const { pad } = attributes;
    return { inputs: [pad === undefined ? dx : cutBorder(dx, pad, inputShapes[0])], weights: [] };
  },
};

/** Attributes of TensorFlow's pooling kernels. */
export function windowAttributes({ size, stride }: PoolAttributes): Attribute[] {
  return [
    FLOAT,
    integer('ksize', [1, size, size, 1]),
    integer('strides', [1, stride, stride, 1]),
    text('padding', 'VALID'),
    text('data_format', 'NHWC'),
  ];
}
