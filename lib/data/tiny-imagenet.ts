import { tinyImageNetDataset } from './tiny-imagenet-dataset';

/**
 * The md5 is the one that public loaders of the set check (the course's page gives none). Constants: ImageNet's, as
 * the papers' code uses them.
 */
export const tinyImageNet = tinyImageNetDataset({
  name: 'tiny-imagenet',
  title: 'Tiny-ImageNet, 100,000 training and 10,000 validation images (the test part here), 200 classes',
  licence: 'none stated; research use, the photographs are third parties’ (terms of ImageNet)',
  citation: 'Y. Le, X. Yang: Tiny ImageNet Visual Recognition Challenge, Stanford CS 231N, 2015',
  homepage: 'http://cs231n.stanford.edu/',
  classes: 200,
  shape: { height: 64, width: 64, channels: 3 },
  published: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  files: [
    {
      name: 'tiny-imagenet-200.zip',
      url: 'http://cs231n.stanford.edu/tiny-imagenet-200.zip',
      bytes: 248100043,
      checksum: { kind: 'md5', value: '90528d7ca1a48142e341f4ef8d21d0de' },
    },
  ],
  folder: 'tiny-imagenet-200',
  perClass: { train: 500, test: 50 },
});
