import { InputError, RandomStream } from '../base';
import { CIFAR100_COARSE_OF_FINE } from './cifar100-names';
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

const CLASSES = 100;
const GROUP_SIZE = 5;

/**
 * Asymmetric noise of CIFAR-100: fine classes are mistaken within groups of five.
 *
 * `rule` circular (Patrini et al., APL's code and many others): each class for the next of its group, the last for the
 * first; rate of all labels are wrong. `rule` pairs (ProSelfLC, SCE's code): of each group two classes, drawn at
 * random, are mistaken for each other; 40 of 100 classes are touched, so that 0.4·rate of all labels are wrong.
 *
 * `groups` superclass: the 20 true super-classes (Patrini et al. mean these, ProSelfLC's code uses them).
 * `groups` consecutive: fine labels 5i … 5i + 4, as SCE's and APL's code have it. CIFAR-100's fine labels are in
 * alphabetical order, so these groups mix unlike things, and the two definitions are not comparable.
 *
 * Both rules take the whole part of rate·n labels of a class (`counting` exact); the codes of the circular rule and of
 * SCE draw each label on its own (`counting` random).
 */
export const superclassNoise: LabelTransformDefinition = {
  name: 'superclass-noise',
  options: [
    rateOption(0.4, 'the labels of each class concerned'),
    {
      name: 'rule',
      default: 'circular',
      meaning: 'circular: each class for the next of its group; pairs: two classes of each group for each other',
    },
    {
      name: 'groups',
      default: 'superclass',
      meaning: "superclass: CIFAR-100's twenty super-classes; consecutive: blocks of five fine labels",
    },
    countingOption,
    seedOption,
  ],
  apply(train, classes, options) {
    const rate = readRate(options);
    const rule = readWord(options, 'rule', ['circular', 'pairs']);
    const groups = readWord(options, 'groups', ['superclass', 'consecutive']);
    const counting = readWord(options, 'counting', COUNTINGS);
    if (classes !== CLASSES) {
      throw new InputError(
        `data.labelTransform: found ${classes} classes, 'superclass-noise' needs the ${CLASSES} fine classes of set 'cifar100'`,
      );
    }
    const stream = new RandomStream(readSeed(options), 'superclass-noise');
    const labels = train.trueLabels.slice();
    const positions = positionsOf(train.trueLabels, classes);
    for (const group of groupsOf(groups)) {
      for (const [from, to] of rule === 'circular' ? circle(group) : pair(group, stream)) {
        for (const position of drawPositions(positions[from], rate, counting, stream)) labels[position] = to;
      }
    }
    return { ...train, labels };
  },
};

/** Fine labels of each group, ascending. */
export function groupsOf(groups: 'superclass' | 'consecutive'): number[][] {
  return Array.from({ length: CLASSES / GROUP_SIZE }, (_, g) =>
    groups === 'consecutive'
      ? Array.from({ length: GROUP_SIZE }, (_, i) => GROUP_SIZE * g + i)
      : CIFAR100_COARSE_OF_FINE.flatMap((coarse, fine) => (coarse === g ? [fine] : [])),
  );
}

function circle(group: readonly number[]): [from: number, to: number][] {
  return group.map((label, i) => [label, group[(i + 1) % group.length]]);
}

function pair(group: readonly number[], stream: RandomStream): [from: number, to: number][] {
  const [first, second] = stream.permutation(group.length);
  return [
    [group[first], group[second]],
    [group[second], group[first]],
  ];
}
