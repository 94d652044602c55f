import type { GroupedConvAttributes } from '../padding';
import { convolution } from './convolution';

/** Depthwise convolution over NHWC maps with a [kh, kw, channels, 1] kernel: every channel has a filter of its own. */
export const depthwiseConv2d = convolution<GroupedConvAttributes>({
  forward: 'DepthwiseConv2dNative',
  backpropInput: 'DepthwiseConv2dNativeBackpropInput',
  backpropFilter: 'DepthwiseConv2dNativeBackpropFilter',
});
