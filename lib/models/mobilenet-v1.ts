import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * MobileNet (Howard et al. 2017): a 3×3 stem of 32 filters and 13 depthwise-separable convolutions, each depthwise
 * conv3-BN-ReLU-conv1-BN-ReLU, global average pooling, one linear layer. Everything is drawn as PyTorch's modules draw
 * it by default.
 *
 * `cifar`: kuangliu's pytorch-cifar, `mobilenet.py`: stem of stride 1, 3.3 M parameters at 100 classes, the size that
 * deep mutual learning's paper states. `imagenet`: mdistiller's (RepDistiller's) `MobileNetV1`: stem of stride 2.
 * Both public forms pool a fixed window, the whole map at their own side; here the whole map at any side.
 *
 * Taps: `stem`, and `stage1` … `stage4`: the last map with 128, 256, 512, 1024 channels, each also `:pre`.
 */
type Form = 'cifar' | 'imagenet';

/** Filters and stride of each separable convolution; `stage` where a tap follows. */
const LAYERS: readonly [filters: number, stride: number, stage?: number][] = [
  [64, 1],
  [128, 2],
  [128, 1, 1],
  [256, 2],
  [256, 1, 2],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1, 3],
  [1024, 2],
  [1024, 1, 4],
];

export const MOBILENETS_V1: readonly ModelDefinition[] = [
  {
    name: 'MobileNetV1',
    family: 'mobilenet-v1',
    input: { side: 32, channels: 3 },
    source: 'Howard et al. 2017; layers and names of kuangliu/pytorch-cifar, mobilenet.py',
    build: (options) => mobileNet('cifar', options),
  },
  {
    name: 'MobileNetV1-imagenet',
    family: 'mobilenet-v1',
    input: { side: 224, channels: 3 },
    source: 'Howard et al. 2017; layers and names of mdistiller, models/imagenet/mobilenetv1.py',
    build: (options) => mobileNet('imagenet', options),
  },
];

function mobileNet(form: Form, { classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  const stemNames: Names = form === 'cifar' ? ['conv1', 'bn1'] : ['model.0.0', 'model.0.1'];
  const stride = form === 'cifar' ? 1 : 2;
  let x = activated(b, b.input, stemNames, { filters: 32, kernel: 3, stride, padding: 1 });
  b.tap('stem', x);
  LAYERS.forEach(([filters, stride, stage], index) => {
    const [depthwise, pointwise] = separableNames(form, index);
    const width = b.shape(x)[2];
    x = activated(b, x, depthwise, { filters: width, kernel: 3, stride, padding: 1, groups: width });
    x = activated(b, x, pointwise, { filters, kernel: 1 });
    if (stage !== undefined) b.tap(`stage${stage}`, x);
  });
  const features = b.globalAveragePool(x); // [N, 1024]
  const name = form === 'cifar' ? 'linear' : 'fc';
  return b.finish({ features, logits: b.linear(features, { name, outputs: classes }) });
}

type Names = [conv: string, norm: string];

function separableNames(form: Form, index: number): [depthwise: Names, pointwise: Names] {
  if (form === 'cifar') {
    const layer = `layers.${index}`;
    return [
      [`${layer}.conv1`, `${layer}.bn1`],
      [`${layer}.conv2`, `${layer}.bn2`],
    ];
  }
  const layer = `model.${index + 1}`;
  return [
    [`${layer}.0`, `${layer}.1`],
    [`${layer}.3`, `${layer}.4`],
  ];
}

/** conv-BN-ReLU. */
function activated(
  b: BackboneBuilder,
  x: number,
  [conv, norm]: Names,
  shape: { filters: number; kernel: number; stride?: number; padding?: number; groups?: number },
): number {
  return b.relu(b.batchNorm(b.conv(x, { name: conv, ...shape, initial: 'default' }), norm));
}
