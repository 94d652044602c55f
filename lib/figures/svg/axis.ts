import { number } from '../theme';

/** An axis of a small chart. */
export interface ChartAxis {
  label: string;
  range: readonly [number, number];
  log?: boolean;
  /** Names at places instead of numbers, as for bars. */
  names?: readonly { value: number; text: string }[];
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Places of the ticks and their texts: round steps of 1, 2 or 5, or the powers of ten of a logarithmic axis. */
export function ticks({
  range: [low, high],
  log,
  names,
}: ChartAxis): readonly { value: number; text: string }[] {
  if (names) return names;
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.ceil((last - first + 1) / 7);
    const found = [];
    for (let power = first; power <= last; power += every) {
      found.push({ value: 10 ** power, text: powerText(power) });
    }
    return found;
  }
  const rough = (high - low) / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * (rough / unit < 1.5 ? 1 : rough / unit < 3.5 ? 2 : rough / unit < 7.5 ? 5 : 10);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
    found.push({ value: i * step, text: number(i * step, 6) });
  }
  return found;
}

/** Share of the axis below a value; may lie outside 0 … 1, and is NaN for what a logarithmic axis cannot show. */
export function share({ range: [low, high], log }: ChartAxis, value: number): number {
  if (!log) return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : NaN;
}

/** The value at a share of the axis, the other way round. */
export function valueAt({ range: [low, high], log }: ChartAxis, place: number): number {
  return log ? low * (high / low) ** place : low + (high - low) * place;
}

function powerText(power: number): string {
  if (power >= -2 && power <= 3) return number(10 ** power, 2);
  const digits = String(Math.abs(power)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return `10${power < 0 ? '⁻' : ''}${digits}`;
}
