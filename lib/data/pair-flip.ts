import { RandomStream } from '../base';
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

/**
 * Pair flip (Han et al., Co-teaching, 2018): class c is mistaken for class c + 1, the last for the first. The source
 * draws each label on its own with probability rate (`counting` random); exact counts are the default here.
 */
export const pairFlip: LabelTransformDefinition = {
  name: 'pair-flip',
  options: [rateOption(0.45, 'the labels of each class'), countingOption, seedOption],
  apply(train, classes, options) {
    const rate = readRate(options);
    const counting = readWord(options, 'counting', COUNTINGS);
    const stream = new RandomStream(readSeed(options), 'pair-flip');
    const labels = train.trueLabels.slice();
    positionsOf(train.trueLabels, classes).forEach((own, label) => {
      for (const position of drawPositions(own, rate, counting, stream)) {
        labels[position] = (label + 1) % classes;
      }
    });
    return { ...train, labels };
  },
};
