import { escapeHtml } from '../escape';

interface Named {
  /** Shown in the legend. */
  name?: string;
  colour: string;
}

/** A polyline; it breaks where a value is no number. */
export interface LineMark extends Named {
  kind: 'line';
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  width?: number;
  /** SVG's dash pattern, such as `6 4`. */
  dash?: string;
}

/** What lies between a line and a level. */
export interface AreaMark extends Named {
  kind: 'area';
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  base: number;
  opacity: number;
}

export type PointShape = 'circle' | 'square' | 'diamond' | 'triangle' | 'cross';

/** Points, optionally with error bars. */
export interface PointsMark extends Named {
  kind: 'points';
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  shape?: PointShape;
  /** Half the width in pixels. */
  size?: number;
  /** Only the outline. */
  open?: boolean;
  xInterval?: readonly (readonly [number, number])[];
  yInterval?: readonly (readonly [number, number])[];
}

/** A line across the whole chart at one value. */
export interface RuleMark extends Named {
  kind: 'rule';
  x?: number;
  y?: number;
  dash?: string;
}

/** A bar from `base` to `x` around the place `y`, of the given height in units of y. */
export interface BarMark extends Named {
  kind: 'bar';
  y: number;
  height: number;
  base: number;
  x: number;
}

export interface TextMark extends Named {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  anchor?: 'start' | 'middle' | 'end';
}

export type Mark = LineMark | AreaMark | PointsMark | RuleMark | BarMark | TextMark;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Scale = (value: number) => number;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A mark as SVG text, with the axes' scales. */
export function markSvg(mark: Mark, toX: Scale, toY: Scale, area: Area): string {
  switch (mark.kind) {
    case 'line':
      return `<path d="${linePath(mark, toX, toY)}" fill="none" stroke="${mark.colour}" stroke-width="${mark.width ?? 2}"${dashed(mark.dash)}/>`;
    case 'area':
      return `<path d="${areaPath(mark, toX, toY)}" fill="${mark.colour}" fill-opacity="${mark.opacity}"/>`;
    case 'points':
      return pointsSvg(mark, toX, toY);
    case 'rule': {
      const d =
        mark.x === undefined
          ? `M${area.x} ${tenth(toY(mark.y ?? 0))}h${area.width}`
          : `M${tenth(toX(mark.x))} ${area.y}v${area.height}`;
      return `<path d="${d}" stroke="${mark.colour}" stroke-width="1.5"${dashed(mark.dash)}/>`;
    }
    case 'bar': {
      const [from, to] = [toX(mark.base), toX(mark.x)].sort((a, b) => a - b);
      const top = toY(mark.y + mark.height / 2);
      return `<rect x="${tenth(from)}" y="${tenth(top)}" width="${tenth(to - from)}" height="${tenth(toY(mark.y - mark.height / 2) - top)}" fill="${mark.colour}"/>`;
    }
    case 'text':
      return `<text x="${tenth(toX(mark.x))}" y="${tenth(toY(mark.y))}" text-anchor="${mark.anchor ?? 'start'}" fill="${mark.colour}">${escapeHtml(mark.text)}</text>`;
  }
}

/** Outline of a point's shape around (x, y). */
export function shapePath(shape: PointShape, x: number, y: number, r: number): string {
  const [cx, cy] = [tenth(x), tenth(y)];
  switch (shape) {
    case 'circle':
      return `M${tenth(x - r)} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'square':
      return `M${tenth(x - r)} ${tenth(y - r)}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'diamond':
      return `M${cx} ${tenth(y - 1.3 * r)}L${tenth(x + 1.3 * r)} ${cy}L${cx} ${tenth(y + 1.3 * r)}L${tenth(x - 1.3 * r)} ${cy}z`;
    case 'triangle':
      return `M${cx} ${tenth(y - 1.2 * r)}L${tenth(x + 1.2 * r)} ${tenth(y + r)}H${tenth(x - 1.2 * r)}z`;
    case 'cross':
      return `M${tenth(x - r)} ${tenth(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`;
  }
}

function pointsSvg(mark: PointsMark, toX: Scale, toY: Scale): string {
  const { shape = 'circle', size = 5, colour, open } = mark;
  const outlined = open === true || shape === 'cross';
  let shapes = '';
  let bars = '';
  for (let i = 0; i < mark.x.length; i++) {
    const [x, y] = [toX(mark.x[i]), toY(mark.y[i])];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    shapes += shapePath(shape, x, y, size);
    if (mark.xInterval)
      bars += `M${tenth(toX(mark.xInterval[i][0]))} ${tenth(y)}H${tenth(toX(mark.xInterval[i][1]))}`;
    if (mark.yInterval)
      bars += `M${tenth(x)} ${tenth(toY(mark.yInterval[i][0]))}V${tenth(toY(mark.yInterval[i][1]))}`;
  }
  const whiskers = bars === '' ? '' : `<path d="${bars}" stroke="${colour}" stroke-width="1.5"/>`;
  const paint = outlined
    ? `fill="${shape === 'cross' ? 'none' : '#fff'}" stroke="${colour}" stroke-width="2.2"`
    : `fill="${colour}" stroke="#fff"`;
  return `${whiskers}<path d="${shapes}" ${paint}/>`;
}

function linePath({ x, y }: Pick<LineMark, 'x' | 'y'>, toX: Scale, toY: Scale): string {
  let path = '';
  let broken = true;
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [toX(x[i]), toY(y[i])];
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      broken = true;
      continue;
    }
    path += `${broken ? 'M' : 'L'}${tenth(px)} ${tenth(py)}`;
    broken = false;
  }
  return path;
}

function areaPath({ x, y, base }: AreaMark, toX: Scale, toY: Scale): string {
  if (x.length === 0) return '';
  const floor = tenth(toY(base));
  let path = `M${tenth(toX(x[0]))} ${floor}`;
  for (let i = 0; i < x.length; i++) path += `L${tenth(toX(x[i]))} ${tenth(toY(y[i]))}`;
  return `${path}L${tenth(toX(x[x.length - 1]))} ${floor}z`;
}

function dashed(dash: string | undefined): string {
  return dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
}
