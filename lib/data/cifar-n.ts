import { InputError, dataFolders, oneOf, shown } from '../base';
import { cifar10, cifar100 } from './cifar';
import type { DatasetDefinition, LabelTransformDefinition } from './definition';
import type { HumanLabelKind, HumanLabelSource } from './human-labels';
import { humanLabelSource } from './human-labels';

const FILES = 'https://github.com/UCSC-REAL/cifar-10-100n/raw/main/data';

const common = {
  licence: 'CC BY-NC 4.0',
  citation:
    'J. Wei, Z. Zhu, H. Cheng, T. Liu, G. Niu, Y. Liu: Learning with Noisy Labels Revisited: A Study Using Real-World ' +
    'Human Annotations, ICLR 2022',
  homepage: 'http://www.noisylabels.com/',
  count: 50000,
};

const ten = (noisy: string): HumanLabelKind => ({ noisy, clean: 'clean_label', classes: 10, labels: 'fine' });

/** The md5s are those that public loaders of the files check. */
export const HUMAN_LABELS: readonly HumanLabelSource[] = [
  humanLabelSource({
    ...common,
    name: 'cifar-10n',
    title: 'CIFAR-10N, human labels of the CIFAR-10 training images (9 to 40 % wrong)',
    images: cifar10,
    file: {
      name: 'cifar-n/CIFAR-10_human.pt',
      url: `${FILES}/CIFAR-10_human.pt`,
      bytes: 2401007,
      checksum: { kind: 'md5', value: '96644db5574813cae939af5f7f2a0aec' },
    },
    kinds: {
      aggre: ten('aggre_label'),
      random1: ten('random_label1'),
      random2: ten('random_label2'),
      random3: ten('random_label3'),
      worse: ten('worse_label'),
    },
  }),
  humanLabelSource({
    ...common,
    name: 'cifar-100n',
    title: 'CIFAR-100N, human labels of the CIFAR-100 training images (40 % of fine, 26 % of coarse ones wrong)',
    images: cifar100,
    file: {
      name: 'cifar-n/CIFAR-100_human.pt',
      url: `${FILES}/CIFAR-100_human.pt`,
      bytes: 1000959,
      checksum: { kind: 'md5', value: 'a67b45c1d7992051865b5c755bd68bb1' },
    },
    kinds: {
      'noisy-fine': { noisy: 'noisy_label', clean: 'clean_label', classes: 100, labels: 'fine' },
      'noisy-coarse': {
        noisy: 'noisy_coarse_label',
        clean: 'clean_coarse_label',
        classes: 20,
        labels: 'coarse',
      },
    },
  }),
];

export const HUMAN_LABEL_SETS: readonly DatasetDefinition[] = HUMAN_LABELS.map(({ dataset }) => dataset);

/**
 * Replaces training labels by those that people gave (CIFAR-10N, CIFAR-100N), image by image of the set's own order.
 * The file's true labels are compared with the training labels first, so that another set, other classes or another
 * order of images cannot go unnoticed.
 */
export function humanNoise(sources: readonly HumanLabelSource[]): LabelTransformDefinition {
  const kinds = sources.flatMap((source) => Object.keys(source.kinds));
  return {
    name: 'cifar-n',
    options: [
      {
        name: 'kind',
        default: 'worse',
        meaning:
          'aggre, random1, random2, random3 or worse for cifar10; noisy-fine or noisy-coarse for cifar100',
      },
    ],
    apply(train, classes, { kind }, folders = dataFolders()) {
      const source = sources.find((one) => typeof kind === 'string' && Object.hasOwn(one.kinds, kind));
      if (!source) {
        throw new InputError(
          `data.labelTransform.options.kind: found ${shown(kind)}, allowed are ${oneOf(kinds)}`,
        );
      }
      const name = kind as string;
      const { path, noisy, clean } = source.load(folders);
      const belongs = `kind '${name}' belongs to all classes of set '${source.images.name}' with ${source.kinds[name].labels} labels`;
      if (classes !== source.kinds[name].classes) {
        throw new InputError(`data.labelTransform: found ${classes} classes, ${belongs}`);
      }
      const labels = train.labels.slice();
      train.sourceIndex.forEach((index, i) => {
        if (clean[name][index] !== train.trueLabels[i]) {
          throw new InputError(
            `data.labelTransform: training image ${index} has label ${train.trueLabels[i]}, but ` +
              `${clean[name][index] ?? 'none'} in ${path}; ${belongs}`,
          );
        }
        labels[i] = noisy[name][index];
      });
      return { ...train, labels };
    },
  };
}

export const cifarN = humanNoise(HUMAN_LABELS);
