import { axis, colour, escapeText, layout, number, symbol } from './theme';
import { roomForLegend } from './legend-room';
import type { Figure, Trace } from './types';

/** Points of one kind, such as the classes under one method. */
export interface PointCloud {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** What each point is, shown on pointing at it. */
  labels?: readonly string[];
}

/** Two quantities against each other, a colour and a shape for each cloud. */
export function pointClouds(
  clouds: readonly PointCloud[],
  options: { title: string; x: string; y: string },
): Figure {
  const data: Trace[] = clouds.map(({ name, x, y, labels }, index) => ({
    type: 'scatter',
    mode: 'markers',
    name: escapeText(name),
    x: [...x],
    y: [...y],
    ...(labels ? { text: labels.map(escapeText) } : {}),
    marker: { color: colour(index), symbol: symbol(index), size: 9 },
    hovertemplate: `${labels ? '%{text}<br>' : ''}%{x:.3g}, %{y:.3g}<extra>${escapeText(name)}</extra>`,
  }));
  const spans = clouds.map(
    ({ name, y }) => `${name} between ${number(Math.min(...y))} and ${number(Math.max(...y))}`,
  );
  return roomForLegend({
    data,
    layout: layout(options.title, `${options.title}. ${options.y} against ${options.x}: ${spans.join('; ')}.`, {
      xaxis: axis(options.x),
      yaxis: axis(options.y),
    }),
  });
}
