import type { ClaimDefinition } from '../../base';
import { seedClaimsOf } from '../claims';

export const PAPER = 'biased-soft-labels';
export const claim = seedClaimsOf(PAPER);
export const POINTS = 'points of top-1';
export const RHO = 'rank correlation';

/** A claim that nobody here can test. */
export const untestable = (id: string, statement: string, needs: string): ClaimDefinition => ({
  ...{ id, paper: PAPER, statement, kind: 'seeds', side: 'above', margin: 0, unit: POINTS, needs },
});
export const GPU = 'a GPU, for Wide ResNets at 200 epochs, and CIFAR-100';
