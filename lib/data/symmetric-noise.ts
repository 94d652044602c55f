import { InputError, RandomStream, shown } from '../base';
import type { LabelTransformDefinition } from './definition';

/**
 * Symmetric label noise: exactly round(rate·N) training labels, at random positions, are replaced by one of the other
 * C−1 classes, uniformly. The draw has its own seed, so that all seeds of a run see the same wrong labels.
 */
export const symmetricNoise: LabelTransformDefinition = {
  name: 'symmetric-noise',
  options: [
    { name: 'rate', default: 0.4, meaning: 'share of training labels replaced, in [0, 1]' },
    { name: 'seed', default: 1, meaning: 'seed of the draw, a whole number from 1' },
  ],
  apply(train, classes, { rate, seed }) {
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
      throw new InputError(
        `data.labelTransform.options.rate: found ${shown(rate)}, allowed are numbers from 0 to 1`,
      );
    }
    if (typeof seed !== 'number' || !Number.isInteger(seed) || seed < 1) {
      throw new InputError(
        `data.labelTransform.options.seed: found ${shown(seed)}, allowed are whole numbers from 1`,
      );
    }
    const stream = new RandomStream(seed, 'symmetric-noise');
    const order = stream.permutation(train.count);
    const labels = train.trueLabels.slice();
    for (let i = 0; i < Math.round(rate * train.count); i++) {
      const position = order[i];
      labels[position] = (labels[position] + 1 + stream.integer(classes - 1)) % classes;
    }
    return { ...train, labels };
  },
};
