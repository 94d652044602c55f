import { BackboneBuilder } from '../engine/backbone-builder';
import type { ModelDefinition } from './definition';

/**
 * A multi-layer perceptron for 28×28 grey images, this project's own: 784-64-classes with one ReLU, PyTorch's default
 * initialisation, names fc1 and fc2. Features and tap `fc1` (also `fc1:pre`): the hidden layer.
 */
export const MLP: ModelDefinition = {
  name: 'mlp28',
  family: 'mlp28',
  input: { side: 28, channels: 1 },
  source: 'this project: one hidden layer of 64 on the flattened image',
  build({ classes, side, channels }) {
    const b = new BackboneBuilder({ side, channels });
    const features = b.relu(b.linear(b.flatten(b.input), { name: 'fc1', outputs: 64 })); // [N, 64]
    b.tap('fc1', features);
    return b.finish({ features, logits: b.linear(features, { name: 'fc2', outputs: classes }) });
  },
};
