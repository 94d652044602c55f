import { ambiguityFloor, theorem1, theorem2 } from '../theory/conditions';
import { axis, colour, COLOURS, escapeText, INK, layout, number, symbol, withOpacity } from './theme';
import { roomForLegend } from './legend-room';
import type { Figure, Trace } from './types';

/** A soft label in the plane, such as one run's teacher. */
export interface ConditionPoint {
  /** Points of one group share colour and shape. */
  group: string;
  /** What the point is, for the pointer. */
  name: string;
  unreliability: number;
  ambiguity: number;
  /** Test accuracy the student reached, in %, shown on pointing at it. */
  accuracy?: number;
  /** Half the interval's width is not assumed symmetric: [low, high]. */
  interval?: { unreliability: [number, number]; ambiguity: [number, number] };
}

export interface ConditionRegionOptions {
  title: string;
  /** Draws the smallest γ_k that class-balanced data allow. */
  floor?: { k: number; classes: number };
}

const STEPS = 201;

/**
 * The (η, γ) plane of "Learning From Biased Soft Labels" (NeurIPS 2023): the region of Theorem 1,
 * γ < 1 − η/(1−η), inside that of Theorem 2, η + γ < 1, and where the soft labels of our runs lie.
 * The edges are drawn with the same functions that judge the runs.
 */
export function conditionRegion(points: ConditionPoint[], options: ConditionRegionOptions): Figure {
  const eta = Array.from({ length: STEPS }, (_, index) => index / (STEPS - 1));
  const eta1 = eta.filter((value) => value <= 0.5); // beyond ½ the bound is negative
  const edge1 = eta1.map((value) => theorem1(value, 0).bound);
  const edge2 = eta.map((value) => theorem2(value, 0).margin);
  const data: Trace[] = [
    region('Theorem 2: η + γ < 1', eta, edge2, COLOURS[5], 'solid', 0.25),
    region('Theorem 1: γ < 1 − η/(1 − η)', eta1, edge1, COLOURS[2], 'dash', 0.3),
  ];
  if (options.floor) {
    const { k, classes } = options.floor;
    data.push({
      type: 'scatter',
      mode: 'lines',
      name: `smallest γ at k = ${k}, ${classes} classes`,
      x: eta,
      y: eta.map((value) => ambiguityFloor(k, value, classes)),
      line: { color: INK, width: 1.2, dash: 'dot' },
      hoverinfo: 'skip',
    });
  }
  const groups = [...new Set(points.map((point) => point.group))];
  groups.forEach((group, index) => {
    data.push(
      cloud(
        group,
        points.filter((point) => point.group === group),
        index,
      ),
    );
  });
  const inside = (test: (point: ConditionPoint) => boolean): number => points.filter(test).length;
  const alt =
    `${options.title}. Plane of unreliability η (across) and ambiguity γ (up). ` +
    `${inside((p) => theorem1(p.unreliability, p.ambiguity).holds)} of ${points.length} points fulfil ` +
    `Theorem 1, ${inside((p) => theorem2(p.unreliability, p.ambiguity).holds)} fulfil Theorem 2. ` +
    groups.map((group) => `${group}: ${spread(points.filter((p) => p.group === group))}`).join('; ');
  return roomForLegend({
    data,
    layout: layout(options.title, alt, {
      width: 620,
      height: 540,
      xaxis: axis('unreliability η', { range: [0, 1], dtick: 0.2, constrain: 'domain' }),
      yaxis: axis('ambiguity γ', { range: [0, 1], dtick: 0.2, scaleanchor: 'x', constrain: 'domain' }),
    }),
  });
}

function region(
  name: string,
  x: number[],
  y: (number | null)[],
  ink: string,
  line: string,
  opacity: number,
): Trace {
  return {
    type: 'scatter',
    mode: 'lines',
    name: escapeText(name),
    x,
    y,
    fill: 'tozeroy',
    fillcolor: withOpacity(ink, opacity),
    line: { color: ink, width: 2, dash: line },
    hoverinfo: 'skip',
  };
}

function cloud(group: string, points: ConditionPoint[], index: number): Trace {
  const bars = (of: 'unreliability' | 'ambiguity'): object => ({
    type: 'data',
    symmetric: false,
    array: points.map((point) => (point.interval ? point.interval[of][1] - point[of] : 0)),
    arrayminus: points.map((point) => (point.interval ? point[of] - point.interval[of][0] : 0)),
    thickness: 1.2,
    width: 3,
  });
  // Blue and orange read best on the green and light-blue regions.
  const ink = colour([0, 1, 3, 6, 4][index % 5] ?? 0);
  const measured = points.some((point) => point.interval);
  return {
    type: 'scatter',
    mode: 'markers',
    name: escapeText(group),
    x: points.map((point) => point.unreliability),
    y: points.map((point) => point.ambiguity),
    text: points.map((point) =>
      escapeText(point.accuracy === undefined ? point.name : `${point.name}: ${number(point.accuracy)} %`),
    ),
    hovertemplate: '%{text}<br>η %{x:.3f}, γ %{y:.3f}<extra></extra>',
    marker: { color: ink, symbol: symbol(index), size: 10, line: { color: '#FFFFFF', width: 1 } },
    ...(measured && { error_x: bars('unreliability'), error_y: bars('ambiguity') }),
  };
}

/** `η 0.1 to 0.2, γ 0.3 to 0.4` */
function spread(points: ConditionPoint[]): string {
  const range = (values: number[]): string => {
    const [low, high] = [number(Math.min(...values)), number(Math.max(...values))];
    return low === high ? low : `${low} to ${high}`;
  };
  return `η ${range(points.map((p) => p.unreliability))}, γ ${range(points.map((p) => p.ambiguity))}`;
}
