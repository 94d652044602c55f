import { flag } from '../native';
import type { GroupedConvAttributes } from '../padding';
import { convolution } from './convolution';

/**
 * Convolution in groups over NHWC maps with a [kh, kw, in/groups, out] kernel: group g of the outputs sees group g of
 * the inputs. TensorFlow reads the number of groups from the shapes, in the backprop kernels as well.
 *
 * At ShuffleNet's sizes (1×1, three groups, batch 64) both gradients take 1.3–2.6 ms so; batched matrix products of
 * transposed maps take 1.0–4.0 ms, convolutions of split maps 1.7–5.2 ms, a kernel filled up with zeros 2.1–2.7 ms.
 */
export const groupedConv2d = convolution<GroupedConvAttributes>({
  forward: 'Conv2D',
  backpropInput: 'Conv2DBackpropInput',
  backpropFilter: 'Conv2DBackpropFilter',
  attributes: [flag('use_cudnn_on_gpu', true)],
});
