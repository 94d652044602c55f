import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { datasetByName, getDataset, prepareData } from '../../lib/data';
import { cifarN, humanNoise } from '../../lib/data/cifar-n';
import type { DatasetDefinition, LabelledImages } from '../../lib/data/definition';
import { humanLabelSource } from '../../lib/data/human-labels';
import { archives, fromBase64 } from './archives';
import { digest, put, temporaryFolder } from './helpers';

const files = archives.cifarN;

/** The training images that the small files label. */
function images(name: string, labels: number[], coarse?: number[]): DatasetDefinition {
  const classes = coarse ? 5 : 3;
  return {
    ...datasetByName('cifar10'),
    name,
    classes,
    present: () => true,
    load: () => ({
      images: new Uint8Array(labels.length),
      count: labels.length,
      height: 1,
      width: 1,
      channels: 1,
      labels: Int32Array.from(labels),
      classNames: Array.from({ length: classes }, (_, i) => `${i}`),
      ...(coarse && { coarseLabels: Int32Array.from(coarse), coarseClassNames: ['x', 'y'] }),
    }),
  };
}

const common = { title: '', licence: '', citation: '', homepage: '' };
const fine = (noisy: string, classes: number) =>
  ({ noisy, clean: 'clean_label', classes, labels: 'fine' }) as const;

function ten(file: string, of = images('ten', [2, 0, 1, 1, 1])) {
  return humanLabelSource({
    ...common,
    name: 'ten-n',
    images: of,
    count: 5,
    file: { name: 'cifar-n/ten.pt', url: '', checksum: digest('md5', fromBase64(file)) },
    kinds: { aggre: fine('aggre_label', 3), worse: fine('worse_label', 3) },
  });
}

const hundred = humanLabelSource({
  ...common,
  name: 'hundred-n',
  images: images('hundred', [4, 0, 3], [1, 0, 1]),
  count: 3,
  file: { name: 'cifar-n/hundred.pt', url: '', checksum: null },
  kinds: {
    'noisy-fine': fine('noisy_label', 5),
    'noisy-coarse': {
      noisy: 'noisy_coarse_label',
      clean: 'clean_coarse_label',
      classes: 2,
      labels: 'coarse',
    },
  },
});

const transform = humanNoise([ten(files.ten), hundred]);

function folderWith(changes: { ten?: string } = {}): string {
  const folder = temporaryFolder();
  put(join(folder, 'cifar-n/ten.pt'), fromBase64(changes.ten ?? files.ten));
  put(join(folder, 'cifar-n/hundred.pt'), fromBase64(files.hundred));
  return folder;
}

/** Part of a training set, in an order of its own. */
function part(indices: number[], labels: number[]): LabelledImages {
  return {
    images: new Uint8Array(indices.length),
    count: indices.length,
    height: 1,
    width: 1,
    channels: 1,
    labels: Int32Array.from(labels),
    trueLabels: Int32Array.from(labels),
    sourceIndex: Int32Array.from(indices),
  };
}

