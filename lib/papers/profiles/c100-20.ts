import type { DataSpec, ProfileData, RunSpec } from '../../base';
import { sgd, warmCosine } from './recipe';

/** Twenty fine classes of CIFAR-100, one from each super-class, at 16×16: 10,000 training and 2,000 test images. */
const data: DataSpec = {
  set: 'cifar100',
  classes: [1, 2, 5, 18, 23, 26, 29, 32, 34, 36, 43, 58, 66, 75, 76, 81, 82, 84, 90, 92],
  resolution: 16,
  views: { weak: { crop: 2, flip: true } },
};

/** Teacher of both c100-20@16 profiles; about 73 % on the test images. */
export const c100Teacher: RunSpec = {
  specVersion: 1,
  data,
  model: 'resnet14x2',
  method: { name: 'one-view', loss: 'ce' },
  optimiser: sgd(0.1),
  schedule: warmCosine,
  epochs: 24,
  batchSize: 128,
  seed: 1,
};

/** Minutes a run on two cores: KD > CE and DKD > CE are visible with 3 to 5 seeds. */
export const c100Cpu: ProfileData = {
  name: 'c100-20@16',
  profile: 'cpu',
  data,
  student: 'resnet8',
  teacher: c100Teacher,
  optimiser: sgd(0.1),
  schedule: warmCosine,
  epochs: 24,
  batchSize: 128,
  seconds: { plain: 60, distilled: 95, teacher: 190 },
};

/** A quarter of the epochs: shorter training makes the gain of distillation larger. */
export const c100Quick: ProfileData = {
  ...c100Cpu,
  name: 'c100-20@16, 6 epochs',
  profile: 'quick',
  epochs: 6,
  seconds: { plain: 15, distilled: 24, teacher: 190 },
};

/** 10, 25 and 50 % of the training images, drawn by the run's seed; the teacher has seen all of them. */
export const C100_FEW = [50, 125, 250].map(
  (trainPerClass): ProfileData => ({
    ...c100Cpu,
    name: `c100-20@16, ${trainPerClass} a class`,
    data: { ...data, trainPerClass },
    seconds: {
      plain: Math.ceil((60 * trainPerClass) / 500) + 5,
      distilled: Math.ceil((95 * trainPerClass) / 500) + 5,
      teacher: 190,
    },
  }),
);
