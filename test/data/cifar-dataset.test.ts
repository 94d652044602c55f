import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { cifar10, cifar100 } from '../../lib/data/cifar';
import { cifarDataset } from '../../lib/data/cifar-dataset';
import type { DatasetDefinition } from '../../lib/data/definition';
import { digest, put, temporaryFolder } from './helpers';

// Two 1×2 images a file, so that a record is [coarse,] label, R R G G B B.
const coarse = Buffer.from([
  1, 2, /* R */ 10, 11, /* G */ 20, 21, /* B */ 30, 31, 0, 1, 12, 13, 22, 23, 32, 33,
]);
const fineOne = Buffer.from([0, 1, 2, 3, 4, 5, 6, 1, 7, 8, 9, 10, 11, 12]);
const fineTwo = Buffer.from([1, 51, 52, 53, 54, 55, 56]);

const common = {
  name: 'tiny',
  title: '',
  licence: '',
  citation: '',
  homepage: '',
  shape: { height: 1, width: 2, channels: 3 },
  published: { mean: [0, 0, 0], std: [1, 1, 1] },
};

function tiny(kind: 'fine' | 'coarse', archive: Buffer | null = null, verified = true): DatasetDefinition {
  const file = (name: string, bytes: Buffer) => ({
    name,
    count: Math.floor(bytes.length / (kind === 'coarse' ? 8 : 7)),
    checksum: verified ? digest('sha1', bytes) : null,
  });
  return cifarDataset({
    ...common,
    files: [{ name: 'tiny.tar.gz', url: '', checksum: archive && digest('md5', archive) }],
    folder: 'tiny-bin',
    classNames: ['a', 'b', 'c'],
    ...(kind === 'coarse' && { coarseClassNames: ['x', 'y'] }),
    train:
      kind === 'coarse'
        ? [file('train.bin', coarse)]
        : [file('batch_1.bin', fineOne), file('batch_2.bin', fineTwo)],
    test: [file('test.bin', kind === 'coarse' ? coarse : fineTwo)],
  });
}

function write(folder: string, kind: 'fine' | 'coarse'): string {
  const at = join(folder, 'tiny-bin');
  const files =
    kind === 'coarse'
      ? { 'train.bin': coarse, 'test.bin': coarse }
      : { 'batch_1.bin': fineOne, 'batch_2.bin': fineTwo, 'test.bin': fineTwo };
  for (const [name, bytes] of Object.entries(files)) put(join(at, name), bytes);
  return at;
}

/** The official archives hold one folder; made by the system's tar, not by our reader's idea of it. */
function pack(folder: string, ...names: string[]): Buffer {
  const archive = join(folder, 'tiny.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', folder, ...(names.length > 0 ? names : ['tiny-bin'])]);
  return readFileSync(archive);
}

describe('CIFAR binary layout', () => {
  it('reads fine and coarse labels and turns planes into pixels', () => {
    const folder = temporaryFolder();
    write(folder, 'coarse');
    const set = tiny('coarse').load('train', [folder]);
    expect([...set.labels]).toEqual([2, 1]);
    expect([...set.coarseLabels!]).toEqual([1, 0]);
    expect([...set.images]).toEqual([10, 20, 30, 11, 21, 31, 12, 22, 32, 13, 23, 33]);
  });

  it('strings batches together in order', () => {
    const folder = temporaryFolder();
    const at = write(folder, 'fine');
    for (const place of [folder, at]) {
      const set = tiny('fine').load('train', ['/nowhere', place]);
      expect(set.count).toBe(3);
      expect([...set.labels]).toEqual([0, 1, 1]);
      expect([...set.images.subarray(12)]).toEqual([51, 53, 55, 52, 54, 56]);
      expect(set.coarseLabels).toBeUndefined();
    }
  });

  it('reads the archive as downloaded, both parts, and the same bytes as unpacked', () => {
    const folder = temporaryFolder();
    const other = temporaryFolder();
    write(folder, 'fine');
    const archive = pack(folder);
    put(join(other, 'tiny.tar.gz'), archive);
    const set = tiny('fine', archive);
    expect(set.present([other])).toBe(true);
    for (const split of ['train', 'test'] as const) {
      expect(set.load(split, [other])).toEqual(set.load(split, [folder]));
    }
  });

  it('finds archive members written with a leading ./', () => {
    const folder = temporaryFolder();
    write(folder, 'fine');
    const archive = pack(folder, './tiny-bin');
    const other = temporaryFolder();
    put(join(other, 'tiny.tar.gz'), archive);
    expect(tiny('fine', archive).load('test', [other]).count).toBe(1);
  });
});

