import { axis, colour, dash, escapeText, INK, layout, number } from './theme';
import type { Figure, Trace } from './types';

/** Class sums of one softened prediction, [C], in images. */
export interface ClassDistribution {
  name: string;
  sums: readonly number[];
}

/**
 * How a teacher spreads the training images over the classes, against the balanced truth (IPWD's Figure 1): class sums
 * of its predictions, each curve sorted by its own sums, and a dashed line where balanced classes would lie.
 */
export function classDistribution(curves: readonly ClassDistribution[], options: { title: string }): Figure {
  const [{ sums }] = curves;
  const balanced = sums.reduce((total, sum) => total + sum, 0) / sums.length;
  const ranks = sums.map((_, rank) => rank + 1);
  const data: Trace[] = curves.map((curve, index) => ({
    type: 'scatter',
    name: escapeText(curve.name),
    mode: 'lines+markers',
    x: ranks,
    y: [...curve.sums].sort((a, b) => b - a),
    line: { color: colour(index), dash: dash(index), width: 2 },
    marker: { color: colour(index), size: 5 },
    hovertemplate: `${escapeText(curve.name)}<br>rank %{x}: %{y:.1f} images<extra></extra>`,
  }));
  data.push({
    type: 'scatter',
    name: 'balanced labels',
    mode: 'lines',
    x: [1, sums.length],
    y: [balanced, balanced],
    line: { color: INK, dash: 'dash', width: 1.5 },
    hoverinfo: 'skip',
  });
  const spans = curves.map(
    (curve) => `${curve.name} from ${number(Math.min(...curve.sums))} to ${number(Math.max(...curve.sums))}`,
  );
  const alt = `${options.title}. Class sums by rank: ${spans.join('; ')}; balanced would be ${number(balanced)}.`;
  return {
    data,
    layout: layout(options.title, alt, {
      xaxis: axis('class, by rank'),
      yaxis: axis('predicted probability × images'),
    }),
  };
}
