import { InputError, RandomStream } from '../base';
import type { LabelTransformDefinition } from './definition';
import {
  countingOption,
  COUNTINGS,
  drawPositions,
  positionsOf,
  rateOption,
  readRate,
  readSeed,
  readWord,
  seedOption,
} from './noise-options';

/** [from, to] of each class that is mistaken for another (Wang et al., Symmetric Cross Entropy, ICCV 2019). */
const MAPS: Readonly<Record<'cifar10' | 'mnist', readonly (readonly [from: number, to: number])[]>> = {
  // truck → automobile, bird → airplane, cat ↔ dog, deer → horse
  cifar10: [
    [9, 1],
    [2, 0],
    [3, 5],
    [5, 3],
    [4, 7],
  ],
  mnist: [
    [7, 1],
    [2, 7],
    [3, 8],
    [5, 6],
    [6, 5],
  ],
};

/**
 * Asymmetric label noise: classes that look alike are mistaken for each other, the same way each time. Of each source
 * class the whole part of rate·n labels change, chosen among the true labels; half of the ten classes are sources, so
 * that rate/2 of all labels are wrong.
 */
export const asymmetricNoise: LabelTransformDefinition = {
  name: 'asymmetric-noise',
  options: [
    rateOption(0.4, 'the labels of each source class'),
    { name: 'map', default: 'cifar10', meaning: 'cifar10 or mnist: which class is mistaken for which' },
    countingOption,
    seedOption,
  ],
  apply(train, classes, options) {
    const rate = readRate(options);
    const map = readWord(options, 'map', ['cifar10', 'mnist']);
    const counting = readWord(options, 'counting', COUNTINGS);
    if (classes !== 10) {
      throw new InputError(
        `data.labelTransform: found ${classes} classes, 'asymmetric-noise' with map '${map}' needs 10`,
      );
    }
    const stream = new RandomStream(readSeed(options), 'asymmetric-noise');
    const labels = train.trueLabels.slice();
    const positions = positionsOf(train.trueLabels, classes);
    for (const [from, to] of MAPS[map]) {
      for (const position of drawPositions(positions[from], rate, counting, stream)) labels[position] = to;
    }
    return { ...train, labels };
  },
};
