import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * MobileNetV2 (Sandler et al. 2018) at width 0.5 as mdistiller's `mobilenetv2.py` (`mobile_half`) has it: expansion 6,
 * plain ReLU instead of ReLU6, a stem of stride 2, the last convolution 1280 wide although the rest is halved, no
 * dropout. Convolutions N(0, 2/(k²·out)), linear N(0, 0.01²) with bias 0.
 *
 * The public code pools a window of side/16, which is the whole map wherever it builds (multiples of 32); here the whole
 * map at any side. mdistiller's Tiny-ImageNet experiments use another MobileNetV2 (full width, 1×1 stem).
 *
 * Taps: `stem` (also `:pre`), and mdistiller's four stages, which end without a ReLU: `stage1` (blocks.1),
 * `stage2` (blocks.2), `stage3` (blocks.4), `stage4` (blocks.6).
 */
const WIDTH = 0.5;

/** Expansion, filters at width 1, blocks, stride of the first; `stage` where a tap follows. */
const GROUPS: readonly [
  expansion: number,
  filters: number,
  blocks: number,
  stride: number,
  stage?: number,
][] = [
  [1, 16, 1, 1],
  [6, 24, 2, 1, 1],
  [6, 32, 3, 2, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1, 3],
  [6, 160, 3, 2],
  [6, 320, 1, 1, 4],
];

export const MOBILENET_V2: ModelDefinition = {
  name: 'MobileNetV2',
  family: 'mobilenet-v2',
  input: { side: 32, channels: 3 },
  source:
    'Sandler et al. 2018, width 0.5; layers, names and initialisation of mdistiller, models/cifar/mobilenetv2.py',
  build: mobileNetV2,
};

function mobileNetV2({ classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  const stem = b.conv(b.input, {
    name: 'conv1.0',
    filters: 32 * WIDTH,
    kernel: 3,
    stride: 2,
    padding: 1,
    initial,
  });
  let x = b.relu(b.batchNorm(stem, 'conv1.1'));
  b.tap('stem', x);
  GROUPS.forEach(([expansion, filters, blocks, stride, stage], group) => {
    for (let index = 0; index < blocks; index++) {
      const block = { expansion, filters: filters * WIDTH, stride: index === 0 ? stride : 1 };
      x = invertedResidual(b, x, `blocks.${group}.${index}.conv`, block);
    }
    if (stage !== undefined) b.tap(`stage${stage}`, x);
  });
  const last = b.conv(x, { name: 'conv2.0', filters: 1280, kernel: 1, initial });
  const features = b.globalAveragePool(b.relu(b.batchNorm(last, 'conv2.1'))); // [N, 1280]
  const classifier = {
    name: 'classifier.0',
    outputs: classes,
    weightInitial: 'normal',
    biasInitial: 'zero',
  } as const;
  return b.finish({ features, logits: b.linear(features, classifier) });
}

const initial = 'fan-out-normal';

/** conv1-BN-ReLU-depthwise conv3-BN-ReLU-conv1-BN, plus its input where the shape stays. */
function invertedResidual(
  b: BackboneBuilder,
  x: number,
  name: string,
  { expansion, filters, stride }: { expansion: number; filters: number; stride: number },
): number {
  const inputs = b.shape(x)[2];
  const inner = inputs * expansion;
  const wide = b.conv(x, { name: `${name}.0`, filters: inner, kernel: 1, initial });
  const expanded = b.relu(b.batchNorm(wide, `${name}.1`));
  const window = { kernel: 3, stride, padding: 1, groups: inner };
  const filtered = b.conv(expanded, { name: `${name}.3`, filters: inner, ...window, initial });
  const active = b.relu(b.batchNorm(filtered, `${name}.4`));
  const narrow = b.conv(active, { name: `${name}.6`, filters, kernel: 1, initial });
  const output = b.batchNorm(narrow, `${name}.7`);
  return stride === 1 && inputs === filters ? b.add(x, output) : output;
}
