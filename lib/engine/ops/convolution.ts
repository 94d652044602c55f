import { intVector } from '../constants';
import { FLOAT, integer, nativeOne, text } from '../native';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import type { ConvAttributes, GroupedConvAttributes } from '../padding';
import { addBorder, cutBorder } from './border';

/** TensorFlow's three kernels of one kind of convolution. */
interface Kernels {
  forward: string;
  backpropInput: string;
  backpropFilter: string;
  /** Besides type, strides, padding, format and dilations. */
  attributes?: Attribute[];
}

type Attributes = ConvAttributes | GroupedConvAttributes;

/**
 * A convolution over NHWC maps as an operation, with an optional bias [out]: y = x ∗ w + b. With ∂y: ∂w = x ⋆ ∂y,
 * ∂x = ∂y ∗ flipped w (TensorFlow's two backprop kernels), ∂b = Σ ∂y over N, H, W. Zeros that `SAME` would not add in
 * PyTorch's way are added first (`padding.ts`).
 */
export function convolution<A extends Attributes>(kernels: Kernels): Operation<A> {
  const plans = new WeakMap<A, Attribute[]>();
  const planned = (attributes: A): Attribute[] => {
    let list = plans.get(attributes);
    if (list === undefined)
      plans.set(attributes, (list = [...windowAttributes(attributes), ...(kernels.attributes ?? [])]));
    return list;
  };

  return {
    // With added zeros the padded map is saved instead of the input.
    keeps: ({ pad }) => ({ inputs: pad === undefined, output: false }),

    forward({ inputs: [x], weights: [kernel, bias], attributes, training }) {
      const padded = attributes.pad && addBorder(x, attributes.pad);
      let output = nativeOne(kernels.forward, planned(attributes), [padded ?? x, kernel]);
      if (hasBias(attributes)) {
        const sum = nativeOne('BiasAdd', [FLOAT, FORMAT], [output, bias]);
        output.dispose();
        output = sum;
      }
      if (padded && !training) padded.dispose();
      return { output, saved: padded && training ? [padded] : undefined };
    },

    backward({ gradient, inputs, saved, inputShapes, weights: [kernel], attributes, needsInput }) {
      const { pad } = attributes;
      const list = planned(attributes);
      const padded = saved[0] ?? inputs[0];
      const shape = intVector(kernel.shape);
      const weights = [nativeOne(kernels.backpropFilter, list, [padded, shape, gradient])];
      if (hasBias(attributes)) weights.push(nativeOne('BiasAddGrad', [FLOAT, FORMAT], [gradient]));
      if (!needsInput) return { inputs: [undefined], weights };
      const full = nativeOne(kernels.backpropInput, list, [intVector(padded.shape), kernel, gradient]);
      const dx = pad === undefined ? full : cutBorder(full, pad, inputShapes[0]);
      return { inputs: [dx], weights };
    },
  };
}

const FORMAT = text('data_format', 'NHWC');

const hasBias = (attributes: Attributes): boolean => 'bias' in attributes && attributes.bias;

function windowAttributes({ stride, padding }: Attributes): Attribute[] {
  return [
    FLOAT,
    integer('strides', [1, stride, stride, 1]),
    text('padding', padding),
    FORMAT,
    integer('dilations', [1, 1, 1, 1]),
  ];
}
