import { InputError } from '../base/errors';
import { axis, escapeText, GRID, layout, number, SEQUENTIAL } from './theme';
import type { Figure } from './types';

export interface ValueMapOptions {
  title: string;
  /** What a value is, with its unit. */
  quantity: string;
  rows: { title: string; names: readonly string[] };
  columns: { title: string; names: readonly string[] };
  /** Decimals in the cells; none are written beyond a dozen columns. Default 2. */
  digits?: number;
}

/** A number for each pair of settings (or of classes), such as accuracy over two thresholds; null where there is none. */
export function valueMap(values: readonly (readonly (number | null)[])[], options: ValueMapOptions): Figure {
  const { title, quantity, rows, columns, digits = 2 } = options;
  if (
    values.length !== rows.names.length ||
    values.some((line) => line.length !== columns.names.length)
  ) {
    const found = `${values.length}×${values[0]?.length ?? 0}`;
    throw new InputError(
      `value map '${title}': found ${found} values, expected ${rows.names.length}×${columns.names.length}`,
    );
  }
  const known = values.flatMap((line, r) =>
    line.flatMap((value, c) => (value === null ? [] : [{ value, at: `${rows.names[r]}, ${columns.names[c]}` }])),
  );
  if (known.length === 0) throw new InputError(`value map '${title}': found no values, needed is at least one`);
  const ordered = [...known].sort((a, b) => a.value - b.value);
  const [low, high] = [ordered[0], ordered[ordered.length - 1]];
  const dark = low.value + 0.6 * (high.value - low.value); // from here on white reads better

  const written = columns.names.length <= 12;
  const ticks = (names: readonly string[]) =>
    names.length <= 30
      ? { tickvals: names.map((_, index) => index), ticktext: names.map(escapeText) }
      : { nticks: 10 };
  const alt =
    `${title}. ${quantity} for ${rows.title} (down) and ${columns.title} (across): smallest ` +
    `${number(low.value, digits)} at ${low.at}, largest ${number(high.value, digits)} at ${high.at}.`;
  return {
    data: [
      {
        type: 'heatmap',
        z: values.map((line) => [...line]),
        zmin: low.value,
        zmax: high.value > low.value ? high.value : low.value + 1,
        colorscale: SEQUENTIAL,
        xgap: 1,
        ygap: 1,
        customdata: rows.names.map((row) => columns.names.map((column) => [escapeText(row), escapeText(column)])),
        hovertemplate: `${escapeText(rows.title)} %{customdata[0]}, ${escapeText(columns.title)} %{customdata[1]}: %{z:.${digits}f}<extra></extra>`,
        colorbar: {
          title: { text: escapeText(quantity), side: 'right' },
          thickness: 14,
          outlinewidth: 1,
          outlinecolor: GRID,
        },
      },
    ],
    layout: layout(title, alt, {
      width: 640,
      height: 520,
      margin: { l: 72, r: 24, t: 64, b: 64 },
      xaxis: axis(columns.title, { ...ticks(columns.names), showgrid: false }),
      yaxis: axis(rows.title, { ...ticks(rows.names), autorange: 'reversed', showgrid: false }),
      ...(written && {
        annotations: values.flatMap((line, y) =>
          line.flatMap((value, x) =>
            value === null
              ? []
              : [
                  {
                    ...{ x, y, text: number(value, digits), showarrow: false },
                    font: { size: 12, color: value > dark ? '#FFFFFF' : '#222222' },
                  },
                ],
          ),
        ),
      }),
    }),
  };
}
