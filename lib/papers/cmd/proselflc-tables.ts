import type { ProfileData, RunRecord, TableCell, TableDefinition } from '../../base';
import { fmnistNoise, fmnistNoiseQuick, fmnistNoiseSmoke } from '../profiles';
import { measured } from '../records';
import { cifar100Cell, imageNetCell, NOISES } from './paper-recipe';
import { ce, othersRows, ownRows, proSelfLc, settings, TABLE4_ROWS, trainedRows } from './proselflc-rows';
import { cellAt, relabelled, symmetric } from './settings';

const common = { paper: 'proselflc', selection: 'last', seeds: 3 } as const;
const SL_ROWS = 'trained by the recipe of the other rows; the published number is of another paper’s';

/** Our columns of noise rates, and the published one whose settings they take. */
export const RATES = [
  { rate: 0.2, column: 'symmetric 20 %', like: 'Sym 0.2' },
  { rate: 0.4, column: 'symmetric 40 %', like: 'Sym 0.4' },
  { rate: 0.6, column: 'symmetric 60 %', like: 'Sym 0.6' },
] as const;

const noisy = (profile: ProfileData, suffix = ''): TableCell[] =>
  RATES.flatMap(({ rate, column, like }) =>
    [...trainedRows(like), ...othersRows, ...ownRows]
      // The ablation of the global trust belongs to the main setting.
      .filter(({ row }) => rate === 0.4 || row !== 'proselflc, l(p) alone')
      .map(({ row, method }) =>
        cellAt(relabelled(profile, symmetric(rate)), { row, column: column + suffix, method }),
      ),
  );

const paperTable4 = (): TableCell[] =>
  Object.keys(NOISES).flatMap((column) => [
    ...trainedRows(column).map(({ row, method }) => cifar100Cell(column, { row, column, method })),
    ...othersRows.map(({ row, method }) =>
      cifar100Cell(column, { row, column, method, reconstruction: SL_ROWS }),
    ),
  ]);

export const table4: TableDefinition = {
  ...common,
  table: 'table4',
  title: 'ProSelfLC under label noise, best setting of each method and column (Table 4)',
  rowLabel: 'method',
  columnLabel: 'noise',
  published: { file: 'proselflc-table4', rows: TABLE4_ROWS },
  cells: [
    ...noisy(fmnistNoiseSmoke, ', smoke'),
    ...noisy(fmnistNoiseQuick, ', 200 a class'),
    ...noisy(fmnistNoise),
    ...paperTable4(),
  ],
};

/** Every setting on three rates and on true labels. */
const searched = (profile: ProfileData, suffix = ''): TableCell[] =>
  [...RATES, { rate: 0, column: 'true labels' }].flatMap(({ rate, column }) =>
    settings.map(({ row, method }) =>
      cellAt(relabelled(profile, rate > 0 ? symmetric(rate) : undefined), {
        row,
        column: column + suffix,
        method,
      }),
    ),
  );

export const table5: TableDefinition = {
  ...common,
  table: 'table5',
  title: 'Hyper-parameters of label correction (Table 5)',
  rowLabel: 'method and setting',
  columnLabel: 'noise',
  published: {
    file: 'proselflc-table5',
    rows: Object.fromEntries(settings.map(({ row, table5: printed }) => [row, printed])),
  },
  cells: [
    ...searched(fmnistNoiseSmoke, ', smoke'),
    ...searched(fmnistNoise),
    ...[...Object.keys(NOISES), 'Clean'].flatMap((column) =>
      settings.map(({ row, method }) => cifar100Cell(column, { row, column, method })),
    ),
  ],
};

/** Settings that Table 3 prints: B = 14 and 16 are Table 5's alone. */
const printed3 = settings.filter((setting) => !proSelfLc.slice(3).includes(setting));
const onTrueLabels = (profile: ProfileData, row: string): TableCell[] =>
  printed3.map(({ table3: column, method }) =>
    cellAt(relabelled(profile, undefined), { row, column, method }),
  );

export const table3: TableDefinition = {
  ...common,
  table: 'table3',
  title: 'Label correction on true labels (Table 3)',
  rowLabel: 'data',
  columnLabel: 'method and setting',
  methodsIn: 'columns',
  published: { file: 'proselflc-table3', table: 'Table 3 (clean data, test accuracy)' },
  cells: [
    ...onTrueLabels(fmnistNoiseSmoke, 'Fashion-MNIST, smoke'),
    ...onTrueLabels(fmnistNoise, 'Fashion-MNIST, 500 a class'),
    ...printed3.flatMap(({ table3: column, method }) => [
      cifar100Cell('Clean', { row: 'CIFAR-100', column, method }),
      imageNetCell({ row: 'ImageNet 2012', column, method }),
    ]),
  ],
};

const CONFIDENCES = [
  { name: 'max_j p', measure: 'testEce' },
  { name: '1-H(p)/H(u)', measure: 'testCertaintyEce' },
] as const;
const TEMPERATURES = [
  { name: 'T=1', value: 1 },
  { name: 'T=1/4', value: 0.25 },
  { name: 'T=1/8', value: 0.125 },
] as const;

/** ECE of a run in %, as measured on its test logits. */
export const ece = (record: RunRecord, temperature: number, measure = 'testEce'): number =>
  100 * measured(record, `${measure}@${temperature}`)[0];

/** Each cell is one of its run's calibration errors. */
function calibration(
  cellOf: (row: string, method: 'ce' | 'proselflc') => TableCell,
  suffix = '',
): TableCell[] {
  return (['proselflc', 'ce'] as const).flatMap((method) =>
    CONFIDENCES.flatMap(({ name, measure }) =>
      TEMPERATURES.map((temperature) => {
        const row = `${method === 'ce' ? 'CCE' : 'ProSelfLC'}, confidence ${name}`;
        return {
          ...cellOf(row, method),
          row,
          column: temperature.name + suffix,
          derived: {
            needs: [],
            value: ([run]: readonly RunRecord[]) => ece(run, temperature.value, measure),
          },
        };
      }),
    ),
  );
}

const atProfile = (profile: ProfileData, suffix: string): TableCell[] =>
  calibration(
    (row, method) =>
      cellAt(profile, {
        row,
        column: '',
        method: trainedRows('Sym 0.4').find((one) => one.row === method)!.method,
      }),
    suffix,
  );

export const table7: TableDefinition = {
  ...common,
  table: 'table7',
  title: 'Calibration on the test images, 10 bins (Table 7)',
  rowLabel: 'method, confidence',
  columnLabel: 'temperature of the softmax',
  quantity: { name: 'expected calibration error', unit: '%' },
  published: { file: 'proselflc-table7' },
  cells: [
    ...atProfile(fmnistNoiseSmoke, ', smoke'),
    ...atProfile(fmnistNoise, ', fmnist-noise'),
    ...calibration((row, method) =>
      cifar100Cell('Asym 0.4', {
        row,
        column: '',
        method: method === 'ce' ? ce.method : trainedRows('Asym 0.4')[4].method,
        reconstruction: 'the noise of Table 7 is not known to us: 40 % asymmetric, as in the paper’s figures',
      }),
    ),
  ],
};

export const proSelfLcTables: TableDefinition[] = [table3, table4, table5, table7];
