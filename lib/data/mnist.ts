import { idxDataset } from './idx-dataset';

/** Mirrors: the authors' own address no longer serves the files reliably. */
const MIRRORS = [
  'https://ossci-datasets.s3.amazonaws.com/mnist',
  'https://storage.googleapis.com/cvdf-datasets/mnist',
];

/** Published md5s are those of the .gz files; the reader checks the md5 of what is inside. */
export const mnist = idxDataset({
  name: 'mnist',
  title: 'MNIST, 60,000 training and 10,000 test images',
  licence: 'none stated by the authors; often given as CC BY-SA 3.0',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-Based Learning Applied to Document Recognition, 1998',
  homepage: 'http://yann.lecun.com/exdb/mnist/',
  shape: { height: 28, width: 28, channels: 1 },
  published: { mean: [0.1307], std: [0.3081] },
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  files: (
    [
      ['train-images-idx3', 9912422, 'f68b3c2dcbeaaa9fbdd348bbdeb94873'],
      ['train-labels-idx1', 28881, 'd53e105ee54ea40749a09fcbcd1e9432'],
      ['t10k-images-idx3', 1648877, '9fb629c4189551a2d022fa330f9573f3'],
      ['t10k-labels-idx1', 4542, 'ec29112dd5afa0611ce80d1b7f02629c'],
    ] as const
  ).map(([name, bytes, md5]) => ({
    name: `mnist/${name}-ubyte.gz`,
    url: `${MIRRORS[0]}/${name}-ubyte.gz`,
    mirrors: MIRRORS.slice(1).map((mirror) => `${mirror}/${name}-ubyte.gz`),
    bytes,
    checksum: { kind: 'md5', value: md5 },
  })),
  train: {
    prefix: 'train',
    count: 60000,
    images: { kind: 'md5', value: '6bbc9ace898e44ae57da46a324031adb' },
    labels: { kind: 'md5', value: 'a25bea736e30d166cdddb491f175f624' },
  },
  test: {
    prefix: 't10k',
    count: 10000,
    images: { kind: 'md5', value: '2646ac647ad5339dbf082846283269ea' },
    labels: { kind: 'md5', value: '27ae3e4e09519cfbb04c329615203637' },
  },
  subfolders: ['mnist', 'MNIST/raw'],
  flat: { notTestLabels: ['15d484375f8d13e6eb1aabb0c3f46965'] },
});
