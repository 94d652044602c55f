import { axis, colour, dash, escapeText, layout, number } from './theme';
import type { Figure, Trace } from './types';

/** A loss along one logit: its value and its derivative at each place. */
export interface LossCurve {
  /** Whose logit moves, such as `logit of the true class`. */
  name: string;
  logit: readonly number[];
  total: readonly number[];
  slope: readonly number[];
}

/** Value (left) and gradient (right) of a loss along single logits, a line for each. */
export function lossCurve(curves: readonly LossCurve[], options: { title: string }): Figure {
  const data: Trace[] = curves.flatMap((curve, index) => {
    const look = { color: colour(index), dash: dash(index), width: 2.5 };
    const name = escapeText(curve.name);
    const shared = { type: 'scatter' as const, mode: 'lines', name, legendgroup: name, line: look };
    return [
      {
        ...shared,
        x: [...curve.logit],
        y: [...curve.total],
        hovertemplate: `${name} %{x:.1f}: value %{y:.3f}<extra></extra>`,
      },
      {
        ...shared,
        showlegend: false,
        x: [...curve.logit],
        y: [...curve.slope],
        xaxis: 'x2',
        yaxis: 'y2',
        hovertemplate: `${name} %{x:.1f}: gradient %{y:.3f}<extra></extra>`,
      },
    ];
  });
  const words = curves.map((curve) => {
    const lowest = curve.total.indexOf(Math.min(...curve.total));
    return `${curve.name}: lowest value ${number(curve.total[lowest])} at ${number(curve.logit[lowest])}, gradient from ${number(curve.slope[0])} to ${number(curve.slope.at(-1)!)}`;
  });
  return {
    data,
    layout: layout(options.title, `${options.title}. Value and gradient along a logit: ${words.join('; ')}.`, {
      xaxis: axis('student logit', { domain: [0, 0.44] }),
      yaxis: axis('value'),
      xaxis2: axis('student logit', { domain: [0.56, 1], anchor: 'y2' }),
      yaxis2: axis('gradient', { anchor: 'x2', zeroline: true }),
      height: 340,
    }),
  };
}
