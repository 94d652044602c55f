import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { intPairs, intVector } from '../constants';
import { dtype, flag, FLOAT, integer, nativeOne, text } from '../native';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import type { ConvAttributes } from '../padding';

/**
 * Convolution over NHWC maps with a [kh, kw, in, out] kernel and an optional bias [out]:
 * y = x ∗ w + b. With ∂y: ∂w = x ⋆ ∂y, ∂x = ∂y ∗ flipped w (TensorFlow's two backprop kernels), ∂b = Σ ∂y over N, H, W.
 */
export const conv2d: Operation<ConvAttributes> = {
  // With added zeros the padded map is saved instead of the input.
  keeps: ({ pad }) => ({ inputs: pad === undefined, output: false }),

  forward({ inputs: [x], weights: [kernel, bias], attributes, training }) {
    const padded = addZeros(x, attributes);
    let output = nativeOne('Conv2D', kernelAttributes(attributes), [padded ?? x, kernel]);
    if (attributes.bias) {
      const sum = nativeOne('BiasAdd', [FLOAT, text('data_format', 'NHWC')], [output, bias]);
      output.dispose();
      output = sum;
    }
    if (padded && !training) padded.dispose();
    return { output, saved: padded && training ? [padded] : undefined };
  },

  backward({ gradient, inputs, saved, inputShapes, weights: [kernel], attributes, needsInput }) {
    const padded = saved[0] ?? inputs[0];
    const convolution = kernelAttributes(attributes);
    const kernelShape = intVector(kernel.shape);
    const weights = [nativeOne('Conv2DBackpropFilter', convolution, [padded, kernelShape, gradient])];
    if (attributes.bias)
      weights.push(nativeOne('BiasAddGrad', [FLOAT, text('data_format', 'NHWC')], [gradient]));
    if (!needsInput) return { inputs: [undefined], weights };
    const full = nativeOne('Conv2DBackpropInput', convolution, [intVector(padded.shape), kernel, gradient]);
    return { inputs: [cutZeros(full, inputShapes[0], attributes)], weights };
  },
};

const plans = new WeakMap<ConvAttributes, Attribute[]>();

function kernelAttributes(attributes: ConvAttributes): Attribute[] {
  let list = plans.get(attributes);
  if (list === undefined) {
    list = [
      FLOAT,
      integer('strides', [1, attributes.stride, attributes.stride, 1]),
      text('padding', attributes.padding),
      text('data_format', 'NHWC'),
      integer('dilations', [1, 1, 1, 1]),
      flag('use_cudnn_on_gpu', true),
    ];
    plans.set(attributes, list);
  }
  return list;
}

function addZeros(x: Tensor, { pad }: ConvAttributes): Tensor | undefined {
  if (pad === undefined) return undefined;
  const paddings = intPairs([
    [0, 0],
    [pad.top, pad.bottom],
    [pad.left, pad.right],
    [0, 0],
  ]);
  return nativeOne('Pad', [FLOAT, dtype('Tpaddings', 'int32')], [x, paddings]);
}

/** Takes the added rows and columns off the input's gradient again. */
function cutZeros(full: Tensor, shape: number[], { pad }: ConvAttributes): Tensor {
  if (pad === undefined) return full;
  const begin = intVector([0, pad.top, pad.left, 0]);
  const cut = nativeOne('Slice', [FLOAT, dtype('Index', 'int32')], [full, begin, intVector(shape)]);
  full.dispose();
  return cut;
}
