import { RandomStream } from '../base';
import type { LabelTransformDefinition } from './definition';
import { positionsOf, rateOption, readRate, readSeed, readWord, seedOption, wholePart } from './noise-options';

/**
 * Symmetric label noise: training labels at random positions are replaced by a class drawn uniformly. The draw has its
 * own seed, so that all seeds of a run see the same wrong labels.
 *
 * Which classes can be drawn differs between sources, and with it the share of labels that end up wrong: the other C−1
 * (`others`, ProSelfLC, SCE and Co-teaching: the rate itself), or all C with the true one among them (`all`, DivideMix
 * and its descendants: rate·(C−1)/C). So does the count: `total` replaces exactly round(rate·N) labels (ProSelfLC's
 * code, which takes the whole part), `class` exactly int(rate·N/C) of each class (SCE), `random` each label on its own
 * with probability rate (ProSelfLC's paper, Co-teaching's transition matrix).
 */
export const symmetricNoise: LabelTransformDefinition = {
  name: 'symmetric-noise',
  options: [
    rateOption(0.4, 'training labels'),
    seedOption,
    {
      name: 'draw',
      default: 'others',
      meaning: 'others: a replaced label is never the true one; all: it may be, so that fewer are wrong',
    },
    {
      name: 'counting',
      default: 'total',
      meaning: 'total: round(rate·N) labels; class: int(rate·N/C) of each class; random: each with probability rate',
    },
  ],
  apply(train, classes, options) {
    const rate = readRate(options);
    const seed = readSeed(options);
    const draw = readWord(options, 'draw', ['others', 'all']);
    const counting = readWord(options, 'counting', ['total', 'class', 'random']);
    const stream = new RandomStream(seed, 'symmetric-noise');
    const labels = train.trueLabels.slice();
    for (const position of chosen(train.trueLabels, classes, rate, counting, stream)) {
      labels[position] =
        draw === 'all'
          ? stream.integer(classes)
          : (labels[position] + 1 + stream.integer(classes - 1)) % classes;
    }
    return { ...train, labels };
  },
};

function chosen(
  labels: Int32Array,
  classes: number,
  rate: number,
  counting: 'total' | 'class' | 'random',
  stream: RandomStream,
): Iterable<number> {
  const count = labels.length;
  if (counting === 'total') return stream.permutation(count).subarray(0, Math.round(rate * count));
  if (counting === 'random') {
    return Array.from(labels, (_, i) => i).filter(() => stream.uniform() < rate);
  }
  // N/C is the size of a class in the source's balanced sets; a smaller class gives all it has.
  const each = wholePart((rate * count) / classes);
  return positionsOf(labels, classes).flatMap((own) =>
    Array.from(stream.permutation(own.length).subarray(0, each), (i) => own[i]),
  );
}
