import { join } from 'node:path';
import { folders } from '../base';
import type { PublishedValue } from '../base';
import { pointClouds } from '../figures';
import type { ConditionPoint, Figure } from '../figures';
import { readPublished } from '../results';
import { additiveNoiseIndicators } from '../theory/index';
import type { NoiseFamily } from '../theory/index';

const stored = (file: string): PublishedValue[] => readPublished(join(folders().published, `${file}.csv`));

/** The cells of the paper's Table 1 in the (η, γ) plane, read as η = μ and γ = ν. */
export function table1Points(): ConditionPoint[] {
  return stored('biased-table1').map(({ row, column, value }) => ({
    group: `Table 1, ${row.split(',')[0]}`,
    name: `${row}, ${column}, published`,
    unreliability: Number(column.split('=')[1]),
    ambiguity: Number(row.split('=')[1]),
    accuracy: value,
  }));
}

/** Table 2's Manhattan column against its Chebyshev column, which is the bias as printed. */
export function table2Bias(): Figure {
  const values = stored('biased-table2');
  const of = (column: string, data: string) =>
    values.filter((one) => one.row.startsWith(`${data} `) && one.column === column).map(({ value }) => value);
  return pointClouds(
    ['CIFAR-10', 'CIFAR-100'].map((data) => ({
      name: data,
      x: of('Chebyshev', data),
      y: of('Manhattan', data),
    })),
    {
      title: 'Table 2 of the paper: both readings of the bias',
      x: 'Chebyshev = printed bias',
      y: 'Manhattan',
    },
  );
}

/** The stored Monte-Carlo values of Corollary 2 (k = 4) beside the numerical integral. */
export function orderStatisticRows(): { setting: string; monteCarlo: number; exact: number }[] {
  return stored('biased-order-statistics').map(({ row, column, value }) => {
    const [family, classes, which] = row.split(', ');
    const exact = additiveNoiseIndicators(
      {
        noise: family.toLowerCase() as NoiseFamily,
        classes: Number(classes.slice('c='.length)),
        scale: Number(column.slice('scale='.length)),
      },
      4,
    );
    return {
      setting: `${row}, ${column}`,
      monteCarlo: value,
      exact: which.startsWith('eta') ? exact.unreliability : exact.ambiguity,
    };
  });
}
