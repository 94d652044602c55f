import { axis, colour, dash, escapeText, layout, number } from './theme';
import type { Figure } from './types';

/** One selective classifier. */
export interface RiskCoverageCurve {
  name: string;
  /** Share of images kept, most confident first, rising in (0, 1]. */
  coverage: number[];
  /** Share of wrong predictions among those kept, in [0, 1]. */
  risk: number[];
  /** Area under the curve ×1000, shown as given. */
  aurc?: number;
}

/**
 * Risk against coverage (Geifman & El-Yaniv 2017; the area is AURC, Geifman, Uziel & El-Yaniv 2019): how many
 * errors remain when only the most confident share of the images is answered. Lower is better.
 */
export function riskCoverage(curves: RiskCoverageCurve[], options: { title: string }): Figure {
  const words = curves.map((curve) => {
    const aurc = curve.aurc === undefined ? '' : `, AURC ${number(curve.aurc)}`;
    return `${curve.name}: ${number(100 * (curve.risk.at(-1) ?? NaN))} % wrong at full coverage${aurc}`;
  });
  const area = curves.some((curve) => curve.aurc !== undefined);
  return {
    data: curves.map((curve, index) => ({
      type: 'scatter' as const,
      mode: 'lines',
      name: escapeText(curve.aurc === undefined ? curve.name : `${curve.name} (${number(curve.aurc, 1)})`),
      x: curve.coverage.map((share) => 100 * share),
      y: curve.risk.map((share) => 100 * share),
      line: { color: colour(index), dash: dash(index), width: 2.5 },
      hovertemplate: `${escapeText(curve.name)}<br>%{x:.1f} % kept: %{y:.2f} % wrong<extra></extra>`,
    })),
    layout: layout(
      options.title,
      `${options.title}. Share of wrong answers against share of images kept. ${words.join('; ')}.`,
      {
        xaxis: axis('coverage: images kept, most confident first (%)', { range: [0, 100] }),
        yaxis: axis('risk: wrong among those kept (%)', { rangemode: 'tozero' }),
        margin: { l: 64, r: 24, t: 100, b: 56 },
      },
      area ? 'In brackets: area under the curve ×1000 (AURC, lower is better).' : '',
    ),
  };
}
