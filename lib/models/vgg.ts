import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * VGG for CIFAR (Simonyan and Zisserman 2015) with batch norm as mdistiller's `vgg.py` has it: five blocks of 3×3
 * convolutions with bias, max pooling of 2 behind the first three, at side 64 (Tiny-ImageNet) also behind the fourth,
 * global average pooling, one linear layer. Convolutions N(0, 2/(k²·out)), linear N(0, 0.01²), all biases 0.
 *
 * Taps: `block0` … `block4` (after the last ReLU of each, before pooling), each also `:pre`.
 */
const BLOCKS: Record<string, readonly (readonly number[])[]> = {
  vgg8: [[64], [128], [256], [512], [512]],
  vgg13: [
    [64, 64],
    [128, 128],
    [256, 256],
    [512, 512],
    [512, 512],
  ],
};

export const VGGS: readonly ModelDefinition[] = Object.entries(BLOCKS).map(([name, blocks]) => ({
  name,
  family: 'vgg',
  input: { side: 32, channels: 3 },
  source:
    'Simonyan and Zisserman 2015; layers, names and initialisation of mdistiller, models/cifar/vgg.py (with batch norm)',
  build: (options) => vgg(blocks, options),
}));

function vgg(blocks: readonly (readonly number[])[], { classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  let x = b.input;
  blocks.forEach((widths, block) => {
    widths.forEach((filters, index) => {
      // A block is a sequence conv, BN, ReLU, conv, …: three places a convolution.
      const name = (offset: number) => `block${block}.${3 * index + offset}`;
      const map = b.conv(x, {
        name: name(0),
        filters,
        kernel: 3,
        padding: 1,
        bias: 'zero',
        initial: 'fan-out-normal',
      });
      x = b.relu(b.batchNorm(map, name(1)));
    });
    b.tap(`block${block}`, x);
    if (block < 3 || (block === 3 && side === 64)) x = b.maxPool(x, 2);
  });
  const features = b.globalAveragePool(x); // [N, 512]
  const classifier = {
    name: 'classifier',
    outputs: classes,
    weightInitial: 'normal',
    biasInitial: 'zero',
  } as const;
  return b.finish({ features, logits: b.linear(features, classifier) });
}
