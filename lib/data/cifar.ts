import { CIFAR100_COARSE, CIFAR100_FINE } from './cifar100-names';
import type { CifarDatasetSettings, CifarFile } from './cifar-dataset';
import { cifarDataset } from './cifar-dataset';

const PAGE = 'https://www.cs.toronto.edu/~kriz';

const common = {
  licence: 'none stated; research use, the photographs are third parties’',
  citation: 'A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009',
  homepage: `${PAGE}/cifar.html`,
  shape: { height: 32, width: 32, channels: 3 },
} satisfies Partial<CifarDatasetSettings>;

/** A file of the python version, with the md5 that torchvision publishes. */
const python = (name: string, count: number, md5: string): CifarFile => ({
  name,
  count,
  checksum: { kind: 'md5', value: md5 },
});

/**
 * Archives: md5 published by the author. Unpacked files: of the binary version, sha1 published with MXNet's Gluon data
 * sets; of the python version, md5 published with torchvision. Both versions hold the images in the same order.
 */
export const cifar10 = cifarDataset({
  ...common,
  name: 'cifar10',
  title: 'CIFAR-10, 50,000 training and 10,000 test images',
  published: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  files: [
    {
      name: 'cifar-10-binary.tar.gz',
      url: `${PAGE}/cifar-10-binary.tar.gz`,
      bytes: 170052171,
      checksum: { kind: 'md5', value: 'c32a1d4ab5d03f1284b67883e8d87530' },
    },
  ],
  folder: 'cifar-10-batches-bin',
  train: [
    'aadd24acce27caa71bf4b10992e9e7b2d74c2540',
    'c0ba65cce70568cd57b4e03e9ac8d2a5367c1795',
    '1dd00a74ab1d17a6e7d73e185b69dbf31242f295',
    'aab85764eb3584312d3c7f65fd2fd016e36a258e',
    '26e2849e66a845b7f1e4614ae70f4889ae604628',
  ].map((sha1, i) => ({
    name: `data_batch_${i + 1}.bin`,
    count: 10000,
    checksum: { kind: 'sha1', value: sha1 },
  })),
  test: [
    {
      name: 'test_batch.bin',
      count: 10000,
      checksum: { kind: 'sha1', value: '67eb016db431130d61cd03c7ad570b013799c88c' },
    },
  ],
  python: {
    archive: {
      name: 'cifar-10-python.tar.gz',
      checksum: { kind: 'md5', value: 'c58f30108f718f92721af3b95e74349a' },
    },
    folder: 'cifar-10-batches-py',
    train: [
      'c99cafc152244af753f735de768cd75f',
      'd4bba439e000b95fd0a9bffe97cbabec',
      '54ebc095f3ab1f0389bbae665268c751',
      '634d18415352ddfa80567beed471001a',
      '482c414d41f54cd18b22e5b47cb7c3cb',
    ].map((md5, i) => python(`data_batch_${i + 1}`, 10000, md5)),
    test: [python('test_batch', 10000, '40351d587109b95175f43aff81a1287e')],
  },
});

export const cifar100 = cifarDataset({
  ...common,
  name: 'cifar100',
  title: 'CIFAR-100, 50,000 training and 10,000 test images, 100 fine and 20 coarse classes',
  published: { mean: [0.5071, 0.4867, 0.4408], std: [0.2675, 0.2565, 0.2761] },
  classNames: CIFAR100_FINE,
  coarseClassNames: CIFAR100_COARSE,
  files: [
    {
      name: 'cifar-100-binary.tar.gz',
      url: `${PAGE}/cifar-100-binary.tar.gz`,
      bytes: 168513733,
      checksum: { kind: 'md5', value: '03b5dce01913d631647c71ecec9e9cb8' },
    },
  ],
  folder: 'cifar-100-binary',
  train: [
    {
      name: 'train.bin',
      count: 50000,
      checksum: { kind: 'sha1', value: 'e207cd2e05b73b1393c74c7f5e7bea451d63e08e' },
    },
  ],
  test: [
    {
      name: 'test.bin',
      count: 10000,
      checksum: { kind: 'sha1', value: '8fb6623e830365ff53cf14adec797474f5478006' },
    },
  ],
  python: {
    archive: {
      name: 'cifar-100-python.tar.gz',
      checksum: { kind: 'md5', value: 'eb9058c3a382ffc7106e4002c42a8d85' },
    },
    folder: 'cifar-100-python',
    train: [python('train', 50000, '16019d7e3df5f24257cddd939b257f8d')],
    test: [python('test', 10000, 'f0ef6b0ae62326f3e7ffdfab6717acfc')],
  },
});
