import { expect, it } from 'vitest';
import { DATASETS, datasetByName, datasetStatus } from '../../lib/data/datasets';
import { temporaryFolder } from './helpers';

it('has one entry a name, each with its terms', () => {
  const names = DATASETS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const dataset of DATASETS) {
    expect(datasetByName(dataset.name)).toBe(dataset);
    expect(dataset.licence).not.toBe('');
    expect(dataset.citation).not.toBe('');
    expect(dataset.homepage).toMatch(/^https?:\/\//);
    expect(dataset.published.mean).toHaveLength(dataset.shape.channels);
    expect(dataset.published.std).toHaveLength(dataset.shape.channels);
  }
  expect(datasetByName('cifar100').classes).toBe(100);
  expect(datasetByName('cifar10').classes).toBe(10);
});

it('lists what is embedded, missing and verified', () => {
  const status = datasetStatus([temporaryFolder()]);
  expect(status.map(({ name, present }) => [name, present])).toEqual(
    DATASETS.map(({ name }) => [name, false]),
  );
  const embedded = datasetStatus().find(({ name }) => name === 'fashion-mnist-cut')!;
  expect(embedded).toMatchObject({
    checksum: 'embedded',
    present: true,
    licence: 'MIT (Zalando SE)',
    files: [],
  });
  const cifar = status.find(({ name }) => name === 'cifar100')!;
  expect(cifar.checksum).toBe('md5');
  expect(cifar.files).toEqual([
    {
      name: 'cifar-100-binary.tar.gz',
      url: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
      bytes: 168513733,
      checksum: 'md5 03b5dce01913d631647c71ecec9e9cb8',
    },
  ]);
});

it('every official file has an address; checksums are published ones or none', () => {
  for (const { files } of DATASETS) {
    for (const { name, url, checksum, mirrors = [] } of files) {
      for (const address of [url, ...mirrors]) {
        expect(new URL(address).pathname.split('/').at(-1)).toBe(name.split('/').at(-1));
      }
      if (checksum)
        expect(checksum.value).toMatch(checksum.kind === 'md5' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{64}$/);
    }
  }
  const unverified = datasetStatus([]).filter(({ checksum }) => checksum === 'unverified');
  expect(unverified.map(({ name }) => name)).toEqual(['imagenet', 'lost', 'birdsong', 'msrcv2']);
});

it('names are lower case, parts joined by a hyphen', () => {
  for (const { name } of DATASETS) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

it('names the registered sets when one is unknown', () => {
  expect(() => datasetByName('CIFAR-100')).toThrow(
    /data set: found 'CIFAR-100', allowed are 'fashion-mnist-cut'/,
  );
});
