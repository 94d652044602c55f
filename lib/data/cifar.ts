import { CIFAR100_COARSE, CIFAR100_FINE } from './cifar100-names';
import type { CifarDatasetSettings } from './cifar-dataset';
import { cifarDataset } from './cifar-dataset';

const PAGE = 'https://www.cs.toronto.edu/~kriz';

const common = {
  licence: 'none stated; research use, the photographs are third parties’',
  citation: 'A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009',
  homepage: `${PAGE}/cifar.html`,
  shape: { height: 32, width: 32, channels: 3 },
} satisfies Partial<CifarDatasetSettings>;

/** Archives: md5 published by the author. Unpacked files: sha1 published with MXNet's Gluon data sets. */
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
});
