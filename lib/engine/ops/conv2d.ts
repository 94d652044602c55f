import { flag } from '../native';
import type { ConvAttributes } from '../padding';
import { convolution } from './convolution';

/** Convolution over NHWC maps with a [kh, kw, in, out] kernel and an optional bias [out]. */
export const conv2d = convolution<ConvAttributes>({
  forward: 'Conv2D',
  backpropInput: 'Conv2DBackpropInput',
  backpropFilter: 'Conv2DBackpropFilter',
  attributes: [flag('use_cudnn_on_gpu', true)],
});
