import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * ShuffleNet (Zhang et al. 2018) with three groups for CIFAR as mdistiller's `ShuffleNetv1.py` has it: a 1×1 stem of 24
 * filters without pooling, stages of 4, 8, 4 blocks with 240, 480, 960 channels, a ReLU also behind the depthwise
 * convolution (the paper has none), global average pooling, one linear layer. Everything is drawn as PyTorch's modules
 * draw it by default. The first block of a stage halves the side: its short cut is a 3×3 average that counts the zeros of
 * the border, and it is joined along the channels instead of added.
 *
 * The public code pools 4×4, the whole map at side 32; here the whole map at any side.
 *
 * Taps: `stem`, `layer1`, `layer2`, `layer3` (after the last ReLU of each), each also `:pre`.
 */
const GROUPS = 3;
const STAGES: readonly [channels: number, blocks: number][] = [
  [240, 4],
  [480, 8],
  [960, 4],
];

export const SHUFFLENET_V1: ModelDefinition = {
  name: 'ShuffleV1',
  family: 'shufflenet-v1',
  input: { side: 32, channels: 3 },
  source:
    'Zhang et al. 2018, three groups; layers, names and initialisation of mdistiller, models/cifar/ShuffleNetv1.py',
  build: shuffleNet,
};

const STEM = 24;

function shuffleNet({ classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  const stem = b.conv(b.input, { name: 'conv1', filters: STEM, kernel: 1, initial });
  let x = b.relu(b.batchNorm(stem, 'bn1'));
  b.tap('stem', x);
  STAGES.forEach(([width, blocks], stage) => {
    for (let index = 0; index < blocks; index++)
      x = block(b, x, `layer${stage + 1}.${index}`, width, index === 0 ? 2 : 1);
    b.tap(`layer${stage + 1}`, x);
  });
  const features = b.globalAveragePool(x); // [N, 960]
  return b.finish({ features, logits: b.linear(features, { name: 'linear', outputs: classes }) });
}

const initial = 'default';

/** Grouped conv1-BN-ReLU-shuffle-depthwise conv3-BN-ReLU-grouped conv1-BN, joined with the short cut, then ReLU. */
function block(b: BackboneBuilder, x: number, name: string, width: number, stride: number): number {
  const inputs = b.shape(x)[2];
  const outputs = stride === 2 ? width - inputs : width; // behind a stride the input's channels are appended
  const inner = Math.floor(outputs / 4);
  const groups = inputs === STEM ? 1 : GROUPS; // 24 channels are too few to group
  const narrow = b.conv(x, { name: `${name}.conv1`, filters: inner, kernel: 1, groups, initial });
  const mixed = b.channelShuffle(b.relu(b.batchNorm(narrow, `${name}.bn1`)), groups);
  const window = { kernel: 3, stride, padding: 1, groups: inner };
  const filtered = b.conv(mixed, { name: `${name}.conv2`, filters: inner, ...window, initial });
  const active = b.relu(b.batchNorm(filtered, `${name}.bn2`));
  const wide = b.conv(active, {
    name: `${name}.conv3`,
    filters: outputs,
    kernel: 1,
    groups: GROUPS,
    initial,
  });
  const residual = b.batchNorm(wide, `${name}.bn3`);
  if (stride === 1) return b.relu(b.add(residual, x));
  return b.relu(b.concat([residual, b.averagePool(x, { size: 3, stride, padding: 1 })]));
}
