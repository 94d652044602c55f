import { axis, COLOURS, INK, layout, number, withOpacity } from './theme';
import type { Figure } from './types';

/** One bin of a calibration plot. */
export interface CalibrationBin {
  /** Edges of the bin, in [0, 1]. */
  low: number;
  high: number;
  /** Images whose confidence falls into the bin. */
  count: number;
  /** Mean confidence and share of right predictions, both in [0, 1]; not used where count is 0. */
  confidence: number;
  accuracy: number;
}

export interface ReliabilityOptions {
  title: string;
  /** Expected calibration error in [0, 1], shown as given. */
  ece?: number;
}

/**
 * Reliability diagram (Guo et al. 2017, "On Calibration of Modern Neural Networks", figure 1): a bar per bin of
 * confidence up to its accuracy, the hatched gap to the mean confidence, the diagonal of perfect calibration;
 * below it, how many images each bin holds.
 */
export function reliabilityDiagram(bins: CalibrationBin[], options: ReliabilityOptions): Figure {
  const used = bins.filter((bin) => bin.count > 0);
  const total = used.reduce((sum, bin) => sum + bin.count, 0);
  const x = used.map((bin) => (bin.low + bin.high) / 2);
  const width = used.map((bin) => (bin.high - bin.low) * 0.94);
  const share = used.map((bin) => (100 * bin.count) / total);
  const ece = options.ece === undefined ? '' : `ECE ${number(options.ece, 3)}`;
  const over = used.filter((bin) => bin.confidence > bin.accuracy).length;
  const range = used.map((bin) => bin.accuracy);
  const alt =
    `${options.title}. Accuracy against confidence in ${bins.length} bins` +
    `${ece && `, ${ece}`}. Confidence exceeds accuracy in ${over} of ${used.length} filled bins; ` +
    `accuracy runs from ${number(Math.min(...range))} to ${number(Math.max(...range))}.`;
  return {
    data: [
      {
        type: 'bar',
        name: 'accuracy',
        x,
        y: used.map((bin) => bin.accuracy),
        width,
        marker: { color: withOpacity(COLOURS[0], 0.85), line: { color: INK, width: 1 } },
        customdata: used.map((bin) => [bin.confidence, bin.count]),
        hovertemplate:
          'accuracy %{y:.3f}<br>confidence %{customdata[0]:.3f}<br>%{customdata[1]} images<extra></extra>',
      },
      {
        type: 'bar',
        name: 'gap to confidence',
        x,
        base: used.map((bin) => Math.min(bin.accuracy, bin.confidence)),
        y: used.map((bin) => Math.abs(bin.confidence - bin.accuracy)),
        width,
        marker: {
          color: withOpacity(COLOURS[1], 0.25),
          line: { color: COLOURS[1], width: 1.2 },
          pattern: { shape: '/', fgcolor: COLOURS[1], size: 6, solidity: 0.25 },
        },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        name: 'perfect calibration',
        mode: 'lines',
        x: [0, 1],
        y: [0, 1],
        line: { color: INK, dash: 'dash', width: 1.5 },
        hoverinfo: 'skip',
      },
      {
        type: 'bar',
        name: 'share of images',
        x,
        y: share,
        width,
        yaxis: 'y2',
        showlegend: false,
        marker: { color: '#9A9A9A' },
        hovertemplate: '%{y:.1f} % of the images<extra></extra>',
      },
    ],
    layout: layout(
      options.title,
      alt,
      {
        width: 520,
        height: 560,
        barmode: 'overlay',
        margin: { l: 64, r: 24, t: 104, b: 56 },
        xaxis: axis('confidence', { range: [0, 1], anchor: 'y2', dtick: 0.2 }),
        yaxis: axis('accuracy', { range: [0, 1], domain: [0.27, 1], dtick: 0.2 }),
        yaxis2: axis('images (%)', { domain: [0, 0.18], rangemode: 'tozero', nticks: 4 }),
      },
      ece,
    ),
  };
}
