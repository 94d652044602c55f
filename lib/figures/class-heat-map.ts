import { InputError } from '../base/errors';
import { rowShares } from './summary';
import { axis, escapeText, GRID, layout, number, SEQUENTIAL } from './theme';
import type { Figure } from './types';

export interface ClassHeatMapOptions {
  title: string;
  classes: string[];
}

/** Confusion matrix: `counts[i][j]` images of class i were predicted as j; each row is shown as shares. */
export function confusionMatrix(counts: number[][], options: ClassHeatMapOptions): Figure {
  const shares = rowShares(counts);
  const right = shares.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / shares.length;
  const words = `Mean of the per-class accuracies ${number(100 * right)} %`;
  return heatMap(shares, options, 'predicted class', 'share of the true class', words);
}

/** Mean soft label: row i is the mean of the soft labels of all images of class i; each row sums to 1. */
export function meanSoftLabel(means: number[][], options: ClassHeatMapOptions): Figure {
  const truth = means.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / means.length;
  const words = `The true class gets ${number(truth)} on average`;
  return heatMap(means, options, 'class of the soft label', 'mean probability', words);
}

function heatMap(
  values: number[][],
  options: ClassHeatMapOptions,
  columns: string,
  quantity: string,
  words: string,
): Figure {
  const { classes, title } = options;
  const size = classes.length;
  if (values.length !== size || values.some((row) => row.length !== size)) {
    const found = `${values.length}×${values[0]?.length ?? 0}`;
    throw new InputError(`heat map '${title}': found ${found} values, expected ${size}×${size} (classes)`);
  }
  const names = classes.map(escapeText);
  // Numbers in the cells stay readable up to a dozen classes, names on the axes up to thirty.
  const written = size <= 12;
  const named = size <= 30;
  const ticks = named ? { tickvals: names.map((_, index) => index), ticktext: names } : { nticks: 10 };
  const side = Math.min(760, Math.max(420, size * 46 + 160));
  return {
    data: [
      {
        type: 'heatmap',
        z: values,
        zmin: 0,
        zmax: 1,
        colorscale: SEQUENTIAL,
        xgap: named ? 1 : 0,
        ygap: named ? 1 : 0,
        ...(written && { texttemplate: '%{text}', text: values.map((row) => row.map(cell)) }),
        textfont: { size: 12 },
        customdata: names.map((row) => names.map((column) => [row, column])),
        hovertemplate: `true %{customdata[0]}, ${columns} %{customdata[1]}: %{z:.3f}<extra></extra>`,
        colorbar: {
          title: { text: quantity, side: 'right' },
          thickness: 14,
          outlinewidth: 1,
          outlinecolor: GRID,
        },
      },
    ],
    layout: layout(
      title,
      `${title}. ${quantity} per true class, ${size} classes. ${words}.${largest(values, classes)}`,
      {
        width: side + 130,
        height: side + 60,
        margin: { l: 64, r: 24, t: 64, b: 64 },
        xaxis: axis(columns, { ...ticks, tickangle: -45, showgrid: false, constrain: 'domain' }),
        yaxis: axis('true class', {
          ...ticks,
          autorange: 'reversed',
          showgrid: false,
          scaleanchor: 'x',
          constrain: 'domain',
        }),
      },
    ),
  };
}

/** Two decimals; what would be written 0.00 is left empty. */
const cell = (value: number): string => (value < 0.005 ? '' : value.toFixed(2));

/** The strongest confusion, in words. */
function largest(values: number[][], classes: string[]): string {
  let best = { value: 0, row: 0, column: 0 };
  values.forEach((line, row) =>
    line.forEach((value, column) => {
      if (row !== column && value > best.value) best = { value, row, column };
    }),
  );
  if (best.value === 0) return '';
  return ` Largest off the diagonal: ${classes[best.row]} as ${classes[best.column]}, ${number(best.value)}.`;
}
