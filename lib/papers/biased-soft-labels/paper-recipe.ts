import type { DataSpec, ProfileData, RunSpec } from '../../base';

/**
 * What A.7 of the paper prints: WRN-28-2, SGD with momentum 0.9, batch 128, at most 200 epochs, early stopping with
 * patience 20 on validation, training : validation : test = 4 : 1 : 1. Learning rate, schedule, decay, Nesterov and augmentation
 * are not printed: the usual ones of Wide ResNets stand in (a reconstruction).
 */
function recipe(name: string, data: DataSpec): ProfileData {
  return {
    name,
    profile: 'paper',
    data: { ...data, subsetSeed: 1, normalise: 'published' },
    student: 'wrn_28_2',
    optimiser: { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 5e-4 },
    schedule: { name: 'cosine' },
    epochs: 200,
    batchSize: 128,
    seconds: { plain: 24 * 3600, distilled: 24 * 3600 },
  };
}

const augmented = { weak: { crop: 4, flip: true } };

export const cifar10 = recipe('CIFAR-10', {
  set: 'cifar10',
  trainPerClass: 4000,
  validationPerClass: 1000,
  views: augmented,
});
export const cifar100 = recipe('CIFAR-100', {
  set: 'cifar100',
  trainPerClass: 400,
  validationPerClass: 100,
  views: augmented,
});
/** How the paper splits Tiny-ImageNet is not known. */
export const tinyImageNet = recipe('Tiny-ImageNet', {
  set: 'tiny-imagenet',
  trainPerClass: 400,
  validationPerClass: 100,
  views: { weak: { crop: 8, flip: true } },
});

/** Labelled : unlabelled : test = 1 : 19 : 4. The paper does not say for how many epochs. */
export const cifar10Unlabelled: ProfileData = {
  ...recipe('CIFAR-10, 1:19', { set: 'cifar10', views: augmented }),
  data: {
    set: 'cifar10',
    normalise: 'published',
    views: augmented,
    labelTransform: { name: 'unlabelled', options: { labelledPerClass: 250 } },
  },
};

/** Training of a bad teacher by the recipe of its students, at a fifth of the learning rate as in our trials. */
export function paperTeacher(profile: ProfileData, method: RunSpec['method']): RunSpec {
  return {
    specVersion: 1,
    data: profile.data,
    model: 'wrn_28_2',
    method,
    optimiser: { ...profile.optimiser, learningRate: method.loss === 'sbt' ? 0.02 : 0.1 },
    schedule: profile.schedule,
    epochs: profile.epochs,
    batchSize: profile.batchSize,
    seed: 1,
  };
}
