import { escapeHtml } from '../escape';
import { GRID, INK } from '../theme';
import { share, ticks } from './axis';
import type { ChartAxis } from './axis';
import { markSvg } from './marks';
import type { Mark } from './marks';

/**
 * A small chart as SVG text, from a pure function. Plotly needs 20 to 60 ms to redraw a figure and a megabyte of
 * script; the explorer redraws five within one frame, inside a notebook's output, and shows the same picture where
 * no script runs. Everything that does not move with a slider is drawn by Plotly (`Figure`).
 */
export interface Chart {
  /** Letters and digits; names the chart's parts on a page. */
  id: string;
  title: string;
  /** The chart in words. */
  alt: string;
  x: ChartAxis;
  y: ChartAxis;
  /** Drawn in this order. */
  marks: Mark[];
  width?: number;
  height?: number;
}

/** Room for the axes, in pixels of the view box. */
const MARGIN = { left: 58, right: 14, top: 10, bottom: 46 };
const SIZE = { width: 400, height: 300 };

/** The plotting area in view-box pixels. */
export function plotArea({ width = SIZE.width, height = SIZE.height }: Pick<Chart, 'width' | 'height'>) {
  const { left, right, top, bottom } = MARGIN;
  return { x: left, y: top, width: width - left - right, height: height - top - bottom };
}

/** The whole chart: heading, legend, picture. */
export function chartHtml(chart: Chart): string {
  const { width = SIZE.width, height = SIZE.height } = chart;
  return `<figure class="chart" id="chart-${chart.id}">
<figcaption>${escapeHtml(chart.title)}</figcaption>
<ul class="legend">${legendHtml(chart)}</ul>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(chart.alt)}">${chartSvg(chart)}</svg>
</figure>`;
}

/** Entries of the legend: marks that have a name, each name once. */
export function legendHtml({ marks }: Chart): string {
  const seen = new Set<string>();
  return marks
    .filter((mark) => mark.name !== undefined && !seen.has(mark.name) && seen.add(mark.name))
    .map((mark) => `<li>${swatch(mark)} ${escapeHtml(mark.name!)}</li>`)
    .join('');
}

/** What stands inside the `svg` element. */
export function chartSvg(chart: Chart): string {
  const area = plotArea(chart);
  const toX = (value: number): number => area.x + area.width * share(chart.x, value);
  const toY = (value: number): number => area.y + area.height * (1 - share(chart.y, value));
  const bottom = area.y + area.height;
  const vertical = ticks(chart.x).map(({ value, text }) => {
    const x = pixel(toX(value));
    return `<path d="M${x} ${area.y}V${bottom}" stroke="${GRID}"/><path d="M${x} ${bottom}v4" stroke="${INK}"/><text x="${x}" y="${bottom + 17}" text-anchor="middle">${escapeHtml(text)}</text>`;
  });
  const horizontal = ticks(chart.y).map(({ value, text }) => {
    const y = pixel(toY(value));
    return `<path d="M${area.x} ${y}h${area.width}" stroke="${GRID}"/><path d="M${area.x - 4} ${y}h4" stroke="${INK}"/><text x="${area.x - 7}" y="${pixel(toY(value) + 4)}" text-anchor="end">${escapeHtml(text)}</text>`;
  });
  const middle = area.y + area.height / 2;
  return `<clipPath id="clip-${chart.id}"><rect x="${area.x}" y="${area.y}" width="${area.width}" height="${area.height}"/></clipPath>
<g class="axes">${vertical.join('')}${horizontal.join('')}<path d="M${area.x} ${area.y}V${bottom}H${area.x + area.width}" fill="none" stroke="${INK}"/>
<text class="label" x="${area.x + area.width / 2}" y="${bottom + 38}" text-anchor="middle">${escapeHtml(chart.x.label)}</text>
<text class="label" transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeHtml(chart.y.label)}</text></g>
<g clip-path="url(#clip-${chart.id})">${chart.marks.map((mark) => markSvg(mark, toX, toY, area)).join('')}</g>`;
}

/** A small picture of the mark for the legend. */
function swatch(mark: Mark): string {
  const area = { x: 0, y: 0, width: 26, height: 12 };
  const same = (value: number): number => value;
  const sample: Mark =
    mark.kind === 'points'
      ? { ...mark, x: [13], y: [6], size: 5 }
      : mark.kind === 'area'
        ? { ...mark, x: [0, 26], y: [1, 1], base: 11 }
        : mark.kind === 'line'
          ? { ...mark, x: [0, 26], y: [6, 6] }
          : { kind: 'line', x: [0, 26], y: [6, 6], colour: mark.colour };
  return `<svg class="swatch" viewBox="0 0 26 12" width="26" height="12" aria-hidden="true">${markSvg(sample, same, same, area)}</svg>`;
}

/** Coordinates to a tenth of a pixel keep the text short. */
function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
