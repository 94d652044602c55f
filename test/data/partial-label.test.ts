import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import {
  DATASETS,
  datasetByName,
  datasetStatus,
  getDataset,
  loadPartialLabelSet,
  prepareData,
} from '../../lib/data';
import { partialLabelDataset } from '../../lib/data/partial-label-dataset';
import { archives, fromBase64 } from './archives';
import { put, temporaryFolder } from './helpers';

const { files, features, labels, candidates } = archives.mat;
const small = partialLabelDataset({
  name: 'small',
  title: 'made by SciPy',
  citation: '',
  file: 'Small',
  count: 7,
  dimensions: 3,
  classes: 4,
});

function place(file: string, name = 'partial-label/Small.mat'): string {
  const folder = temporaryFolder();
  put(join(folder, name), fromBase64(file));
  return folder;
}

describe('a partial-label set', () => {
  it.each(['compressed', 'plain', 'full', 'others'] as const)('%s: what SciPy stored', (kind) => {
    const set = small.loadFeatures!([place(files[kind])]);
    expect(set).toMatchObject({ count: 7, dimensions: 3 });
    expect(set.features).toEqual(Float32Array.from(features));
    expect([...set.labels]).toEqual(labels);
    expect([...set.candidates]).toEqual(candidates);
    expect(set.classNames).toEqual(['class 0', 'class 1', 'class 2', 'class 3']);
  });

  it('is found in partial-label/ of a data folder, in that folder itself, and directly', () => {
    const folder = place(files.plain);
    for (const at of [folder, join(folder, 'partial-label'), place(files.plain, 'Small.mat')]) {
      expect(small.present([at])).toBe(true);
      expect(small.loadFeatures!(['/nowhere', at]).count).toBe(7);
    }
  });

  it.each([
    ['no data', /Small\.mat: has no matrix 'data', found 'target' or 'partial_target'/],
    ['turned', /Small\.mat: 'data' is 3×7, expected 7×3/],
    ['no candidate', /Small\.mat: the candidates of instance 4 lack its true label 0/],
    ['two labels', /Small\.mat: instance 5 has 2 true labels, expected 1/],
    ['half', /Small\.mat: 'partial_target' has 0\.5 for instance \d, allowed are 0 and 1/],
    ['not a number', /Small\.mat: feature 2 of instance 1 is NaN/],
  ] as const)('%s is refused', (kind, message) => {
    const folder = place(files[kind]);
    expect(() => small.loadFeatures!([folder])).toThrow(InputError);
    expect(() => small.loadFeatures!([folder])).toThrow(message);
  });
});

describe('the registered ones', () => {
  const names = ['lost', 'birdsong', 'msrcv2'];

  it('are listed as unverified, with their archives', () => {
    expect(DATASETS.filter((set) => set.loadFeatures).map(({ name }) => name)).toEqual(names);
    const status = datasetStatus([temporaryFolder()]).filter(({ name }) => names.includes(name));
    expect(status.map(({ checksum }) => checksum)).toEqual(['unverified', 'unverified', 'unverified']);
    expect(status.map((set) => set.files[0].url)).toEqual([
      'http://palm.seu.edu.cn/zhangml/files/lost.rar',
      'http://palm.seu.edu.cn/zhangml/files/BirdSong.rar',
      'http://palm.seu.edu.cn/zhangml/files/MSRCv2.rar',
    ]);
  });

  it('expect the published sizes', () => {
    const folder = place(files.plain, 'partial-label/lost.mat');
    expect(() => loadPartialLabelSet('lost', [folder])).toThrow(/'data' is 7×3, expected 1122×108/);
  });

  it('say what is missing and refuse other uses', async () => {
    const folder = temporaryFolder();
    expect(() => loadPartialLabelSet('lost', [folder])).toThrow(
      /data set 'lost': partial-label\/lost\.mat not found in .*run 'kdlab data get lost'/,
    );
    expect(() => loadPartialLabelSet('Lost', [folder])).toThrow(
      "partial-label set: found 'Lost', allowed are 'lost', 'birdsong' or 'msrcv2'",
    );
    expect(() => prepareData({ set: 'lost' }, 1, { folders: [folder] })).toThrow(
      "data set 'lost': holds feature vectors with candidate labels, no images; it cannot be the set of a run",
    );
    const damaged = place(files.turned, 'partial-label/lost.mat');
    const got = getDataset(datasetByName('lost'), { folder, folders: [damaged] });
    await expect(got).rejects.toThrow(/lost\.mat: '\w+' is \d+×\d+, expected/);
  });
});