describe('damaged CIFAR files', () => {
  const attempt =
    (folder: string, set = tiny('fine')) =>
    () =>
      set.load('train', [folder]);

  it('a changed pixel: file, expected and found checksum', () => {
    const folder = temporaryFolder();
    const at = write(folder, 'fine');
    const changed = Buffer.from(fineOne);
    changed[3] ^= 128;
    writeFileSync(join(at, 'batch_1.bin'), changed);
    const { value: expected } = digest('sha1', fineOne);
    const { value: found } = digest('sha1', changed);
    expect(attempt(folder)).toThrow(InputError);
    expect(attempt(folder)).toThrow(
      `${join(at, 'batch_1.bin')}: damaged, expected sha1 ${expected}, found ${found}`,
    );
  });

  it('a wrong length', () => {
    const folder = temporaryFolder();
    truncateSync(join(write(folder, 'fine'), 'batch_2.bin'), 5);
    expect(attempt(folder)).toThrow(/batch_2\.bin: wrong length, expected 7 bytes, found 5/);
  });

  it('labels out of range where no checksum is known', () => {
    const folder = temporaryFolder();
    const at = write(folder, 'coarse');
    const changed = Buffer.from(coarse);
    changed[9] = 3;
    writeFileSync(join(at, 'train.bin'), changed);
    const set = tiny('coarse', null, false);
    expect(attempt(folder, set)).toThrow(/train\.bin: label of image 1 is 3, allowed are 0 to 2/);
    changed[0] = 2;
    writeFileSync(join(at, 'train.bin'), changed);
    expect(attempt(folder, set)).toThrow(/train\.bin: coarse label of image 0 is 2, allowed are 0 to 1/);
  });

  it('an archive that is damaged, no archive, or lacks a file', () => {
    const folder = temporaryFolder();
    const source = temporaryFolder();
    write(source, 'fine');
    const archive = pack(source);
    const damaged = Buffer.from(archive);
    damaged[archive.length >> 1] ^= 255;
    put(join(folder, 'tiny.tar.gz'), damaged);
    expect(attempt(folder, tiny('fine', archive))).toThrow(/tiny\.tar\.gz: damaged, expected md5/);
    expect(attempt(folder)).toThrow(InputError); // no published checksum: unpacking or the records tell
    put(join(folder, 'tiny.tar.gz'), archive.subarray(0, archive.length - 20));
    expect(attempt(folder)).toThrow(/tiny\.tar\.gz: damaged, not a readable gzip file/);
    put(join(folder, 'tiny.tar.gz'), pack(source, 'tiny-bin/test.bin'));
    expect(attempt(folder)).toThrow(/tiny\.tar\.gz: holds no file 'tiny-bin\/batch_1\.bin'/);
  });

  it('says where it looked and how to get the files', () => {
    const folder = temporaryFolder();
    expect(tiny('fine').present([folder])).toBe(false);
    expect(attempt(folder)).toThrow(
      `data set 'tiny': tiny-bin/batch_1.bin or tiny.tar.gz not found in ${folder}; set KDLAB_DATA to a folder ` +
        `that holds it, or run 'kdlab data get tiny'`,
    );
  });

  it.each([
    [cifar10, 'cifar-10-batches-bin/data_batch_1.bin', 30730000],
    [cifar100, 'cifar-100-binary/train.bin', 153700000],
  ] as const)('official sizes are those of the layout', (set, file, expected) => {
    const folder = temporaryFolder();
    put(join(folder, file), new Uint8Array(100));
    expect(() => set.load('train', [folder])).toThrow(`wrong length, expected ${expected} bytes, found 100`);
  });
});
