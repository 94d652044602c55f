import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { cifar10, cifar100 } from '../../lib/data/cifar';
import { cifarDataset } from '../../lib/data/cifar-dataset';
import { archives, fromBase64, putAll } from './archives';
import { digest, put, temporaryFolder } from './helpers';

const { cifar10: ten, cifar100: hundred, wrong, pixels } = archives.cifarPython;

const common = {
  name: 'small',
  title: '',
  licence: '',
  citation: '',
  homepage: '',
  shape: { height: 2, width: 2, channels: 3 },
  published: { mean: [0, 0, 0], std: [1, 1, 1] },
  files: [{ name: 'small.tar.gz', url: '', checksum: null }],
};

type Files = Record<string, string>;

function smallTen(files: Files, archive: Buffer | null = null) {
  const file = (name: string, count: number) => ({
    name,
    count,
    checksum: digest('md5', fromBase64(files[name])),
  });
  return cifarDataset({
    ...common,
    folder: 'small-bin',
    classNames: ['a', 'b', 'c'],
    train: [3, 2].map((count, i) => ({ name: `data_batch_${i + 1}.bin`, count, checksum: null })),
    test: [{ name: 'test_batch.bin', count: 2, checksum: null }],
    python: {
      archive: { name: 'small-python.tar.gz', checksum: archive && digest('md5', archive) },
      folder: 'small-py',
      train: [file('data_batch_1', 3), file('data_batch_2', 2)],
      test: [file('test_batch', 2)],
    },
  });
}

const smallHundred = cifarDataset({
  ...common,
  folder: 'small-bin',
  classNames: ['a', 'b', 'c', 'd', 'e'],
  coarseClassNames: ['x', 'y'],
  train: [{ name: 'train.bin', count: 3, checksum: null }],
  test: [{ name: 'test.bin', count: 1, checksum: null }],
  python: {
    archive: { name: 'small-python.tar.gz', checksum: null },
    folder: 'small-py',
    train: [{ name: 'train', count: 3, checksum: null }],
    test: [{ name: 'test', count: 1, checksum: null }],
  },
});

function unpacked(files: Files): string {
  const folder = temporaryFolder();
  putAll(join(folder, 'small-py'), files);
  return folder;
}

describe.each(['python2', 'python3'] as const)('CIFAR-10 as %s pickled it', (kind) => {
  const files = ten[kind];
  const set = smallTen(files);

  it('reads the pixels and labels that NumPy reads', () => {
    const folder = unpacked(files);
    expect(set.present([folder])).toBe(true);
    for (const place of [folder, join(folder, 'small-py')]) {
      const train = set.load('train', ['/nowhere', place]);
      expect([...train.images]).toEqual(pixels.cifar10.train);
      expect([...train.labels]).toEqual([2, 0, 1, 1, 1]);
      expect(train.coarseLabels).toBeUndefined();
      const test = set.load('test', [place]);
      expect([...test.images]).toEqual(pixels.cifar10.test);
      expect([...test.labels]).toEqual([0, 2]);
    }
  });

  it('reads the archive as downloaded', () => {
    const folder = unpacked(files);
    const archive = join(folder, 'small-python.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', folder, 'small-py']);
    const bytes = readFileSync(archive);
    const other = temporaryFolder();
    put(join(other, 'small-python.tar.gz'), bytes);
    const packed = smallTen(files, bytes);
    expect(packed.present([other])).toBe(true);
    for (const split of ['train', 'test'] as const) {
      expect(packed.load(split, [other])).toEqual(set.load(split, [folder]));
    }
    put(join(other, 'small-python.tar.gz'), bytes.subarray(1));
    expect(() => packed.load('test', [other])).toThrow(/small-python\.tar\.gz: damaged, expected md5/);
  });

  it('prefers the binary version where both are here, and gives the same set', () => {
    const folder = unpacked(files);
    const fromPython = set.load('train', [folder]);
    // Records of the binary version: label, then the planes.
    const record = (i: number) => {
      const image = pixels.cifar10.train.slice(12 * i, 12 * i + 12);
      const planes = [0, 1, 2].flatMap((channel) => image.filter((_, at) => at % 3 === channel));
      return Buffer.from([fromPython.labels[i], ...planes]);
    };
    put(join(folder, 'small-bin/data_batch_1.bin'), Buffer.concat([0, 1, 2].map(record)));
    put(join(folder, 'small-bin/data_batch_2.bin'), Buffer.concat([3, 4].map(record)));
    put(join(folder, 'small-py/data_batch_1'), Buffer.from('never read'));
    expect(set.load('train', [folder])).toEqual(fromPython);
  });
});

it('CIFAR-100: fine and coarse labels', () => {
  const folder = unpacked(hundred);
  const train = smallHundred.load('train', [folder]);
  expect([...train.images]).toEqual(pixels.cifar100.train);
  expect([...train.labels]).toEqual([4, 0, 3]);
  expect([...train.coarseLabels!]).toEqual([1, 0, 1]);
  expect([...smallHundred.load('test', [folder]).images]).toEqual(pixels.cifar100.test);
});

describe('refused in one sentence', () => {
  const files = ten.python2;

  it.each([
    ['label', /data_batch_1: label of image 1 is 3, allowed are 0 to 2/],
    ['labels', /data_batch_1: 'labels' has 2 labels, expected 3/],
    ['key', /data_batch_1: 'labels' is missing or no list, 3 labels are needed/],
    ['type', /data_batch_1: 'data' is <f4 of shape \(3, 12\), expected \|u1 of shape \(3, 12\)/],
    ['shape', /data_batch_1: 'data' is \|u1 of shape \(2, 12\), expected \|u1 of shape \(3, 12\)/],
  ] as const)('%s', (kind, message) => {
    const changed = { ...files, data_batch_1: wrong[kind] };
    const load = () => smallTen(changed).load('train', [unpacked(changed)]);
    expect(load).toThrow(InputError);
    expect(load).toThrow(message);
  });

  it('a changed file is told by its checksum before anything in it is read', () => {
    const folder = unpacked(files);
    put(join(folder, 'small-py/data_batch_2'), Buffer.from("cos\nsystem\n(S'true'\ntR."));
    expect(() => smallTen(files).load('train', [folder])).toThrow(/data_batch_2: damaged, expected md5/);
  });

  it('neither version is here', () => {
    expect(() => smallTen(files).load('train', ['/nowhere'])).toThrow(
      "data set 'small': small-bin/data_batch_1.bin or small.tar.gz (or the python version, small-python.tar.gz) not found in /nowhere",
    );
  });

  it.each([
    [cifar10, 'cifar-10-batches-py', ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch']],
    [cifar100, 'cifar-100-python', ['train', 'test']],
  ] as const)('the registered sets know the official files', (set, folder, names) => {
    const place = temporaryFolder();
    for (const name of names) put(join(place, folder, name), Buffer.from('another file'));
    expect(set.present([place])).toBe(true);
    for (const split of ['train', 'test'] as const) {
      expect(() => set.load(split, [place])).toThrow(/: damaged, expected md5 [0-9a-f]{32}, found /);
    }
  });
});
