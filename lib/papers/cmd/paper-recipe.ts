import type { DataSpec, OptimiserSpec, ScheduleSpec, TableCell } from '../../base';
import type { CellChoice } from './settings';

const SECONDS = 24 * 3600;

const optimiser: OptimiserSpec = { name: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 5e-4 };
/** 15k and 22k of 30k iterations at batch 256: 195 steps an epoch, so that 30k are 153.8 epochs. */
const schedule: ScheduleSpec = { name: 'step', milestones: [77, 113], factor: 0.1 };

/** CIFAR-100 as ProSelfLC trains on it (section 5.1): ResNet-44, pad 4, crop, flip. */
const cifar100: DataSpec = {
  set: 'cifar100',
  views: { weak: { crop: 4, flip: true } },
  normalise: 'published',
};

/** Columns of its Tables 4 and 5. Symmetric noise never draws the true class; asymmetric noise swaps two classes of each super-class. */
export const NOISES: Readonly<Record<string, DataSpec['labelTransform']>> = {
  'Asym 0.2': asymmetric(0.2),
  'Asym 0.3': asymmetric(0.3),
  'Asym 0.4': asymmetric(0.4),
  'Sym 0.2': { name: 'symmetric-noise', options: { rate: 0.2 } },
  'Sym 0.4': { name: 'symmetric-noise', options: { rate: 0.4 } },
  'Sym 0.6': { name: 'symmetric-noise', options: { rate: 0.6 } },
};

function asymmetric(rate: number): DataSpec['labelTransform'] {
  return { name: 'superclass-noise', options: { rate, rule: 'pairs' } };
}

/** A cell at profile `paper` by ProSelfLC's recipe on CIFAR-100. @param noise a key of NOISES, or `Clean` */
export function cifar100Cell(noise: string, choice: CellChoice): TableCell {
  const labelTransform = NOISES[noise];
  const pair = choice.method.name === 'mutual';
  return {
    row: choice.row,
    column: choice.column,
    profile: 'paper',
    profileData: 'CIFAR-100',
    spec: {
      specVersion: 1,
      data: { ...cifar100, ...(labelTransform && { labelTransform }) },
      model: choice.model ?? (pair ? ['resnet44', 'resnet44'] : 'resnet44'),
      method: choice.method,
      optimiser,
      schedule,
      epochs: 154,
      batchSize: 256,
    },
    seconds: (pair ? 2 : 1) * SECONDS,
    ...(choice.reconstruction && { reconstruction: choice.reconstruction }),
  };
}

/** A cell of Table 3's second row: ImageNet, ResNet-50, 500k iterations at batch 64. */
export function imageNetCell(choice: CellChoice): TableCell {
  return {
    row: choice.row,
    column: choice.column,
    profile: 'paper',
    profileData: 'ImageNet',
    spec: {
      specVersion: 1,
      data: { set: 'imagenet', normalise: 'published' },
      model: 'ResNet50-imagenet',
      method: choice.method,
      optimiser: { name: 'sgd', learningRate: 2e-3, momentum: 0.95, weightDecay: 1e-4 },
      schedule: { name: 'cosine' },
      epochs: 25,
      batchSize: 64,
    },
    seconds: 10 * SECONDS,
    reconstruction: 'cosine instead of the polynomial decay of power 2; crops as the project makes them',
  };
}

/** DML's recipe (secondary source): 200 epochs, a tenth of the rate every 60, batch 64. */
export function dmlCell(set: 'cifar10' | 'cifar100', choice: CellChoice): TableCell {
  const pair = choice.method.name === 'mutual';
  return {
    row: choice.row,
    column: choice.column,
    profile: 'paper',
    profileData: set === 'cifar10' ? 'CIFAR-10' : 'CIFAR-100',
    spec: {
      specVersion: 1,
      data: { set, views: { weak: { crop: 4, flip: true } }, normalise: 'published' },
      model: choice.model!,
      method: choice.method,
      optimiser: { ...optimiser, nesterov: true },
      schedule: { name: 'step', milestones: [60, 120, 180], factor: 0.1 },
      epochs: 200,
      batchSize: 64,
    },
    seconds: (pair ? 4 : 2) * SECONDS,
    ...(choice.reconstruction && { reconstruction: choice.reconstruction }),
  };
}
