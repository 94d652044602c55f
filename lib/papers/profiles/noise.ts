import type { DataSpec, ProfileData } from '../../base';
import { sgd, warmCosine } from './recipe';

/** 500 embedded training images of each class, the same ones for every seed; a seed changes the training alone. */
const fmnist: DataSpec = { set: 'fashion-mnist-cut', trainPerClass: 500, subsetSeed: 1 };
const symmetric = (rate: number): DataSpec['labelTransform'] => ({
  name: 'symmetric-noise',
  options: { rate },
});

/**
 * Label noise on Fashion-MNIST: exactly 40 % of the labels are wrong, one draw for all seeds. Few images and no
 * augmentation, so that a plain network memorises them: test accuracy rises to about 76 % and falls to 60 %.
 */
export const fmnistNoise: ProfileData = {
  name: 'fmnist-noise',
  profile: 'cpu',
  data: { ...fmnist, labelTransform: symmetric(0.4) },
  student: 'cnn28',
  optimiser: sgd(0.05),
  schedule: warmCosine,
  epochs: 30,
  batchSize: 128,
  // `distilled`: a pair of networks
  seconds: { plain: 20, distilled: 45 },
};

/** Two fifths of the training and half of the test images: seconds a run, for notebooks and first looks. */
export const fmnistNoiseQuick: ProfileData = {
  ...fmnistNoise,
  name: 'fmnist-noise, 200 a class',
  profile: 'quick',
  data: { ...fmnistNoise.data, trainPerClass: 200, testPerClass: 250 },
  seconds: { plain: 6, distilled: 14 },
};

/** The same wiring in a few steps, for tests only: never a result. */
export const fmnistNoiseSmoke: ProfileData = {
  ...fmnistNoise,
  name: 'fmnist-noise-smoke',
  profile: 'smoke',
  data: { ...fmnistNoise.data, trainPerClass: 20, testPerClass: 20 },
  student: 'cnn28-small',
  epochs: 2,
  batchSize: 64,
  seconds: { plain: 1, distilled: 2 },
};

/**
 * Human label noise: CIFAR-10 at 16×16 with the labels `worse` of CIFAR-10N, 500 images of each true class of which
 * about 40 % carry a wrong label. The small plain network memorises them within seconds: 45 % at its best, 40 % at the
 * end. Chosen by plain training alone (ResNet-8 memorises as well at six times the cost).
 */
export const c10nWorse: ProfileData = {
  name: 'c10n@16',
  profile: 'cpu',
  data: {
    set: 'cifar10',
    resolution: 16,
    trainPerClass: 500,
    subsetSeed: 1,
    labelTransform: { name: 'cifar-n', options: { kind: 'worse' } },
  },
  student: 'cnn28',
  optimiser: sgd(0.05),
  schedule: warmCosine,
  epochs: 30,
  batchSize: 128,
  seconds: { plain: 10, distilled: 25 },
};
