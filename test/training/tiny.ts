import type { RunSpec } from '../../lib/base';

/** A run of a second on the embedded images: 100 training images, 4 epochs of 5 steps, augmented. */
export const tinySpec: RunSpec = {
  specVersion: 1,
  data: {
    set: 'fashion-mnist-cut',
    trainPerClass: 10,
    testPerClass: 10,
    views: { weak: { crop: 2, flip: true } },
  },
  model: 'cnn28-small',
  method: { name: 'one-view', loss: 'ce' },
  optimiser: { name: 'sgd', learningRate: 0.05, nesterov: true, weightDecay: 5e-4 },
  schedule: { name: 'cosine', warmup: 0.15 },
  epochs: 4,
  batchSize: 20,
  seed: 1,
};

/** A student of a tiny teacher, without augmentation. */
export const tinyStudent: RunSpec = {
  ...tinySpec,
  data: { ...tinySpec.data, views: { weak: {} } },
  teacher: { run: { ...tinySpec, model: 'mlp28', seed: 7, epochs: 2 } },
  method: { name: 'one-view', loss: 'kd', lossOptions: { ceWeight: 0.1, kdWeight: 0.9, temperature: 4 } },
};
