import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { datasetByName, datasetStatus, getDataset, prepareData } from '../../lib/data';
import { gather } from '../../lib/data/select';
import { archives, putAll, sha256 } from './archives';
import { temporaryFolder } from './helpers';

const { files, train, val } = archives.imageNet;
const imageNet = datasetByName('imagenet');

function layout(): string {
  const folder = temporaryFolder();
  putAll(join(folder, 'imagenet'), files);
  return folder;
}

describe('ImageNet folder layout', () => {
  it.each([
    ['train', train],
    ['test', val],
  ] as const)('%s: order and evaluation view of torchvision, image by image', (split, expected) => {
    const folder = layout();
    for (const place of [folder, join(folder, 'imagenet')]) {
      const set = imageNet.load(split, [place]);
      expect(set).toMatchObject({ count: expected.length, height: 224, width: 224, channels: 3 });
      expect(set.classNames).toEqual(['n01440764', 'n01443537']);
      expect([...set.labels].map((label) => set.classNames[label])).toEqual(
        expected.map(({ path }) => path.split('/')[1]),
      );
      expect(set.images).toHaveLength(0);
      expected.forEach(({ sha256: hash }, i) => expect(sha256(set.read!(i))).toBe(hash));
    }
  });

  it('decodes only what a subset needs', () => {
    const folder = layout();
    writeFileSync(join(folder, 'imagenet/val/n01443537/ILSVRC2012_val_00000262.JPEG'), 'damaged');
    const data = prepareData({ set: 'imagenet', trainPerClass: 1, testPerClass: 1 }, 1, { folders: [folder] });
    expect(data.train.count).toBe(2);
    expect([...data.train.labels]).toEqual([0, 1]);
    expect(sha256(data.train.images.subarray(224 * 224 * 3))).toBe(train[2].sha256);
    expect(data.test.images).toHaveLength(2 * 224 * 224 * 3);
    expect(sha256(data.test.images.subarray(0, 224 * 224 * 3))).toBe(val[0].sha256);
  });

  it('says when a choice does not fit into memory', () => {
    const count = 50_000;
    const set = {
      ...imageNet.load('test', [layout()]),
      count,
      labels: new Int32Array(count),
    };
    const choice = { kind: 'fine' as const, classes: [0, 1], classNames: ['a', 'b'] };
    expect(() => gather(set, Int32Array.from({ length: count }, (_, i) => i), choice)).toThrow(
      /data\.set: 50000 images of 224×224 take 7\.0 GiB, allowed are .* GiB in memory; choose data\.classes/,
    );
  });

  it('is verified by get, and never called embedded', async () => {
    const folder = layout();
    expect(await getDataset('imagenet', { folder: temporaryFolder(), folders: [folder] })).toEqual([]);
    expect(datasetStatus([folder]).find(({ name }) => name === 'imagenet')).toMatchObject({
      present: true,
      checksum: 'unverified',
    });
  });
});

describe('what is wrong, in one sentence', () => {
  const root = (folder: string, ...parts: string[]) => join(folder, 'imagenet', ...parts);
  const refusal = (folder: string, message: string | RegExp) => {
    expect(() => imageNet.load('train', [folder])).toThrow(InputError);
    expect(() => imageNet.load('train', [folder])).toThrow(message);
  };

  it('not here: where to register and how the files must lie', async () => {
    const folder = temporaryFolder();
    const message =
      /data set 'imagenet': .*register at https:\/\/image-net\.org\/download\.php .*imagenet\/train\/WNID\/\*\.JPEG and imagenet\/val\/WNID\/\*\.JPEG, and set KDLAB_DATA/;
    refusal(folder, message);
    const got = getDataset('imagenet', { folder, folders: [folder] });
    await expect(got).rejects.toThrow(InputError);
    await expect(got).rejects.toThrow(message);
  });

  it('only one part', () => {
    const folder = layout();
    rmSync(root(folder, 'val'), { recursive: true });
    expect(imageNet.present([folder])).toBe(false);
    refusal(folder, /imagenet\/val not found in/);
  });

  it('other classes in the other part, an empty class, too few classes', () => {
    const folder = layout();
    mkdirSync(root(folder, 'val/n01484850'));
    refusal(folder, /imagenet\/train: class folder 'n01484850' of .*imagenet\/val is missing/);
    mkdirSync(root(folder, 'train/n01484850'));
    refusal(folder, /train\/n01484850: holds no \.JPEG file/);
    rmSync(root(folder, 'val/n01484850'), { recursive: true });
    refusal(folder, /imagenet\/val: class folder 'n01484850' of .*imagenet\/train is missing/);
    rmSync(root(folder, 'train/n01484850'), { recursive: true });
    renameSync(root(folder, 'train/n01443537'), root(folder, 'elsewhere'));
    refusal(folder, /imagenet\/train: holds 1 class folder, at least 2 are needed/);
  });
});
