import { InputError } from '../base/errors';
import { pngUri, type PixelImage } from './png';
import { axis, COLOURS, escapeText, layout, number, withOpacity } from './theme';
import type { Figure, Trace } from './types';

/** One image and what the teacher says about it. */
export interface SoftLabelExample {
  image: PixelImage;
  /** Index of the true class. */
  label: number;
  /** Teacher's probabilities at temperature 1, [C]. */
  probabilities: number[];
  /** The same logits' probabilities at temperature T, [C]. */
  softened: number[];
}

export interface SoftLabelOptions {
  title: string;
  classes: string[];
  temperature: number;
}

const ROW_HEIGHT = 148;

/**
 * "Dark knowledge": a row per image with the teacher's probabilities at temperature 1 (left) and T (right). At 1
 * the runners-up are hardly visible; at T they show which classes the teacher finds alike. The true class is
 * drawn in another colour and marked in words.
 */
export function softLabelBars(examples: SoftLabelExample[], options: SoftLabelOptions): Figure {
  const { classes, temperature } = options;
  const rows = examples.length;
  const data: Trace[] = [];
  const axes: Record<string, unknown> = {};
  const words: string[] = [];
  examples.forEach((example, row) => {
    const top = 1 - row / rows;
    const domain = [top - (1 / rows) * 0.82, top - (1 / rows) * 0.06];
    [example.probabilities, example.softened].forEach((values, column) => {
      if (values.length !== classes.length) {
        throw new InputError(
          `soft label ${row + 1}: found ${values.length} values, expected ${classes.length} (one a class)`,
        );
      }
      const index = row * 2 + column + 1;
      const suffix = index === 1 ? '' : String(index);
      data.push(bars(values, example.label, classes, suffix));
      const last = row === rows - 1;
      axes[`xaxis${suffix}`] = axis('', {
        domain: column === 0 ? [0.2, 0.57] : [0.63, 1],
        anchor: `y${suffix}`,
        tickvals: classes.map((_, at) => at),
        ticktext: classes.map(escapeText),
        tickangle: -45,
        tickfont: { size: 11 },
        showticklabels: last,
        ticks: last ? 'outside' : '',
        showgrid: false,
        range: [-0.6, classes.length - 0.4],
      });
      axes[`yaxis${suffix}`] = axis('', {
        domain,
        anchor: `x${suffix}`,
        range: [0, 1.2],
        tickvals: [0, 0.5, 1],
        tickfont: { size: 11 },
      });
    });
    words.push(describe(example, classes, temperature));
  });
  const alt =
    `${options.title}. Teacher's class probabilities at temperatures 1 and ${number(temperature)}. ` +
    `${words.join('. ')}.`;
  const height = 120 + rows * ROW_HEIGHT + 60;
  return {
    data,
    layout: layout(
      options.title,
      alt,
      {
        ...axes,
        width: 820,
        height,
        margin: { l: 20, r: 16, t: 96, b: 84 },
        showlegend: false,
        bargap: 0.15,
        images: examples.map((example, row) => picture(example, row, rows)),
        annotations: [
          heading('temperature 1', 0.385),
          heading(`temperature ${number(temperature)}`, 0.815),
          ...examples.map((example, row) => caption(example, row, rows, classes)),
        ],
      },
      'Teacher’s probabilities. Orange: the true class.',
    ),
  };
}

function bars(values: number[], label: number, classes: string[], suffix: string): Trace {
  return {
    type: 'bar',
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    x: classes.map((_, index) => index),
    y: values,
    marker: {
      color: values.map((_, index) => (index === label ? COLOURS[1] : withOpacity(COLOURS[0], 0.85))),
    },
    text: values.map((_, index) => (index === label ? 'true' : '')),
    textposition: 'outside',
    textfont: { size: 11 },
    cliponaxis: false,
    customdata: classes.map(escapeText),
    hovertemplate: '%{customdata}: %{y:.4f}<extra></extra>',
  };
}

/** The two likeliest classes, in words. */
function describe(example: SoftLabelExample, classes: string[], temperature: number): string {
  const order = example.probabilities.map((_, index) => index);
  order.sort((a, b) => (example.probabilities[b] ?? 0) - (example.probabilities[a] ?? 0));
  const best = order.slice(0, 2).map((index) => {
    const [plain, soft] = [example.probabilities[index] ?? 0, example.softened[index] ?? 0];
    return `${classes[index]} ${number(plain, 3)} (${number(soft, 3)} at ${number(temperature)})`;
  });
  return `A ${classes[example.label]}: ${best.join(', then ')}`;
}

function picture(example: SoftLabelExample, row: number, rows: number): object {
  return {
    source: pngUri(example.image),
    xref: 'paper',
    yref: 'paper',
    x: 0.075,
    y: 1 - row / rows - 0.06 / rows,
    sizex: 0.15,
    sizey: 0.62 / rows,
    xanchor: 'center',
    yanchor: 'top',
  };
}

function caption(example: SoftLabelExample, row: number, rows: number, classes: string[]): object {
  return {
    text: escapeText(classes[example.label] ?? ''),
    xref: 'paper',
    yref: 'paper',
    x: 0.075,
    y: 1 - row / rows - 0.7 / rows,
    xanchor: 'center',
    yanchor: 'top',
    showarrow: false,
  };
}

function heading(text: string, x: number): object {
  return {
    text: `<b>${escapeText(text)}</b>`,
    xref: 'paper',
    yref: 'paper',
    x,
    y: 1,
    xanchor: 'center',
    yanchor: 'bottom',
    showarrow: false,
  };
}
