import { FLOAT, integer, nativeOne, text } from '../native';
import type { MaxPoolAttributes } from '../module';
import type { Attribute } from '../native';
import type { Operation } from '../operation';

/** Largest value of each window of an NHWC map, no padding; the gradient goes to the first of the largest. */
export const maxPool: Operation<MaxPoolAttributes> = {
  keeps: () => ({ inputs: true, output: true }),

  forward: ({ inputs, attributes }) => ({
    output: nativeOne('MaxPool', windowAttributes(attributes), inputs),
  }),

  backward: ({ gradient, inputs: [x], output, attributes }) => ({
    inputs: [nativeOne('MaxPoolGrad', windowAttributes(attributes), [x, output, gradient])],
    weights: [],
  }),
};

function windowAttributes({ size, stride }: MaxPoolAttributes): Attribute[] {
  return [
    FLOAT,
    integer('ksize', [1, size, size, 1]),
    integer('strides', [1, stride, stride, 1]),
    text('padding', 'VALID'),
    text('data_format', 'NHWC'),
  ];
}
