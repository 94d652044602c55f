import { counted } from '../base/in-words';
import { median } from '../base/ranks';
import { mean } from './summary';
import { axis, colour, escapeText, layout, number, symbol, withOpacity } from './theme';
import type { Figure, Interval, Trace } from './types';

/** One method: a value for each seed and, where the statistics give one, an interval of the mean. */
export interface MethodResult {
  name: string;
  /** [seeds], in the same order for all methods; null where a seed is missing. */
  values: (number | null)[];
  interval?: Interval;
}

export interface MethodComparisonOptions {
  title: string;
  /** What is on the y axis, with its unit. */
  quantity: string;
  /** What `interval` is, such as `95 % t interval of the mean`. */
  intervalName?: string;
  /** A published or reference value, drawn as a dashed line. */
  reference?: { value: number; name: string };
}

/**
 * Methods side by side: a grey line joins each seed's values (same start and order of images, so its slope is
 * the paired difference), dots are seeds, the wide mark is the mean, the whisker its interval.
 */
export function methodComparison(methods: MethodResult[], options: MethodComparisonOptions): Figure {
  const seeds = Math.max(0, ...methods.map((method) => method.values.length));
  const data: Trace[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    data.push({
      type: 'scatter',
      mode: 'lines',
      x: methods.map((_, index) => index),
      y: methods.map((method) => method.values[seed] ?? null),
      line: { color: withOpacity('#000000', 0.22), width: 1.2 },
      hoverinfo: 'skip',
      showlegend: false,
    });
  }
  const words: string[] = [];
  methods.forEach((method, index) => {
    const values = method.values.filter((value): value is number => value !== null);
    if (values.length === 0) {
      words.push(`${method.name}: not run`);
      return;
    }
    const centre = method.interval?.mean ?? mean(values);
    data.push({
      type: 'scatter',
      mode: 'markers',
      name: escapeText(method.name),
      showlegend: false,
      x: values.map(() => index),
      y: values,
      text: method.values.flatMap((value, seed) => (value === null ? [] : [`seed ${seed + 1}`])),
      hovertemplate: `${escapeText(method.name)}, %{text}: %{y:.2f}<extra></extra>`,
      marker: {
        color: withOpacity(colour(index), 0.75),
        symbol: symbol(index),
        size: 9,
        line: { color: '#FFFFFF', width: 1 },
      },
    });
    data.push(meanMark(method, index, centre));
    const interval = method.interval
      ? `, interval ${number(method.interval.low)} to ${number(method.interval.high)}`
      : '';
    words.push(`${method.name}: mean ${number(centre)} over ${counted(values.length, 'seed')}${interval}`);
  });
  const { range, outside } = closeView(methods);
  const whiskers = methods.some((method) => method.interval);
  const note = [
    'Dots: seeds, equal seeds joined. Bar: mean.',
    whiskers ? `Whisker: ${options.intervalName ?? 'interval of the mean'}.` : '',
  ];
  const figure: Figure = {
    data,
    layout: layout(
      options.title,
      `${options.title}. ${options.quantity}. ${words.join('; ')}.`,
      {
        xaxis: axis('', {
          tickvals: methods.map((_, index) => index),
          ticktext: methods.map((method) => wrapped(method.name)),
          tickangle: methods.length > 4 ? -35 : 0,
          range: [-0.5, methods.length - 0.5],
          showgrid: false,
        }),
        yaxis: axis(options.quantity, range && { range }),
        ...(outside.length > 0 && { annotations: outside }),
        showlegend: false,
      },
      note.join(' ').trim(),
    ),
  };
  if (options.reference) addReference(figure, options.reference, methods.length - 0.5);
  return figure;
}

/** Means further than this many median deviations from their median would flatten all others. */
const FAR = 12;

/**
 * The y range of the methods that lie together, where some lie far away (a collapsed run), and a note at the edge for each
 * that is out of view. Nothing where all can be seen.
 */
function closeView(methods: readonly MethodResult[]): { range?: [number, number]; outside: object[] } {
  const shown = methods.map(({ values }) => values.filter((value): value is number => value !== null));
  const means = shown.map((values) => (values.length > 0 ? mean(values) : NaN));
  const known = means.filter((value) => !Number.isNaN(value));
  if (known.length < 4) return { outside: [] };
  const middle = median(known);
  const spread = median(known.map((value) => Math.abs(value - middle)));
  const far = means.map((value) => Math.abs(value - middle) > FAR * Math.max(spread, 0.005 * Math.abs(middle)));
  if (!far.includes(true)) return { outside: [] };
  const near = methods.flatMap(({ interval }, i) =>
    far[i] || Number.isNaN(means[i]) ? [] : [...shown[i], ...(interval ? [interval.low, interval.high] : [])],
  );
  const [low, high] = [Math.min(...near), Math.max(...near)];
  const room = 0.08 * (high - low);
  const outside = means.flatMap((value, index) => {
    if (!far[index]) return [];
    const below = value < middle;
    const place = { x: index, yref: 'paper', y: below ? 0 : 1, yanchor: below ? 'bottom' : 'top' };
    return [{ ...place, showarrow: false, text: `${number(value, 1)} ${below ? '↓' : '↑'}` }];
  });
  return { range: [low - room, high + room], outside };
}

/** A long name in two lines, broken at the blank nearest to its middle. */
function wrapped(name: string): string {
  const words = name.split(' ');
  if (name.length < 16 || words.length < 2) return escapeText(name);
  const breaks = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const [first, second] = breaks.reduce((best, one) =>
    Math.abs(one[0].length - one[1].length) < Math.abs(best[0].length - best[1].length) ? one : best,
  );
  return `${escapeText(first)}<br>${escapeText(second)}`;
}

/** A short bar at the mean beside the dots, with the interval as a whisker. */
function meanMark(method: MethodResult, index: number, centre: number): Trace {
  const { interval } = method;
  return {
    type: 'scatter',
    mode: 'markers',
    showlegend: false,
    x: [index + 0.16],
    y: [centre],
    marker: { symbol: 'line-ew', size: 22, line: { color: colour(index), width: 3 } },
    ...(interval && {
      error_y: {
        type: 'data',
        symmetric: false,
        array: [interval.high - centre],
        arrayminus: [centre - interval.low],
        color: colour(index),
        thickness: 2,
        width: 6,
      },
    }),
    hovertemplate: `${escapeText(method.name)}: mean %{y:.2f}<extra></extra>`,
  };
}

/** Drawn as a trace, so that the axis always reaches it. */
function addReference(figure: Figure, reference: { value: number; name: string }, right: number): void {
  const label = `${reference.name}: ${number(reference.value)}`;
  figure.data.unshift({
    type: 'scatter',
    mode: 'lines+text',
    showlegend: false,
    x: [-0.5, right],
    y: [reference.value, reference.value],
    text: ['', escapeText(label)],
    textposition: 'top left',
    line: { color: '#000000', width: 1.5, dash: 'dash' },
    hoverinfo: 'skip',
  });
  figure.layout.meta.alt += ` Reference: ${label}.`;
}
