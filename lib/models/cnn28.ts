import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';

/**
 * Plain networks for 28×28 grey images (Fashion-MNIST, MNIST), this project's own: two times conv3-BN-ReLU-pool2
 * (no bias in front of a batch norm), a hidden linear layer with ReLU, a linear layer. Everything is drawn as
 * PyTorch's modules draw it by default. PyTorch's names: conv1, bn1, conv2, bn2, fc1, fc2.
 *
 * Features: the hidden layer after its ReLU. Taps: `conv1`, `conv2` (after ReLU, before pooling), `fc1`, each also `:pre`.
 */
const SIZES: Record<string, readonly [first: number, second: number, hidden: number]> = {
  cnn28: [16, 32, 128],
  'cnn28-small': [8, 16, 64],
  'cnn28-large': [32, 64, 256],
};

export const CNNS: readonly ModelDefinition[] = Object.entries(SIZES).map(([name, size]) => ({
  name,
  family: 'cnn28',
  input: { side: 28, channels: 1 },
  source: `this project: 3×3 convolutions with ${size[0]} and ${size[1]} filters, hidden layer of ${size[2]}`,
  build: (options) => cnn(size, options),
}));

function cnn(size: (typeof SIZES)[string], { classes, side, channels }: BuildOptions): Backbone {
  const [first, second, hidden] = size;
  const b = new BackboneBuilder({ side, channels });
  let x = convolutionStage(b, b.input, 1, first); // [N, side/2, side/2, first]
  x = convolutionStage(b, x, 2, second); // [N, side/4, side/4, second]
  const features = b.relu(b.linear(b.flatten(x), { name: 'fc1', outputs: hidden })); // [N, hidden]
  b.tap('fc1', features);
  return b.finish({ features, logits: b.linear(features, { name: 'fc2', outputs: classes }) });
}

function convolutionStage(b: BackboneBuilder, x: number, index: number, filters: number): number {
  const map = b.conv(x, { name: `conv${index}`, filters, kernel: 3, padding: 1, initial: 'default' });
  const active = b.relu(b.batchNorm(map, `bn${index}`));
  b.tap(`conv${index}`, active);
  return b.maxPool(active, 2);
}
