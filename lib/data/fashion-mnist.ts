import type { IdxDatasetSettings } from './idx-dataset';
import { idxDataset } from './idx-dataset';

const BUCKET = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com';

const common = {
  citation:
    'H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, 2017',
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  licence: 'MIT (Zalando SE)',
  shape: { height: 28, width: 28, channels: 1 },
  published: { mean: [0.286], std: [0.353] },
  classNames: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
} satisfies Partial<IdxDatasetSettings>;

/** Published md5s are those of the .gz files; the readers check the md5 of what is inside. */
export const fashionMnist = idxDataset({
  ...common,
  name: 'fashion-mnist',
  title: 'Fashion-MNIST, 60,000 training and 10,000 test images',
  files: (
    [
      ['train-images-idx3', 26421880, '8d4fb7e6c68d591d4c3dfef9ec88bf0d'],
      ['train-labels-idx1', 29515, '25c81989df183df01b3e8a0aad5dffbe'],
      ['t10k-images-idx3', 4422102, 'bef4ecab320f06d8554ea6380940ec79'],
      ['t10k-labels-idx1', 5148, 'bb300cfdad3c16e7a12a480ee83cd310'],
    ] as const
  ).map(([name, bytes, md5]) => ({
    name: `fashion-mnist/${name}-ubyte.gz`,
    url: `${BUCKET}/${name}-ubyte.gz`,
    bytes,
    checksum: { kind: 'md5', value: md5 },
  })),
  train: {
    prefix: 'train',
    count: 60000,
    images: { kind: 'md5', value: 'f4a8712d7a061bf5bd6d2ca38dc4d50a' },
    labels: { kind: 'md5', value: '9018921c3c673c538a1fc5bad174d6f9' },
  },
  test: {
    prefix: 't10k',
    count: 10000,
    images: { kind: 'md5', value: '8181f5470baa50b63fa0f6fddb340f0a' },
    labels: { kind: 'md5', value: '15d484375f8d13e6eb1aabb0c3f46965' },
  },
  subfolders: ['fashion-mnist', 'FashionMNIST/raw'],
  flat: { notTestLabels: ['27ae3e4e09519cfbb04c329615203637'] },
});

/** The embedded set, made by data/fashion-mnist-cut/make.mjs: first images of each class, in the original order. */
export const fashionMnistCut = idxDataset({
  ...common,
  name: 'fashion-mnist-cut',
  title: 'Fashion-MNIST, first 1,000 training and 500 test images of each class (embedded)',
  files: [],
  train: {
    prefix: 'train',
    count: 10000,
    images: { kind: 'sha256', value: 'd33512cfdc636a0d8972818e6659995be209a88891df7fa2109d7895922c8985' },
    labels: { kind: 'sha256', value: '620cb8e3b9348037c5ff9a07b02d773ab165330e072dfd19e0d21c59f8042dcf' },
  },
  test: {
    prefix: 't10k',
    count: 5000,
    images: { kind: 'sha256', value: 'bea6cbfcc427db2e3f8cc58bf4584c433a982bdc18ac58b4d9b52a6533708382' },
    labels: { kind: 'sha256', value: '12f035a517803f1b3dc7f98c60e4a395edf0e20b2ae2580ae1a1b31158fcb7fc' },
  },
  subfolders: ['fashion-mnist-cut'],
});
