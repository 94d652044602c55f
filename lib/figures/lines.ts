import { axis, colour, dash, escapeText, layout, number } from './theme';
import { roomForLegend } from './legend-room';
import type { Figure } from './types';

/** A curve of numbers; null breaks it. */
export interface Line {
  name: string;
  x: readonly number[];
  y: readonly (number | null)[];
  /** Points joined by lines instead of a smooth line. */
  points?: boolean;
  /** A thin grey line for reference, such as a diagonal. */
  reference?: boolean;
}

export interface LinesOptions {
  title: string;
  x: string;
  y: string;
  /** Logarithmic axes. */
  logX?: boolean;
  logY?: boolean;
  rangeX?: readonly [number, number];
  rangeY?: readonly [number, number];
  note?: string;
}

/** Several quantities over one axis. Values that are no finite number break a line. */
export function lines(series: readonly Line[], options: LinesOptions): Figure {
  const { title, x, y, logX, logY, rangeX, rangeY, note } = options;
  let drawn = 0;
  const data = series.map((line) => {
    const index = line.reference ? 0 : drawn++;
    return {
      type: 'scatter' as const,
      mode: line.points ? 'lines+markers' : 'lines',
      name: escapeText(line.name),
      x: [...line.x],
      y: line.y.map((value) => (value !== null && Number.isFinite(value) ? value : null)),
      line: line.reference
        ? { color: '#767676', width: 1.2, dash: 'dot' }
        : { color: colour(index), dash: dash(index), width: 2.4 },
      hovertemplate: `${escapeText(line.name)}: %{x:.4g}, %{y:.4g}<extra></extra>`,
    };
  });
  const told = series
    .filter(({ reference }) => !reference)
    .map(({ name, y: values }) => {
      const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
      if (known.length === 0) return `${name}: nowhere`;
      return `${name}: from ${number(known[0], 3)} to ${number(known[known.length - 1], 3)}`;
    });
  const ends = (range: readonly [number, number] | undefined, log = false) =>
    range ? { range: log ? range.map(Math.log10) : [...range] } : {};
  return roomForLegend({
    data,
    layout: layout(
      title,
      `${title}. ${y} over ${x}. ${told.join('; ')}.`,
      {
        ...(note === undefined ? {} : { margin: { l: 64, r: 24, t: 104, b: 56 } }),
        xaxis: axis(x, { ...(logX ? { type: 'log' } : {}), ...ends(rangeX, logX) }),
        yaxis: axis(y, { ...(logY ? { type: 'log' } : {}), ...ends(rangeY, logY) }),
      },
      note,
    ),
  });
}
