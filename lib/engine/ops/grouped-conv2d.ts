import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { intScalar, intVector } from '../constants';
import { dtype, flag, FLOAT, INDEX, integer, native, nativeOne, text } from '../native';
import type { Attribute } from '../native';
import type { Operation } from '../operation';
import type { GroupedConvAttributes } from '../padding';
import { addBorder, cutBorder } from './border';
import { reshape } from './flatten';

/**
 * Convolution in groups over NHWC maps with a [kh, kw, in/groups, out] kernel: group g of the outputs sees group g of
 * the inputs. TensorFlow's Conv2D does that in the forward; on a CPU its gradients do not. A 1×1 convolution therefore
 * takes its gradients by batched matrix products (1.1–2 times as fast as convolutions of split maps at ShuffleNet's
 * sizes), any other by one pair of backprop kernels a group.
 */
export const groupedConv2d: Operation<GroupedConvAttributes> = {
  // With added zeros the padded map is saved instead of the input.
  keeps: ({ pad }) => ({ inputs: pad === undefined, output: false }),

  forward({ inputs: [x], weights: [kernel], attributes, training }) {
    const padded = attributes.pad && addBorder(x, attributes.pad);
    const output = nativeOne('Conv2D', kernelAttributes(attributes), [padded ?? x, kernel]);
    if (padded && !training) padded.dispose();
    return { output, saved: padded && training ? [padded] : undefined };
  },

  backward({ gradient, inputs, saved, inputShapes, weights: [kernel], attributes, needsInput }) {
    const { pad, stride } = attributes;
    const padded = saved[0] ?? inputs[0];
    const pointwise = kernel.shape[0] === 1 && kernel.shape[1] === 1 && stride === 1 && pad === undefined;
    const gradients = pointwise ? pointwiseGradients : groupwiseGradients;
    const tensors: Tensors = [padded as Tensor4D, kernel as Tensor4D, gradient as Tensor4D];
    const [dKernel, dx] = gradients(tensors, attributes, needsInput);
    const cut = dx && pad !== undefined ? cutBorder(dx, pad, inputShapes[0]) : dx;
    return { inputs: [cut], weights: [dKernel] };
  },
};

type Tensors = [input: Tensor4D, kernel: Tensor4D, gradient: Tensor4D];
type Gradients = [kernel: Tensor, input: Tensor | undefined];

/** With maps as [groups, N·H·W, channels]: ∂w = xᵀ·∂y and ∂x = ∂y·wᵀ, a product a group. */
function pointwiseGradients(
  [x, kernel, gradient]: Tensors,
  { groups }: GroupedConvAttributes,
  needsInput: boolean,
): Gradients {
  const places = gradient.size / gradient.shape[3];
  const byGroup = (map: Tensor, rows: number) => swapped(map, [rows, groups, map.size / rows / groups]);
  const dy = byGroup(gradient, places);
  const maps = byGroup(x, places);
  const dWeights = product(maps, dy, true, false); // [groups, in/groups, out/groups]
  const dKernel = swapped(dWeights, dWeights.shape, kernel.shape);
  maps.dispose();
  dWeights.dispose();
  if (!needsInput) {
    dy.dispose();
    return [dKernel, undefined];
  }
  const weights = byGroup(kernel, kernel.shape[2]);
  const dMaps = product(dy, weights, false, true); // [groups, N·H·W, in/groups]
  const dx = swapped(dMaps, dMaps.shape, x.shape);
  for (const tensor of [dy, weights, dMaps]) tensor.dispose();
  return [dKernel, dx];
}

function groupwiseGradients(
  tensors: Tensors,
  attributes: GroupedConvAttributes,
  needsInput: boolean,
): Gradients {
  const { groups } = attributes;
  const list = kernelAttributes(attributes);
  const [maps, kernels, dys] = tensors.map((tensor) => split(tensor, groups));
  const shape = intVector(kernels[0].shape);
  const dKernel = joined(maps.map((map, g) => nativeOne('Conv2DBackpropFilter', list, [map, shape, dys[g]])));
  const size = intVector(maps[0].shape);
  const dx = needsInput
    ? joined(dys.map((dy, g) => nativeOne('Conv2DBackpropInput', list, [size, kernels[g], dy])))
    : undefined;
  for (const tensor of [...maps, ...kernels, ...dys]) tensor.dispose();
  return [dKernel, dx];
}

/** The tensor read in a shape of three axes, its first two axes exchanged, in the shape `result`. */
function swapped(tensor: Tensor, shape: readonly number[], result?: readonly number[]): Tensor {
  const blocks = reshape(tensor, shape);
  const turned = nativeOne('Transpose', [FLOAT, dtype('Tperm', 'int32')], [blocks, intVector([1, 0, 2])]);
  blocks.dispose();
  if (result === undefined) return turned;
  const shaped = reshape(turned, result);
  turned.dispose();
  return shaped;
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return nativeOne('BatchMatMulV2', [FLOAT, flag('adj_x', transposeA), flag('adj_y', transposeB)], [a, b]);
}

/** Equal parts along the last of four axes. */
function split(tensor: Tensor, parts: number): Tensor[] {
  return native('Split', [FLOAT, integer('num_split', parts)], [intScalar(3), tensor], parts);
}

/** The reverse of `split`; frees the parts. */
function joined(parts: Tensor[]): Tensor {
  const attributes = [FLOAT, INDEX, integer('N', parts.length)];
  const whole = nativeOne('ConcatV2', attributes, [...parts, intScalar(3)]);
  for (const part of parts) part.dispose();
  return whole;
}

function kernelAttributes({ stride, padding }: GroupedConvAttributes): Attribute[] {
  return [
    FLOAT,
    integer('strides', [1, stride, stride, 1]),
    text('padding', padding),
    text('data_format', 'NHWC'),
    integer('dilations', [1, 1, 1, 1]),
    flag('use_cudnn_on_gpu', true),
  ];
}
