import type { Layout } from './types';

/**
 * The look of every figure: white ground, dark axes, and colours that stay apart for colour-blind readers
 * (Okabe & Ito 2008, without yellow, which vanishes on white). Lines also differ by dash and points by shape,
 * so that a print in grey still tells them apart.
 */
export const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'] as const;
const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot', 'solid'] as const;
const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'triangle-down'] as const;

export const INK = '#222222';
export const GRID = '#E4E4E4';
export const FONT = 'Open Sans, Helvetica, Arial, sans-serif';

/** White to dark blue; luminance falls steadily, so it also reads in grey. */
export const SEQUENTIAL: [number, string][] = [
  [0, '#FFFFFF'],
  [0.25, '#D6E6F4'],
  [0.5, '#A6CBE6'],
  [0.75, '#3F87C2'],
  [1, '#08306B'],
];

export const colour = (index: number): string => COLOURS[index % COLOURS.length] as string;
export const dash = (index: number): string => DASHES[index % DASHES.length] as string;
export const symbol = (index: number): string => SYMBOLS[index % SYMBOLS.length] as string;

/** `#RRGGBB` and an opacity in [0, 1] → `rgba(…)`. */
export function withOpacity(hex: string, opacity: number): string {
  const channel = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  return `rgba(${channel(1)},${channel(3)},${channel(5)},${opacity})`;
}

/** Attributes shared by all axes; a figure adds range, ticks and title. */
export function axis(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: title, standoff: 8, font: { size: 14 } },
    showline: true,
    linecolor: INK,
    ticks: 'outside',
    tickcolor: INK,
    ticklen: 4,
    gridcolor: GRID,
    zeroline: false,
    automargin: true,
    ...more,
  };
}

/**
 * The common layout. `alt` is the figure in words; legends stand above the plot, where they hide no data.
 * `note` is one small line below the title that explains the marks.
 */
export function layout(title: string, alt: string, more: Record<string, unknown> = {}, note = ''): Layout {
  return {
    title: {
      text: escapeText(title),
      subtitle: { text: escapeText(note), font: { size: 12.5, color: '#555555' } },
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { t: 14 },
      font: { size: 17 },
    },
    font: { family: FONT, size: 13, color: INK },
    paper_bgcolor: '#FFFFFF',
    plot_bgcolor: '#FFFFFF',
    colorway: [...COLOURS],
    margin: { l: 64, r: 24, t: 84, b: 56 },
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom', font: { size: 13 } },
    hovermode: 'closest',
    meta: { alt },
    width: 720,
    height: 440,
    ...more,
  };
}

/** Plotly reads `<b>`, `<br>` … in labels: names that come from data are escaped. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A number for labels and alt text: at most `digits` decimals, a true minus sign, no trailing zeros. */
export function number(value: number, digits = 2): string {
  const text = Number(value.toFixed(digits)).toString();
  return text.replace('-', '\u2212');
}
