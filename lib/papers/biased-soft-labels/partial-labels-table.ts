import type { ProfileData, TableCell, TableDefinition } from '../../base';
import { fmnistSoft, fmnistSoftQuick, fmnistSoftSmoke } from '../profiles';
import { cellAt, REWEIGHTING } from './cells';
import { cifar10, cifar100 } from './paper-recipe';
import { MASKED_REWEIGHTING } from './terms';

export type Sampler = 'independent' | 'corrupt-then-flip';
const SAMPLERS: readonly Sampler[] = ['corrupt-then-flip', 'independent'];

export const ETAS = [0.1, 0.3, 0.5] as const;
export const GAMMAS = [0.1, 0.3, 0.5] as const;

/** Names of a cell of Table 1 at profile cpu. */
export const partialRow = (gamma: number, sampler: Sampler): string =>
  `Fashion-MNIST, gamma=${gamma}, ${sampler}`;
export const etaColumn = (eta: number): string => `eta=${eta}`;

function cells(
  profile: ProfileData,
  rowOf: (gamma: number, sampler: Sampler) => string,
  gammas: readonly number[],
  etas: readonly number[],
  samplers: readonly Sampler[] = SAMPLERS,
): TableCell[] {
  return samplers.flatMap((sampler) =>
    gammas.flatMap((gamma) =>
      etas.map((eta) =>
        cellAt(profile, {
          row: rowOf(gamma, sampler),
          column: etaColumn(eta),
          method: { name: 'partial-label', loss: 'proden' },
          labelTransform: {
            name: 'partial-labels',
            options: { sampler, unreliableRate: eta, partialRate: gamma },
          },
          reconstruction: `sampler ${sampler} (the paper names none); ${REWEIGHTING}`,
        }),
      ),
    ),
  );
}

const paperRow = (set: string) => (gamma: number, sampler: Sampler) =>
  `${set}, gamma=${gamma}${sampler === 'independent' ? ', independent' : ''}`;

/**
 * Unreliable partial labels. The printed rows stand beside `corrupt-then-flip`, the one sampler of the two under which
 * the printed value at eta = gamma = 0.5 is possible; its realised rates differ from the named ones (see the records).
 */
export const table1: TableDefinition = {
  paper: 'biased-soft-labels',
  table: 'table1',
  title: 'Students learning from partial labels (Table 1)',
  rowLabel: 'data set, rate of wrong labels, sampler',
  columnLabel: 'rate of missing truth',
  methodsIn: 'columns',
  selection: 'bestValidation',
  published: { file: 'biased-table1' },
  notes: [
    'eta and gamma in the names of rows and columns are the rates μ and ν given to the sampler. independent realises η = μ and γ = ν, but for empty sets, which get one random label; corrupt-then-flip realises η = μ(1 − ν) and γ = ν + (1 − ν)μ/(c − 1), with 10 classes η 0.25 and γ 0.528 for eta = gamma = 0.5.',
    'CIFAR-10 and CIFAR-100 rows that name no sampler stand beside the printed numbers and run with corrupt-then-flip.',
    MASKED_REWEIGHTING,
  ],
  seeds: 5,
  cells: [
    ...cells(fmnistSoftSmoke, (gamma, sampler) => `smoke, ${partialRow(gamma, sampler)}`, [0.1], [0.1, 0.5]),
    ...cells(fmnistSoftQuick, (gamma, sampler) => `400 a class, ${partialRow(gamma, sampler)}`, GAMMAS, ETAS),
    ...cells(fmnistSoft, partialRow, GAMMAS, ETAS),
    ...cells(cifar10, paperRow('CIFAR-10'), GAMMAS, ETAS),
    ...cells(cifar100, paperRow('CIFAR-100'), [0.01, 0.05, 0.1], ETAS),
  ],
};
