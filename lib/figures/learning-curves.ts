import { counted } from '../base/in-words';
import { mean } from './summary';
import { axis, colour, dash, escapeText, layout, number, withOpacity } from './theme';
import { roomForLegend } from './legend-room';
import type { Figure, Trace } from './types';

/** One curve of several seeds: the same quantity at the same epochs. */
export interface CurveGroup {
  name: string;
  epochs: number[];
  /** [seeds][epochs]; a seed that was not evaluated at an epoch holds null there. */
  seeds: (number | null)[][];
}

export interface LearningCurveOptions {
  title: string;
  /** What is on the y axis, with its unit, such as `test accuracy (%)`. */
  quantity: string;
}

/**
 * Learning curves: per group a line through the mean over seeds and a band from the smallest to the largest
 * seed (the band shows all seeds, it is no confidence interval).
 */
export function learningCurves(groups: CurveGroup[], options: LearningCurveOptions): Figure {
  const data: Trace[] = [];
  const ends: string[] = [];
  groups.forEach((group, index) => {
    const points = group.epochs
      .map((epoch, at) => ({ epoch, values: group.seeds.map((seed) => seed[at] ?? null).filter(isNumber) }))
      .filter((point) => point.values.length > 0);
    const epochs = points.map((point) => point.epoch);
    const means = points.map((point) => mean(point.values));
    const low = points.map((point) => Math.min(...point.values));
    const high = points.map((point) => Math.max(...point.values));
    const name = escapeText(group.name);
    if (group.seeds.length > 1) {
      data.push({
        type: 'scatter',
        name,
        legendgroup: name,
        showlegend: false,
        hoverinfo: 'skip',
        mode: 'lines',
        x: [...epochs, ...[...epochs].reverse()],
        y: [...high, ...low.reverse()],
        fill: 'toself',
        fillcolor: withOpacity(colour(index), 0.16),
        line: { width: 0 },
      });
    }
    data.push({
      type: 'scatter',
      name,
      legendgroup: name,
      mode: epochs.length < 2 ? 'markers' : 'lines',
      x: epochs,
      y: means,
      line: { color: colour(index), dash: dash(index), width: 2.5 },
      hovertemplate: `${name}<br>epoch %{x}: %{y:.2f}<extra></extra>`,
    });
    const last = means.at(-1);
    const seeds = counted(group.seeds.length, 'seed');
    if (last !== undefined) ends.push(`${group.name} ends at ${number(last)} (${seeds})`);
  });
  const several = groups.some((group) => group.seeds.length > 1);
  const alt = `${options.title}. Lines of ${options.quantity} over epochs: ${ends.join('; ')}.`;
  return roomForLegend({
    data,
    layout: layout(options.title, alt, {
      xaxis: axis(several ? 'epoch (band: smallest to largest seed)' : 'epoch', { rangemode: 'tozero' }),
      yaxis: axis(options.quantity),
    }),
  });
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
