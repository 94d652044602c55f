import { axis, colour, escapeText, layout, number } from './theme';
import type { Figure, Interval, Trace } from './types';

/** One method over the groups; an interval where there are seeds enough. */
export interface GroupSeries {
  name: string;
  /** One a group, in their order. */
  values: readonly (Interval | { mean: number })[];
}

/** Bars side by side for each group, such as the gain in recall by quarter of the classes; whiskers are 95 % intervals. */
export function groupComparison(
  groups: readonly string[],
  series: readonly GroupSeries[],
  options: { title: string; quantity: string },
): Figure {
  const data: Trace[] = series.map(({ name, values }, index) => ({
    type: 'bar',
    name: escapeText(name),
    x: groups.map(escapeText),
    y: values.map(({ mean }) => mean),
    marker: { color: colour(index) },
    error_y: {
      type: 'data',
      symmetric: false,
      array: values.map((value) => ('high' in value ? value.high - value.mean : 0)),
      arrayminus: values.map((value) => ('low' in value ? value.mean - value.low : 0)),
      visible: values.some((value) => 'high' in value),
      thickness: 1.2,
    },
    hovertemplate: `${escapeText(name)}, %{x}: %{y:.2f}<extra></extra>`,
  }));
  const said = series.map(
    ({ name, values }) => `${name} ${values.map(({ mean }, i) => `${groups[i]} ${number(mean)}`).join(', ')}`,
  );
  const alt = `${options.title}. ${options.quantity}: ${said.join('; ')}.`;
  return {
    data,
    layout: layout(options.title, alt, {
      barmode: 'group',
      xaxis: axis(''),
      yaxis: axis(options.quantity, { zeroline: true }),
    }),
  };
}
