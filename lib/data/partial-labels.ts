import { InputError, RandomStream, shown } from '../base';
import { drawCandidateSets, drawFixedSizeSets } from '../theory/index';
import type { LabelTransformDefinition } from './definition';
import { readSeed, readWord, seedOption } from './noise-options';

/**
 * Unreliable partial labels: each training image carries a set of candidate labels that may miss its true one
 * (Yuan et al., NeurIPS 2023, section 4.2; the paper names no sampler, so all of them are reconstructions).
 *
 * `independent`: the truth is left out with probability μ (`unreliableRate`), every wrong label enters with probability ν
 * (`partialRate`). `corrupt-then-flip`: with probability μ another label takes the truth's place, that one is in, and
 * every label is added with probability ν. `fixed-size`: exactly `size` labels, the truth among them with probability
 * 1 − μ, the others drawn evenly, so that γ = (size − 1 + μ)/(C − 1). The first of them can come out empty:
 * `emptySets` puts one random label in, or draws again.
 *
 * The draw has its own seed: all seeds of a run see the same sets. The labels themselves stay as they are, so only
 * methods that are fed candidates take these data.
 */
export const partialLabels: LabelTransformDefinition = {
  name: 'partial-labels',
  options: [
    { name: 'sampler', default: 'independent', meaning: 'independent, corrupt-then-flip or fixed-size' },
    { name: 'unreliableRate', default: 0.1, meaning: 'μ, in [0, 1]: how often the truth is left out' },
    { name: 'partialRate', default: 0.1, meaning: 'ν, in [0, 1]: how often a wrong label enters; not for fixed-size' },
    { name: 'size', default: 4, meaning: 'fixed-size: labels in a set, from 1 to C − 1' },
    { name: 'emptySets', default: 'random-label', meaning: 'independent: random-label or redraw' },
    { name: 'labelledPerClass', default: 0, meaning: 'images of each class, drawn at random, that keep their label alone' },
    seedOption,
  ],
  apply(train, classes, options) {
    const sampler = readWord(options, 'sampler', ['independent', 'corrupt-then-flip', 'fixed-size']);
    const emptySets = readWord(options, 'emptySets', ['random-label', 'redraw']);
    const unreliableRate = readShare(options, 'unreliableRate');
    const partialRate = readShare(options, 'partialRate');
    const stream = new RandomStream(readSeed(options), 'partial-labels', sampler);
    const { trueLabels } = train;
    const candidates =
      sampler === 'fixed-size'
        ? drawFixedSizeSets(trueLabels, readSize(options, classes), unreliableRate, classes, stream)
        : drawCandidateSets(trueLabels, { sampler, unreliableRate, partialRate, classes, emptySets }, stream);
    for (const n of labelledImages(trueLabels, classes, options)) {
      candidates.fill(0, n * classes, (n + 1) * classes);
      candidates[n * classes + trueLabels[n]] = 1;
    }
    return { ...train, candidates };
  },
};

/**
 * Incomplete supervision: `labelledPerClass` images of each class, drawn at random, keep their label; of the others
 * nothing is known. As candidate sets these are the label alone, and all classes.
 */
export const unlabelled: LabelTransformDefinition = {
  name: 'unlabelled',
  options: [
    { name: 'labelledPerClass', default: 50, meaning: 'images of each class, drawn at random, that keep their label' },
    seedOption,
  ],
  apply(train, classes, options) {
    const candidates = new Uint8Array(train.count * classes).fill(1);
    const labelled = labelledImages(train.trueLabels, classes, options);
    if (labelled.length === 0) {
      throw new InputError(
        'data.labelTransform.options.labelledPerClass: found 0, allowed are whole numbers from 1',
      );
    }
    for (const n of labelled) {
      candidates.fill(0, n * classes, (n + 1) * classes);
      candidates[n * classes + train.trueLabels[n]] = 1;
    }
    return { ...train, candidates };
  },
};

/** Positions of the labelled images: the same ones under both transforms with the same seed. */
function labelledImages(
  labels: Int32Array,
  classes: number,
  options: Readonly<Record<string, unknown>>,
): number[] {
  const { labelledPerClass } = options;
  const of = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, n) => of[label].push(n));
  const most = Math.min(...of.map((positions) => positions.length));
  const number = labelledPerClass as number;
  if (!Number.isInteger(labelledPerClass) || number < 0 || number > most) {
    throw new InputError(
      `data.labelTransform.options.labelledPerClass: found ${shown(labelledPerClass)}, allowed are whole numbers from 0 to ${most}`,
    );
  }
  const seed = readSeed(options);
  return of.flatMap((positions, c) =>
    Array.from(
      new RandomStream(seed, 'labelled', c).permutation(positions.length).subarray(0, number),
      (i) => positions[i],
    ),
  );
}

function readSize({ size }: Readonly<Record<string, unknown>>, classes: number): number {
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size < classes) return size;
  throw new InputError(
    `data.labelTransform.options.size: found ${shown(size)}, allowed are whole numbers from 1 to ${classes - 1}`,
  );
}

function readShare(options: Readonly<Record<string, unknown>>, name: string): number {
  const value = options[name];
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new InputError(
    `data.labelTransform.options.${name}: found ${shown(value)}, allowed are numbers from 0 to 1`,
  );
}
