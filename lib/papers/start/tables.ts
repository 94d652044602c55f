import type { TableDefinition } from '../../base';
import { profileColumn } from '../cells';
import { c100Cpu, c100Quick, fmnistFew, fmnistSmoke } from '../profiles';
import { referenceRows } from '../reference-rows';
import { paperCells } from './pairs';

const smoke = profileColumn(fmnistSmoke, referenceRows(fmnistSmoke.epochs));

/**
 * Without DKD: at this recipe's peak learning rate its T²-scaled gradient, about twelve times that of CE, makes runs
 * diverge (here and in PyTorch alike); a recipe of its own would no longer be a comparison of methods.
 */
const fewRows = referenceRows(fmnistFew.epochs).filter(({ row }) => row !== 'dkd');

/** The first result: few labels on the embedded data, seconds a run. */
export const fashionMnist: TableDefinition = {
  paper: 'start',
  table: 'fashion-mnist',
  title: 'Distillation with 100 labels a class on Fashion-MNIST',
  rowLabel: 'method',
  columnLabel: 'teacher->student on data',
  seeds: 5,
  cells: [...smoke, ...profileColumn(fmnistFew, fewRows)],
};

/** CE, label smoothing, KD and DKD on CIFAR-100: 20 classes at 16×16 on a CPU, the published pairs on a GPU. */
export const cifar100: TableDefinition = {
  paper: 'start',
  table: 'cifar100',
  title: 'Plain training, label smoothing, KD and DKD on CIFAR-100',
  rowLabel: 'method',
  columnLabel: 'teacher->student',
  // The published numbers are mdistiller's and RepDistiller's, whose selection rules differ (best and last test epoch).
  selection: 'last',
  published: {
    file: 'related-cifar100-same',
    rows: { ce: 'student', kd: 'KD', dkd: 'DKD' },
  },
  seeds: 3,
  cells: [
    ...smoke,
    ...profileColumn(c100Quick, referenceRows(c100Quick.epochs)),
    ...profileColumn(c100Cpu, referenceRows(c100Cpu.epochs)),
    ...paperCells(),
  ],
};
