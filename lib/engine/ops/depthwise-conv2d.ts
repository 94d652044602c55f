import { intVector } from '../constants';
import { FLOAT, integer, nativeOne, text } from '../native';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import type { GroupedConvAttributes } from '../padding';
import { addBorder, cutBorder } from './border';

/**
 * Depthwise convolution over NHWC maps with a [kh, kw, channels, 1] kernel: every channel has a filter of its own.
 * The gradients are TensorFlow's two backprop kernels; padding as for `conv2d`.
 */
export const depthwiseConv2d: Operation<GroupedConvAttributes> = {
  // With added zeros the padded map is saved instead of the input.
  keeps: ({ pad }) => ({ inputs: pad === undefined, output: false }),

  forward({ inputs: [x], weights: [kernel], attributes, training }) {
    const padded = attributes.pad && addBorder(x, attributes.pad);
    const output = nativeOne('DepthwiseConv2dNative', kernelAttributes(attributes), [padded ?? x, kernel]);
    if (padded && !training) padded.dispose();
    return { output, saved: padded && training ? [padded] : undefined };
  },

  backward({ gradient, inputs, saved, inputShapes, weights: [kernel], attributes, needsInput }) {
    const { pad } = attributes;
    const padded = saved[0] ?? inputs[0];
    const list = kernelAttributes(attributes);
    const dKernel = nativeOne('DepthwiseConv2dNativeBackpropFilter', list, [
      padded,
      intVector(kernel.shape),
      gradient,
    ]);
    if (!needsInput) return { inputs: [undefined], weights: [dKernel] };
    const full = nativeOne('DepthwiseConv2dNativeBackpropInput', list, [
      intVector(padded.shape),
      kernel,
      gradient,
    ]);
    const dx = pad === undefined ? full : cutBorder(full, pad, inputShapes[0]);
    return { inputs: [dx], weights: [dKernel] };
  },
};

const plans = new WeakMap<GroupedConvAttributes, Attribute[]>();

function kernelAttributes(attributes: GroupedConvAttributes): Attribute[] {
  let list = plans.get(attributes);
  if (list === undefined) {
    list = [
      FLOAT,
      integer('strides', [1, attributes.stride, attributes.stride, 1]),
      text('padding', attributes.padding),
      text('data_format', 'NHWC'),
      integer('dilations', [1, 1, 1, 1]),
    ];
    plans.set(attributes, list);
  }
  return list;
}
