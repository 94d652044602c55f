import { imageFolderDataset } from './image-folder';

/** Not downloadable without an account. Evaluation transform as in all public code: shorter side 256, centre 224. */
export const imageNet = imageFolderDataset({
  name: 'imagenet',
  title: 'ImageNet (ILSVRC 2012), 1,281,167 training and 50,000 validation images (the test part here), 1000 classes',
  licence: 'terms of access of ImageNet: non-commercial research and education',
  citation: 'O. Russakovsky et al.: ImageNet Large Scale Visual Recognition Challenge, IJCV 115, 2015',
  homepage: 'https://image-net.org/challenges/LSVRC/2012/',
  classes: 1000,
  shape: { height: 224, width: 224, channels: 3 },
  published: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  files: [],
  byHand:
    'register at https://image-net.org/download.php for ILSVRC 2012, unpack it as imagenet/train/WNID/*.JPEG and ' +
    'imagenet/val/WNID/*.JPEG, and set KDLAB_DATA to the folder that holds imagenet',
  folder: 'imagenet',
  shorterSide: 256,
});
