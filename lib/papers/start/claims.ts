import type { ClaimDefinition } from '../../base';
import { exceeds, pairedDifference } from '../claims';
import { cifar100, fashionMnist } from './tables';

const few = (row: string, baseline: string) =>
  pairedDifference(fashionMnist.cells, fashionMnist.table, 'quick', row, baseline, 5);
const cifar = (row: string, baseline: string) =>
  pairedDifference(cifar100.cells, cifar100.table, 'cpu', row, baseline, 3);

/** Written before any method's run; margins 0, selection last epoch, seeds 1 … n, none dropped. */
export const claims: ClaimDefinition[] = [
  exceeds('S1', 'KD exceeds CE with few labels (Fashion-MNIST, 100 a class)', 'start', few('kd', 'ce')),
  exceeds(
    'S2',
    'KD from a teacher with ten times the labels exceeds label smoothing (Fashion-MNIST, 100 a class)',
    'start',
    few('kd', 'label-smoothing'),
  ),
  exceeds('S3', 'KD exceeds CE on CIFAR-100 (20 classes at 16×16)', 'start', cifar('kd', 'ce')),
  exceeds('S4', 'DKD exceeds CE on CIFAR-100 (20 classes at 16×16)', 'start', cifar('dkd', 'ce')),
];
