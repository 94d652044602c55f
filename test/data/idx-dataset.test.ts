import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { idxDataset } from '../../lib/data/idx-dataset';
import { digest, idxBytes, put, temporaryFolder } from './helpers';

const shape = { height: 2, width: 3, channels: 1 };
const bytes = {
  trainImages: idxBytes(
    [4, 2, 3],
    Uint8Array.from({ length: 24 }, (_, i) => 10 * i),
  ),
  trainLabels: idxBytes([4], Uint8Array.of(1, 0, 1, 0)),
  testImages: idxBytes(
    [2, 2, 3],
    Uint8Array.from({ length: 12 }, (_, i) => i),
  ),
  testLabels: idxBytes([2], Uint8Array.of(0, 1)),
};
const small = idxDataset({
  name: 'small',
  title: '',
  licence: '',
  citation: '',
  homepage: '',
  shape,
  published: { mean: [0.5], std: [0.5] },
  files: [],
  classNames: ['a', 'b'],
  train: {
    prefix: 'train',
    count: 4,
    images: digest('md5', bytes.trainImages),
    labels: digest('md5', bytes.trainLabels),
  },
  test: {
    prefix: 't10k',
    count: 2,
    images: digest('sha256', bytes.testImages),
    labels: digest('sha256', bytes.testLabels),
  },
  subfolders: ['small'],
  flat: { notTestLabels: [digest('md5', idxBytes([2], Uint8Array.of(1, 1))).value] },
});

const names = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

/** Writes the set; `changes` replaces single files (null leaves one out). */
function write(
  folder: string,
  pack: 'gz' | 'plain',
  changes: Partial<Record<keyof typeof names, Buffer | null>> = {},
) {
  for (const key of Object.keys(names) as (keyof typeof names)[]) {
    const content = changes[key] === undefined ? bytes[key] : changes[key];
    if (!content) continue;
    if (pack === 'gz') put(join(folder, `${names[key]}.gz`), gzipSync(content));
    else put(join(folder, names[key]), content);
  }
}

describe('idx layout', () => {
  it.each([
    ['gzipped, in its sub-folder', 'gz', 'small'],
    ['plain, in its sub-folder', 'plain', 'small'],
    ['gzipped, directly in the folder', 'gz', '.'],
    ['plain, directly in the folder', 'plain', '.'],
  ] as const)('reads files %s', (_, pack, sub) => {
    const folder = temporaryFolder();
    expect(small.present([folder])).toBe(false);
    write(join(folder, sub), pack);
    expect(small.present([folder])).toBe(true);
    const train = small.load('train', ['/nowhere', folder]);
    expect(train).toMatchObject({ count: 4, ...shape, classNames: ['a', 'b'] });
    expect([...train.labels]).toEqual([1, 0, 1, 0]);
    expect([...train.images.subarray(0, 7)]).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect([...small.load('test', [folder]).labels]).toEqual([0, 1]);
  });

  it('reads the sub-folder given as the data folder itself', () => {
    const folder = join(temporaryFolder(), 'small');
    write(folder, 'gz');
    expect(small.load('test', [folder]).count).toBe(2);
  });

  it('leaves files alone that have the same names but are another set', () => {
    const folder = temporaryFolder();
    write(folder, 'gz', { testLabels: idxBytes([2], Uint8Array.of(1, 1)) });
    expect(small.present([folder])).toBe(false);
    expect(() => small.load('train', [folder])).toThrow(/train-images-idx3-ubyte\.gz not found/);
  });

  it('is not present where one file is missing, and says which', () => {
    const folder = temporaryFolder();
    write(join(folder, 'small'), 'gz', { trainLabels: null });
    expect(small.present([folder])).toBe(false);
    expect(() => small.load('train', [folder])).toThrow(
      `data set 'small': train-labels-idx1-ubyte.gz not found in ${folder}`,
    );
  });
});

describe('damaged idx files', () => {
  const images = bytes.trainImages;
  const flipped = Buffer.from(images);
  flipped[20] ^= 1;
  const magic = Buffer.from(images);
  magic[3] = 1;
  const cases: [string, Buffer, RegExp][] = [
    ['a changed pixel', flipped, /damaged, expected md5 [0-9a-f]{32}, found [0-9a-f]{32}/],
    ['a wrong magic number', magic, /wrong magic number, expected 0x00000803, found 0x00000801/],
    ['another number of images', idxBytes([3, 2, 3], new Uint8Array(18)), /expected 4×2×3, found 3×2×3/],
    ['missing bytes', images.subarray(0, -2), /wrong length, expected 40 bytes unpacked, found 38/],
    ['added bytes', Buffer.concat([images, Buffer.alloc(1)]), /expected 40 bytes unpacked, found 41/],
    ['nearly nothing', images.subarray(0, 5), /expected at least 16 bytes, found 5/],
  ];

  it.each(cases)('%s is refused, gzipped or plain', (_, content, message) => {
    for (const pack of ['gz', 'plain'] as const) {
      const folder = temporaryFolder();
      write(join(folder, 'small'), pack, { trainImages: content });
      const load = () => small.load('train', [folder]);
      expect(load).toThrow(InputError);
      expect(load).toThrow(message);
      expect(load).toThrow(join(folder, 'small', names.trainImages));
    }
  });

  it('a cut gzip file is refused, also directly in the data folder', () => {
    const folder = temporaryFolder();
    write(folder, 'gz');
    put(join(folder, `${names.testLabels}.gz`), gzipSync(bytes.testLabels).subarray(0, -6));
    const load = () => small.load('test', [folder]);
    expect(load).toThrow(InputError);
    expect(load).toThrow(/t10k-labels-idx1-ubyte\.gz: damaged, not a readable gzip file/);
  });

  it('a label out of range is refused even where no checksum is known', () => {
    const folder = temporaryFolder();
    const unverified = idxDataset({
      ...small,
      classNames: ['a', 'b'],
      train: { prefix: 'train', count: 4, images: null, labels: null },
      test: { prefix: 't10k', count: 2, images: null, labels: null },
      subfolders: ['small'],
    });
    write(join(folder, 'small'), 'gz', { trainLabels: idxBytes([4], Uint8Array.of(1, 0, 2, 0)) });
    expect(() => unverified.load('train', [folder])).toThrow(
      /label 2 of train-labels is 2, allowed are 0 to 1/,
    );
  });
});
