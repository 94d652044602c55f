import { axis, colour, COLOURS, escapeText, INK, layout, number, withOpacity } from './theme';
import type { Figure, Trace } from './types';

/** How confident somebody was, in bins of equal width over (0, 1]. */
export interface ConfidenceSeries {
  name: string;
  /** Share of the images in each bin, in %. */
  shares: readonly number[];
  /** Smallest confidence that counts, drawn as a line. */
  threshold?: number;
}

/** Confidence histograms laid over each other, such as a teacher's on the weak and on the strong view, with thresholds. */
export function confidenceHistogram(
  series: readonly ConfidenceSeries[],
  options: { title: string; images: string },
): Figure {
  const highest = Math.max(...series.flatMap(({ shares }) => shares));
  const data: Trace[] = series.flatMap(({ name, shares, threshold }, index): Trace[] => {
    const width = 1 / shares.length;
    const bars: Trace = {
      type: 'bar',
      name: escapeText(name),
      x: shares.map((_, bin) => (bin + 0.5) * width),
      y: [...shares],
      width: shares.map(() => width),
      marker: {
        color: withOpacity(COLOURS[index % COLOURS.length], 0.4),
        line: { color: colour(index), width: 1.2 },
        pattern: { shape: index % 2 === 0 ? '' : '/', fgcolor: colour(index), size: 6, solidity: 0.25 },
      },
      hovertemplate: `${escapeText(name)}: %{y:.1f} % of the images<extra></extra>`,
    };
    if (threshold === undefined) return [bars];
    const line: Trace = {
      type: 'scatter',
      mode: 'lines',
      name: `threshold ${number(threshold)} (${escapeText(name)})`,
      x: [threshold, threshold],
      y: [0, highest],
      line: { color: index === 0 ? INK : colour(index), dash: index === 0 ? 'solid' : 'dash', width: 2 },
      hoverinfo: 'skip',
    };
    return [bars, line];
  });
  const said = series.map(({ name, shares, threshold }) => {
    const above = shares.filter((_, bin) => bin / shares.length >= (threshold ?? 0.9) - 1e-9);
    const bound = threshold ?? 0.9;
    return `${name}: ${number(above.reduce((a, b) => a + b, 0), 1)} % at ${number(bound)} or more`;
  });
  const alt = `${options.title}. Share of ${options.images} by confidence. ${said.join('; ')}.`;
  return {
    data,
    layout: layout(options.title, alt, {
      barmode: 'overlay',
      margin: { l: 64, r: 24, t: 104, b: 56 },
      xaxis: axis('confidence (largest probability)', { range: [0, 1], dtick: 0.1 }),
      yaxis: axis(`${options.images} (%)`, { rangemode: 'tozero' }),
    }),
  };
}
