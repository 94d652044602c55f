import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';
import { basicBlock } from './residual-blocks';

/**
 * CIFAR ResNets (He et al. 2016, section 4.2) as mdistiller's `resnet.py` has them: a 3×3 stem, three stages of
 * (depth − 2)/6 basic blocks, a 1×1 convolution with batch norm on the short cut where the shape changes, global
 * average pooling, one linear layer. Convolutions N(0, 2/(k²·out)), batch norm 1 and 0, linear as nn.Linear.
 *
 * Taps: `stem`, `layer1`, `layer2`, `layer3` (after the last ReLU of each), each also `:pre`.
 */
const WIDTHS: Record<string, { depth: number; widths: readonly [number, number, number, number] }> = {
  resnet8: { depth: 8, widths: [16, 16, 32, 64] },
  resnet14: { depth: 14, widths: [16, 16, 32, 64] },
  resnet20: { depth: 20, widths: [16, 16, 32, 64] },
  resnet32: { depth: 32, widths: [16, 16, 32, 64] },
  resnet44: { depth: 44, widths: [16, 16, 32, 64] },
  resnet56: { depth: 56, widths: [16, 16, 32, 64] },
  resnet110: { depth: 110, widths: [16, 16, 32, 64] },
  resnet8x4: { depth: 8, widths: [32, 64, 128, 256] },
  resnet32x4: { depth: 32, widths: [32, 64, 128, 256] },
  // The teacher of the CPU profiles; not in mdistiller.
  resnet14x2: { depth: 14, widths: [32, 32, 64, 128] },
};

export const RESNETS: readonly ModelDefinition[] = Object.entries(WIDTHS).map(
  ([name, { depth, widths }]) => ({
    name,
    family: 'resnet-cifar',
    input: { side: 32, channels: 3 },
    source:
      'He et al. 2016, section 4.2; layers, names and initialisation of mdistiller, models/cifar/resnet.py',
    build: (options) => resnet((depth - 2) / 6, widths, options),
  }),
);

function resnet(
  blocks: number,
  widths: readonly number[],
  { classes, side, channels }: BuildOptions,
): Backbone {
  const b = new BackboneBuilder({ side, channels });
  const stem = b.conv(b.input, {
    name: 'conv1',
    filters: widths[0],
    kernel: 3,
    padding: 1,
    initial: 'fan-out-normal',
  });
  let x = b.relu(b.batchNorm(stem, 'bn1')); // [N, side, side, widths[0]]
  b.tap('stem', x);
  for (const stage of [1, 2, 3]) {
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 1 && block === 0 ? 2 : 1;
      x = basicBlock(b, x, {
        name: `layer${stage}.${block}`,
        filters: widths[stage],
        stride,
        shortCut: 'downsample',
      });
    }
    b.tap(`layer${stage}`, x);
  }
  const features = b.globalAveragePool(x); // [N, widths[3]]
  return b.finish({ features, logits: b.linear(features, { name: 'fc', outputs: classes }) });
}
