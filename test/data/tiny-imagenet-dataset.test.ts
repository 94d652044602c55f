import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { InputError } from '../../lib/base';
import { datasetByName } from '../../lib/data';
import { tinyImageNetDataset } from '../../lib/data/tiny-imagenet-dataset';
import * as jpeg from '../../lib/engine/jpeg';
import { archives, fromBase64, sha256 } from './archives';
import { digest, put, temporaryFolder } from './helpers';

const { zip, classNames, labels, sha256: expected } = archives.tinyImageNet;
const packed = fromBase64(zip);
const ARCHIVE = 'tiny-imagenet-200.zip';

const official = datasetByName('tiny-imagenet');
/** The official reader, but for a set of 3 classes. */
const small = tinyImageNetDataset({
  ...official,
  classes: 3,
  files: [{ ...official.files[0], checksum: digest('md5', packed) }],
  folder: 'tiny-imagenet-200',
  perClass: { train: 4, test: 2 },
});

function withArchive(): string {
  const folder = temporaryFolder();
  put(join(folder, ARCHIVE), packed);
  return folder;
}

function unpacked(): string {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(unzipSync(packed))) {
    if (!name.endsWith('/')) put(join(folder, name), bytes);
  }
  return folder;
}

describe.each([
  ['archive', withArchive],
  ['folder', unpacked],
])('Tiny-ImageNet from the %s', (_, make) => {
  it.each(['train', 'test'] as const)('%s: images, labels and class order of ImageFolder', (split) => {
    const folder = make();
    expect(small.present([folder])).toBe(true);
    const set = small.load(split, ['/nowhere', folder]);
    expect(set).toMatchObject({ count: labels[split].length, height: 64, width: 64, channels: 3 });
    expect([...set.labels]).toEqual(labels[split]);
    expect(set.classNames).toEqual(classNames);
    expect(sha256(set.images)).toBe(expected[split]);
  });

  it('decodes once, and again only when the pictures have changed', () => {
    const folder = make();
    const decode = vi.spyOn(jpeg, 'decodeJpeg');
    try {
      const first = small.load('train', [folder]);
      expect(decode).toHaveBeenCalledTimes(12);
      expect(small.load('train', [folder]).images).toEqual(Buffer.from(first.images));
      expect(decode).toHaveBeenCalledTimes(12);
      const cache = join(folder, 'tiny-imagenet-200.train.pixels');
      const damaged = readFileSync(cache);
      damaged[20_000] ^= 1;
      writeFileSync(cache, damaged);
      expect(sha256(small.load('train', [folder]).images)).toBe(expected.train);
      expect(decode).toHaveBeenCalledTimes(24);
      const touched = existsSync(join(folder, ARCHIVE))
        ? join(folder, ARCHIVE)
        : join(folder, 'tiny-imagenet-200/train/n01443537/images/n01443537_0.JPEG');
      utimesSync(touched, 1, 1);
      small.load('train', [folder]);
      expect(decode).toHaveBeenCalledTimes(36);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    } finally {
      decode.mockRestore();
    }
  });
});

it('loads without a cache where none can be written', () => {
  const folder = withArchive();
  mkdirSync(join(folder, 'tiny-imagenet-200.train.pixels')); // a folder cannot be replaced by a file
  expect(sha256(small.load('train', [folder]).images)).toBe(expected.train);
  expect(readdirSync(folder).sort()).toEqual(['tiny-imagenet-200.train.pixels', ARCHIVE]);
});

it('the registered set expects the official numbers', () => {
  expect(() => official.load('train', [unpacked()])).toThrow(
    /wnids\.txt has 3 different ids in 3 lines, expected 200/,
  );
  expect(() => official.load('train', [withArchive()])).toThrow(
    /tiny-imagenet-200\.zip: damaged, expected md5 90528d7ca1a48142e341f4ef8d21d0de, found /,
  );
});

describe('damaged', () => {
  const file = (folder: string, name: string) => join(folder, 'tiny-imagenet-200', name);
  const refusal = (folder: string, split: 'train' | 'test', message: string | RegExp) => {
    expect(() => small.load(split, [folder])).toThrow(InputError);
    expect(() => small.load(split, [folder])).toThrow(message);
  };

  it('not here', () => {
    const folder = temporaryFolder();
    expect(small.present([folder])).toBe(false);
    refusal(
      folder,
      'train',
      `data set 'tiny-imagenet': tiny-imagenet-200.zip or tiny-imagenet-200/wnids.txt not found in ${folder}; set KDLAB_DATA to a folder that holds it, or run 'kdlab data get tiny-imagenet'`,
    );
  });

  it('an archive that is no archive, or lacks a file', () => {
    const folder = temporaryFolder();
    const unverified = tinyImageNetDataset({
      ...small,
      files: [{ ...official.files[0], checksum: null }],
      folder: 'tiny-imagenet-200',
      perClass: { train: 4, test: 2 },
    });
    put(join(folder, ARCHIVE), packed.subarray(0, packed.length - 300));
    expect(() => unverified.load('train', [folder])).toThrow(/zip: damaged, not a readable zip archive/);
    const other = Buffer.from(packed.toString('latin1').replaceAll('words.txt', 'worts.txt'), 'latin1');
    put(join(folder, ARCHIVE), other);
    expect(() => unverified.load('train', [folder])).toThrow(
      `${join(folder, ARCHIVE)}: holds no file 'tiny-imagenet-200/words.txt'`,
    );
  });

  it('a missing image, an image of another size, a cut-off image', () => {
    const folder = unpacked();
    const image = file(folder, 'train/n01443537/images/n01443537_2.JPEG');
    const bytes = readFileSync(image);
    writeFileSync(image, bytes.subarray(0, 500));
    refusal(folder, 'train', /tiny-imagenet-200: train\/n01443537\/images\/n01443537_2\.JPEG: damaged image/);
    writeFileSync(image, fromBase64(archives.jpegs[1].file));
    refusal(folder, 'train', /n01443537_2\.JPEG is 24×40 pixels, expected 64×64/);
    rmSync(image);
    refusal(folder, 'train', /: train has 3 images of class n01443537, expected 4/);
    rmSync(file(folder, 'val/images/val_3.JPEG'));
    refusal(folder, 'test', /val_3\.JPEG/);
  });

  it.each([
    ['val/val_annotations.txt', 'val_0.JPEG\tn09999999\t0\n', /line 1 has class 'n09999999', which wnids\.txt does not list/],
    ['val/val_annotations.txt', 'val_0.JPEG\n', /line 1 has class ''/],
    ['val/val_annotations.txt', 'val_0.JPEG\tn01443537\nval_0.JPEG\tn01443537\n', /line 2 lists val_0\.JPEG a second time/],
    ['val/val_annotations.txt', 'val_0.JPEG\tn01443537\n', /: val has 1 image of class n01443537, expected 2/],
    ['wnids.txt', 'n01443537\nn02124075\n', /wnids\.txt has 2 different ids in 2 lines, expected 3/],
    ['wnids.txt', 'n01443537\nn02124075\n../../etc\n', /wnids\.txt has '\.\.\/\.\.\/etc', WordNet ids/],
    ['words.txt', 'n01443537\tgoldfish\n', /words\.txt has no line for n02124075/],
  ])('%s: %j', (name, content, message) => {
    const folder = unpacked();
    writeFileSync(file(folder, name), content);
    refusal(folder, 'test', message);
  });
});
