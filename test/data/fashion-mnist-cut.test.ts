import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError, dataFolders, projectRoot } from '../../lib/base';
import { fashionMnistCut } from '../../lib/data/fashion-mnist';
import { idxBytes, put, temporaryFolder } from './helpers';

const home = join(projectRoot(), 'data', 'fashion-mnist-cut');

describe('the embedded data set', () => {
  it('is there, complete and class-balanced', () => {
    expect(fashionMnistCut.present(dataFolders())).toBe(true);
    for (const [split, perClass] of [
      ['train', 1000],
      ['test', 500],
    ] as const) {
      const set = fashionMnistCut.load(split, dataFolders());
      expect(set.count).toBe(10 * perClass);
      expect(set.images.length).toBe(set.count * 28 * 28);
      const counts = new Array(10).fill(0);
      set.labels.forEach((label) => counts[label]++);
      expect(counts).toEqual(new Array(10).fill(perClass));
    }
  });

  it('opens with the first images of Fashion-MNIST, an ankle boot and T-shirts', () => {
    const { labels, classNames, images } = fashionMnistCut.load('train', dataFolders());
    expect([...labels.subarray(0, 6)].map((label) => classNames[label])).toEqual([
      'ankle boot',
      'T-shirt/top',
      'T-shirt/top',
      'dress',
      'T-shirt/top',
      'pullover',
    ]);
    const boot = images.subarray(0, 784);
    expect([...boot.subarray(3 * 28 + 12, 3 * 28 + 16)]).toEqual([1, 0, 0, 13]);
  });

  it('has its licence beside it', () => {
    expect(readFileSync(join(home, 'LICENSE'), 'utf8')).toMatch(/MIT License[^]*2017 Zalando SE/);
  });

  it('is refused with one pixel changed', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'fashion-mnist-cut'));
    for (const file of readdirSync(home).filter((name) => name.endsWith('.gz'))) {
      copyFileSync(join(home, file), join(folder, 'fashion-mnist-cut', file));
    }
    const file = join(folder, 'fashion-mnist-cut', 't10k-images-idx3-ubyte.gz');
    const bytes = gunzipSync(readFileSync(file));
    bytes[100_000] ^= 1;
    put(file, gzipSync(bytes));
    const load = () => fashionMnistCut.load('test', [folder]);
    expect(load).toThrow(InputError);
    expect(load).toThrow(/t10k-images-idx3-ubyte\.gz: damaged, expected sha256 bea6cbfc[0-9a-f]+, found/);
  });
});

describe('make.mjs', () => {
  const source = temporaryFolder();
  const labels = Uint8Array.of(1, 1, 0, 1, 0, 0, 1);
  const images = Uint8Array.from({ length: 7 * 4 }, (_, i) => 10 * (i >> 2) + (i % 4));
  for (const prefix of ['train', 't10k']) {
    put(join(source, `${prefix}-images-idx3-ubyte.gz`), gzipSync(idxBytes([7, 2, 2], images)));
    put(join(source, `${prefix}-labels-idx1-ubyte.gz`), gzipSync(idxBytes([7], labels)));
  }
  const run = (...options: string[]) =>
    execFileSync('node', [join(home, 'make.mjs'), source, ...options], { stdio: 'pipe' });

  it('keeps the first images of each class in the original order', () => {
    const out = temporaryFolder();
    run(out, '2', '1');
    const read = (name: string) => gunzipSync(readFileSync(join(out, `${name}-ubyte.gz`)));
    expect(read('train-labels-idx1')).toEqual(idxBytes([4], Uint8Array.of(1, 1, 0, 0)));
    expect(read('t10k-labels-idx1')).toEqual(idxBytes([2], Uint8Array.of(1, 0)));
    expect(read('t10k-images-idx3')).toEqual(idxBytes([2, 2, 2], Uint8Array.of(0, 1, 2, 3, 20, 21, 22, 23)));
    expect([...read('train-images-idx3').subarray(-4)]).toEqual([40, 41, 42, 43]);
  });

  it('refuses a source with too few images of a class', () => {
    expect(() => run(temporaryFolder(), '4', '1')).toThrow(/class 0 has 3 images, 4 are needed/);
  });
});
