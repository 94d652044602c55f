import type { Figure } from './types';

/** Pixels of a legend's entry beside its name, of one letter at its size, and of one row. */
const [MARK, LETTER, ROW] = [45, 7, 20];

/**
 * A figure whose legend above the plot keeps clear of the title: higher, and with more room at the top, by as many rows
 * as the legend needs beyond one. Plotly puts entries into columns as wide as the widest of them.
 */
export function roomForLegend({ data, layout }: Figure): Figure {
  const names = data.flatMap(({ name, showlegend }) => (name && showlegend !== false ? [name] : []));
  const margin = layout.margin as { l: number; r: number; t: number; b: number };
  const widest = MARK + LETTER * Math.max(0, ...names.map((name) => name.length));
  const columns = Math.max(1, Math.floor((layout.width - margin.l - margin.r) / widest));
  const further = Math.max(0, Math.ceil(names.length / columns) - 1) * ROW;
  if (further === 0) return { data, layout };
  return {
    data,
    layout: {
      ...layout,
      height: layout.height + further,
      margin: { ...margin, t: margin.t + further },
    },
  };
}
