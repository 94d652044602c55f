/**
 * A figure is plain JSON in Plotly's format, made by a pure function from numbers. Nothing here needs plotly.js:
 * the same object is drawn by JupyterLab, VS Code, a page, or Chromium on its way to a PNG.
 */
export interface Figure {
  data: Trace[];
  layout: Layout;
}

/** One Plotly trace; the types listed are those of the cartesian bundle that we use. */
export interface Trace {
  type: 'scatter' | 'bar' | 'heatmap';
  name?: string;
  [attribute: string]: unknown;
}

export interface Layout {
  /** `alt`: the figure in words, for screen readers, for the text output of a cell, for pages without scripts. */
  meta: { alt: string };
  /** Pixels; used for the notebook's PNG and for export unless the caller says otherwise. */
  width: number;
  height: number;
  [attribute: string]: unknown;
}

/** Mean and interval of one group, such as a method over its seeds. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * Plotly's settings wherever a figure is drawn. Newer renderers offer a button that uploads the figure to a server;
 * it is off, and so is the address.
 */
export const PLOT_CONFIG = { displaylogo: false, showSendToCloud: false, plotlyServerURL: '' } as const;