describe('human label noise', () => {
  const folders = [folderWith()];

  it('gives each image the label people gave it, whatever the subset and its order', () => {
    const train = part([4, 0, 2], [1, 2, 1]);
    const changed = transform.apply(train, 3, { kind: 'worse' }, folders);
    expect([...changed.labels]).toEqual([2, 0, 2]);
    expect([...changed.trueLabels]).toEqual([1, 2, 1]);
    expect([...train.labels]).toEqual([1, 2, 1]);
    expect([...transform.apply(train, 3, { kind: 'aggre' }, folders).labels]).toEqual([2, 2, 1]);
  });

  it('fine and coarse labels of the second file', () => {
    expect([
      ...transform.apply(part([0, 1, 2], [4, 0, 3]), 5, { kind: 'noisy-fine' }, folders).labels,
    ]).toEqual([4, 2, 3]);
    expect([
      ...transform.apply(part([0, 1, 2], [1, 0, 1]), 2, { kind: 'noisy-coarse' }, folders).labels,
    ]).toEqual([0, 0, 1]);
  });

  it.each([
    [part([0], [2]), 3, 'best', /options\.kind: found 'best', allowed are 'aggre', 'worse', 'noisy-fine' or 'noisy-coarse'/],
    [part([0], [2]), 3, 7, /options\.kind: found 7/],
    [part([0], [2]), 3, 'toString', /options\.kind: found 'toString'/],
    [part([0], [0]), 2, 'worse', /found 2 classes, kind 'worse' belongs to all classes of set 'ten' with fine labels/],
    [part([0, 1], [2, 1]), 3, 'worse', /training image 1 has label 1, but 0 in .*ten\.pt; kind 'worse' belongs to/],
    [part([9], [2]), 3, 'worse', /training image 9 has label 2, but none in/],
  ])('another kind, other classes, other images: refused', (train, classes, kind, message) => {
    const apply = () => transform.apply(train, classes, { kind }, folders);
    expect(apply).toThrow(InputError);
    expect(apply).toThrow(message);
  });
});

describe('the file', () => {
  const refusal = (file: string, message: RegExp) => {
    const load = () => ten(file).load([folderWith({ ten: file })]);
    expect(load).toThrow(InputError);
    expect(load).toThrow(message);
  };

  it.each([
    ['too short', /ten\.pt: 'worse_label' has 4 labels, expected 5/],
    ['out of range', /ten\.pt: 'worse_label': entry 2 is 3, allowed are 0 to 2/],
    ['fraction', /ten\.pt: 'worse_label': entry 2 is 0\.5/],
    ['no key', /ten\.pt: 'aggre_label' is missing or no array of labels/],
    ['list', /ten\.pt: no dictionary of label arrays/],
  ] as const)('%s is refused', (kind, message) => refusal(files[kind], message));

  it('is told by its checksum, and missing files by where to get them', () => {
    expect(() => ten(files.ten).load([folderWith({ ten: files['too short'] })])).toThrow(
      /ten\.pt: damaged, expected md5/,
    );
    expect(() => ten(files.ten).load(['/nowhere'])).toThrow(
      "data set 'ten-n': cifar-n/ten.pt not found in /nowhere; set KDLAB_DATA to a folder that holds it, or run 'kdlab data get ten-n'",
    );
  });

  it('is held against the images when the set is verified', async () => {
    const get = (file: string) =>
      getDataset(ten(file).dataset, { folder: temporaryFolder(), folders: [folderWith({ ten: file })] });
    expect(await get(files.ten)).toEqual([]);
    await expect(get(files['other images'])).rejects.toThrow(
      /ten\.pt: 'clean_label' has 0 for image 3, whose label in ten is 1/,
    );
  });
});

describe('the registered label sets', () => {
  it('hold no images and say what to use', () => {
    expect(() => prepareData({ set: 'cifar-10n' }, 1)).toThrow(
      "data set 'cifar-10n': holds labels, no images; use set 'cifar10' with the label transform 'cifar-n'",
    );
    expect(datasetByName('cifar-100n').files[0].name).toBe('cifar-n/CIFAR-100_human.pt');
  });

  it('serve every kind', () => {
    const folder = temporaryFolder();
    put(join(folder, 'cifar-n/CIFAR-10_human.pt'), fromBase64(files.ten));
    put(join(folder, 'CIFAR-100_human.pt'), fromBase64(files.hundred));
    for (const kind of ['aggre', 'random1', 'random2', 'random3', 'worse', 'noisy-fine', 'noisy-coarse']) {
      expect(() => cifarN.apply(part([0], [0]), 10, { kind }, [folder])).toThrow(
        /CIFAR-100?_human\.pt: damaged, expected md5 (96644db5|a67b45c1)/,
      );
    }
  });
});
