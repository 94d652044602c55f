import { intVector } from '../constants';
import { FLOAT, integer, nativeOne, text } from '../native';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import type { GroupedConvAttributes } from '../padding';
import { addBorder, cutBorder } from './border';

/** TensorFlow's three kernels of one kind of convolution. */
interface Kernels {
  forward: string;
  backpropInput: string;
  backpropFilter: string;
  /** Besides type, strides, padding, format and dilations. */
  attributes?: Attribute[];
}

/** A convolution without bias as an operation; padding as for `conv2d`. */
export function convolution(kernels: Kernels): Operation<GroupedConvAttributes> {
  const plans = new WeakMap<GroupedConvAttributes, Attribute[]>();
  const planned = (attributes: GroupedConvAttributes): Attribute[] => {
    let list = plans.get(attributes);
    if (list === undefined)
      plans.set(attributes, (list = [...windowAttributes(attributes), ...(kernels.attributes ?? [])]));
    return list;
  };

  return {
    // With added zeros the padded map is saved instead of the input.
    keeps: ({ pad }) => ({ inputs: pad === undefined, output: false }),

    forward({ inputs: [x], weights: [kernel], attributes, training }) {
      const padded = attributes.pad && addBorder(x, attributes.pad);
      const output = nativeOne(kernels.forward, planned(attributes), [padded ?? x, kernel]);
      if (padded && !training) padded.dispose();
      return { output, saved: padded && training ? [padded] : undefined };
    },

    backward({ gradient, inputs, saved, inputShapes, weights: [kernel], attributes, needsInput }) {
      const { pad } = attributes;
      const list = planned(attributes);
      const padded = saved[0] ?? inputs[0];
      const shape = intVector(kernel.shape);
      const dKernel = nativeOne(kernels.backpropFilter, list, [padded, shape, gradient]);
      if (!needsInput) return { inputs: [undefined], weights: [dKernel] };
      const full = nativeOne(kernels.backpropInput, list, [intVector(padded.shape), kernel, gradient]);
      const dx = pad === undefined ? full : cutBorder(full, pad, inputShapes[0]);
      return { inputs: [dx], weights: [dKernel] };
    },
  };
}

function windowAttributes({ stride, padding }: GroupedConvAttributes): Attribute[] {
  return [
    FLOAT,
    integer('strides', [1, stride, stride, 1]),
    text('padding', padding),
    text('data_format', 'NHWC'),
    integer('dilations', [1, 1, 1, 1]),
  ];
}
