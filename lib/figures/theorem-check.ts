import { statementVerdicts } from '../theory/executable/index';
import type { Prediction, TheoremCheck } from '../theory/executable/index';
import { axis, COLOURS, escapeText, INK, layout, number } from './theme';
import type { Figure, Trace } from './types';

const [BLUE, ORANGE, GREEN] = COLOURS;

/** Beyond this ratio of largest to smallest value the axis is logarithmic. */
const WIDE = 50;
const ROW_PIXELS = 38;
/** Characters of a label that stand in one line. */
const LABEL = 44;

const SHAPES: Record<Prediction['relation'], string> = {
  '=': 'diamond-open',
  '≤': 'triangle-left-open',
  '≥': 'triangle-right-open',
  '>': 'triangle-right-open',
};

/**
 * An executable theorem as a figure: each simulated value with its interval (which all hold together at the check's
 * level) beside what the printed and the corrected statement say. A printed statement that the interval excludes is a
 * filled mark; triangles point to the side that a bound allows.
 */
export function theoremCheck(check: TheoremCheck): Figure {
  // The font of exported pictures has no ∈.
  const { labels, quantity } = shortened(check.values.map(({ label }) => label.replaceAll('∈', 'in')));
  const rows = check.values.map((_, index) => check.values.length - index);
  const finite = (value: number | undefined): number | null =>
    value !== undefined && Number.isFinite(value) ? value : null;
  const shown = check.values.flatMap(({ measured, printed, corrected, interval }) =>
    [measured, printed?.value, corrected?.value, ...interval].filter(
      (value): value is number => value !== undefined && Number.isFinite(value),
    ),
  );
  const log = Math.min(...shown) > 0 && Math.max(...shown) / Math.min(...shown) > WIDE;
  // An open end is drawn to where the largest finite value lies.
  const edge = Math.max(...shown);
  const marks: Trace[] = [
    {
      type: 'scatter',
      mode: 'markers',
      name: `simulated, ${number(100 * check.level)} % intervals`,
      x: check.values.map(({ measured }) => finite(measured)),
      y: rows,
      marker: { color: BLUE, size: 9 },
      error_x: {
        type: 'data',
        symmetric: false,
        array: check.values.map(({ measured, interval }) => Math.max(0, Math.min(interval[1], edge) - measured)),
        arrayminus: check.values.map(({ measured, interval }) => Math.max(0, measured - interval[0])),
        color: BLUE,
        thickness: 2.5,
        width: 6,
      },
      text: labels,
      hovertemplate: '%{text}<br>simulated %{x:.4g}<extra></extra>',
    },
    predictions(check, rows, labels, 'corrected', () => true, 'corrected', GREEN, false),
    predictions(check, rows, labels, 'printed', (agrees) => agrees, 'printed, agrees', ORANGE, false),
    predictions(check, rows, labels, 'printed', (agrees) => !agrees, 'printed, excluded', ORANGE, true),
  ];
  return {
    data: marks.filter(({ x }) => (x as unknown[]).length > 0),
    layout: layout(
      check.title,
      alt(check),
      {
        width: 900,
        height: 160 + ROW_PIXELS * rows.length,
        margin: { l: 64, r: 24, t: 104, b: 56 },
        // Ten pixels above the plot, however tall it is.
        legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1 + 10 / (ROW_PIXELS * rows.length), yanchor: 'bottom' },
        xaxis: axis(quantity, { ...(log ? { type: 'log', dtick: 1 } : { zeroline: true, zerolinecolor: INK }) }),
        yaxis: axis('', {
          tickvals: rows,
          ticktext: labels,
          range: [0.4, rows.length + 0.6],
          gridcolor: '#F2F2F2',
        }),
      },
      `${check.source}. Diamonds: equality, triangles: bounds, pointing to the allowed side.`,
    ),
  };
}

function predictions(
  { values }: TheoremCheck,
  rows: readonly number[],
  labels: readonly string[],
  statement: 'printed' | 'corrected',
  wanted: (agrees: boolean) => boolean,
  name: string,
  colour: string,
  filled: boolean,
): Trace {
  const chosen = values.flatMap((value, index) => {
    const prediction = value[statement];
    return prediction && wanted(value.agrees[statement] === true) ? [{ prediction, index }] : [];
  });
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: chosen.map(({ prediction }) => prediction.value),
    // A little above and below the simulated value, so that equal marks do not hide each other.
    y: chosen.map(({ index }) => rows[index] + (statement === 'printed' ? 0.22 : -0.22)),
    marker: {
      color: colour,
      symbol: chosen.map(({ prediction: { relation } }) =>
        filled ? SHAPES[relation].replace('-open', '') : SHAPES[relation],
      ),
      size: 12,
      line: { width: 2, color: colour },
    },
    text: chosen.map(({ prediction: { relation }, index }) => `${labels[index]}<br>${name}: ${relation}`),
    hovertemplate: '%{text} %{x:.4g}<extra></extra>',
  };
}

/** What all labels end with after a colon goes to the axis; long labels take two lines. */
function shortened(labels: readonly string[]): { labels: string[]; quantity: string } {
  const endings = labels.map((label) => label.slice(label.indexOf(': ') + 2));
  const common = labels.every((label) => label.includes(': ')) && new Set(endings).size === 1;
  return {
    quantity: common ? escapeText(endings[0]) : 'value',
    labels: labels.map((label) => wrapped(common ? label.slice(0, label.indexOf(': ')) : label)),
  };
}

function wrapped(label: string): string {
  const lines = [''];
  for (const word of label.split(' ')) {
    if (lines[lines.length - 1].length + word.length > LABEL) lines.push('');
    lines[lines.length - 1] += `${lines[lines.length - 1] === '' ? '' : ' '}${word}`;
  }
  return lines.map(escapeText).join('<br>');
}

function alt(check: TheoremCheck): string {
  const { title, values, conclusion } = check;
  const verdicts = statementVerdicts(check);
  const told = values.map(({ label, measured, printed, corrected }) => {
    const says = (prediction: Prediction | null): string =>
      prediction ? `${prediction.relation} ${number(prediction.value, 4)}` : 'nothing';
    return `${label}: ${number(measured, 4)} (printed ${says(printed)}, corrected ${says(corrected)})`;
  });
  return `${title}. ${told.join('; ')}. The printed statement ${verdicts.printed}, the corrected one ${verdicts.corrected}. ${conclusion}`;
}
