import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * ShuffleNetV2 (Ma et al. 2018) of size 1 for CIFAR as mdistiller's `ShuffleNetv2.py` has it: a 1×1 stem of 24 filters
 * without pooling, stages of one halving block and 3, 7, 3 further ones with 116, 232, 464 channels, a 1×1 convolution
 * to 1024, global average pooling, one linear layer. Everything is drawn as PyTorch's modules draw it by default.
 *
 * The public code pools 4×4, the whole map at side 32; here the whole map at any side.
 *
 * Taps: `stem` (also `:pre`), `layer1`, `layer2`, `layer3`: the last map of a stage. `layerN:pre` is mdistiller's: both
 * halves before the last ReLU and before the shuffle, so its channels stand in another order than those of `layerN`.
 */
const STAGES: readonly [channels: number, blocks: number][] = [
  [116, 3],
  [232, 7],
  [464, 3],
];

export const SHUFFLENET_V2: ModelDefinition = {
  name: 'ShuffleV2',
  family: 'shufflenet-v2',
  input: { side: 32, channels: 3 },
  source:
    'Ma et al. 2018, size 1; layers, names and initialisation of mdistiller, models/cifar/ShuffleNetv2.py',
  build: shuffleNetV2,
};

function shuffleNetV2({ classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  let x = active(b, pointwise(b, b.input, 'conv1', 24), 'bn1');
  b.tap('stem', x);
  STAGES.forEach(([width, blocks], stage) => {
    const name = `layer${stage + 1}`;
    x = halvingBlock(b, x, `${name}.0`, width);
    let before: number | undefined;
    for (let index = 1; index <= blocks; index++) ({ output: x, before } = block(b, x, `${name}.${index}`));
    b.tap(name, x, before);
  });
  const last = active(b, pointwise(b, x, 'conv2', 1024), 'bn2');
  const features = b.globalAveragePool(last); // [N, 1024]
  return b.finish({ features, logits: b.linear(features, { name: 'linear', outputs: classes }) });
}

/** One half passes, the other goes through conv1-BN-ReLU-depthwise conv3-BN-conv1-BN-ReLU; joined and shuffled. */
function block(b: BackboneBuilder, x: number, name: string): { output: number; before: number } {
  const channels = b.shape(x)[2];
  const half = channels / 2;
  const passing = b.sliceChannels(x, 0, half);
  const first = pointwise(b, b.sliceChannels(x, half, channels), `${name}.conv1`, half);
  const second = depthwise(b, active(b, first, `${name}.bn1`), `${name}.conv2`, 1);
  const third = pointwise(b, b.batchNorm(second, `${name}.bn2`), `${name}.conv3`, half);
  const preActivation = b.batchNorm(third, `${name}.bn3`);
  const output = b.channelShuffle(b.concat([passing, b.relu(preActivation)]), 2);
  return { output, before: b.concat([passing, preActivation]) }; // the latter runs only if it is tapped
}

/** Both branches see the whole map and halve its side. */
function halvingBlock(b: BackboneBuilder, x: number, name: string, channels: number): number {
  const half = channels / 2;
  const short = b.batchNorm(depthwise(b, x, `${name}.conv1`, 2), `${name}.bn1`);
  const left = active(b, pointwise(b, short, `${name}.conv2`, half), `${name}.bn2`);
  const first = active(b, pointwise(b, x, `${name}.conv3`, half), `${name}.bn3`);
  const second = b.batchNorm(depthwise(b, first, `${name}.conv4`, 2), `${name}.bn4`);
  const right = active(b, pointwise(b, second, `${name}.conv5`, half), `${name}.bn5`);
  return b.channelShuffle(b.concat([left, right]), 2);
}

const initial = 'default';

const pointwise = (b: BackboneBuilder, x: number, name: string, filters: number): number =>
  b.conv(x, { name, filters, kernel: 1, initial });

const active = (b: BackboneBuilder, x: number, name: string): number => b.relu(b.batchNorm(x, name));

function depthwise(b: BackboneBuilder, x: number, name: string, stride: number): number {
  const channels = b.shape(x)[2];
  return b.conv(x, { name, filters: channels, kernel: 3, stride, padding: 1, groups: channels, initial });
}
