import { jointLevel } from '../intervals';

/** What a statement says about a measured value. */
export interface Prediction {
  /**
   * How the measured value should stand to `value`. `=`, `≤` and `≥` agree unless the interval lies wholly elsewhere;
   * `>` only where it lies wholly above.
   */
  relation: '=' | '≤' | '≥' | '>';
  value: number;
}

/** One simulated quantity beside what the printed and the corrected statement say about it. */
export interface CheckedValue {
  label: string;
  /** Null where the statement says nothing. */
  printed: Prediction | null;
  corrected: Prediction | null;
  measured: number;
  /** Interval of `measured`; all of one check hold together with probability `level`. */
  interval: [number, number];
  /** Whether the interval is compatible with the prediction; null where there is none. */
  agrees: { printed: boolean | null; corrected: boolean | null };
}

/** A theorem put to the test by a seeded simulation: a plain object, ready to be shown. */
export interface TheoremCheck {
  id: string;
  title: string;
  /** Theorem, equation or section of "Learning From Biased Soft Labels" (Yuan et al., NeurIPS 2023). */
  source: string;
  /** The statement as printed. */
  printed: string;
  /** What holds (ours where it differs from the print). */
  corrected: string;
  derivation: string;
  values: CheckedValue[];
  /** Joint coverage of all intervals. */
  level: number;
  /** The value that tells most, by its label, and its interval. */
  headline: string;
  interval: [number, number];
  /** Whether no value disagrees with the statement; true also where it says nothing (`statementVerdicts`). */
  holds: { printed: boolean; corrected: boolean };
  conclusion: string;
}

export interface SimulationOptions {
  /** Integer ≥ 1; default 1. */
  seed?: number;
  /** Multiplies the number of draws; default 1, which takes a second or two. */
  effort?: number;
}

/** A value still without its interval, whose width depends on how many there are. */
export interface Measurement {
  label: string;
  printed?: Prediction;
  corrected?: Prediction;
  measured: number;
  intervalAt: (level: number) => [number, number];
}

const LEVEL = 0.99;

/** Intervals at a joint level of 99 % (Bonferroni), comparisons and verdict. */
export function checkTheorem(
  text: Pick<TheoremCheck, 'id' | 'title' | 'source' | 'printed' | 'corrected' | 'derivation' | 'conclusion'>,
  measurements: readonly Measurement[],
  headline: string,
): TheoremCheck {
  const each = jointLevel(LEVEL, measurements.length);
  const values = measurements.map(({ label, printed, corrected, measured, intervalAt }): CheckedValue => {
    const interval = intervalAt(each);
    const agrees = { printed: compatible(printed, interval), corrected: compatible(corrected, interval) };
    return { label, printed: printed ?? null, corrected: corrected ?? null, measured, interval, agrees };
  });
  const told = values.find(({ label }) => label === headline);
  if (!told) throw new RangeError(`headline: '${headline}' is none of the values`);
  return {
    ...text,
    values,
    level: LEVEL,
    headline,
    interval: told.interval,
    holds: {
      printed: values.every(({ agrees }) => agrees.printed !== false),
      corrected: values.every(({ agrees }) => agrees.corrected !== false),
    },
  };
}

/** What the simulation makes of a statement, in words for tables, boxes and figures. */
export type StatementVerdict = 'says nothing here' | 'agrees' | 'is excluded';

/** The verdict on both statements; one that predicts none of the values says nothing. */
export function statementVerdicts({ values, holds }: TheoremCheck): {
  printed: StatementVerdict;
  corrected: StatementVerdict;
} {
  const verdict = (statement: 'printed' | 'corrected'): StatementVerdict => {
    if (values.every((value) => value[statement] === null)) return 'says nothing here';
    return holds[statement] ? 'agrees' : 'is excluded';
  };
  return { printed: verdict('printed'), corrected: verdict('corrected') };
}

export function equal(value: number): Prediction {
  return { relation: '=', value };
}

export function atMost(value: number): Prediction {
  return { relation: '≤', value };
}

export function atLeast(value: number): Prediction {
  return { relation: '≥', value };
}

export function above(value: number): Prediction {
  return { relation: '>', value };
}

/** Room for the rounding of sums where an interval has no width. */
const ROUNDING = 1e-12;

function compatible(prediction: Prediction | undefined, [low, high]: [number, number]): boolean | null {
  if (!prediction) return null;
  const notAbove = low <= prediction.value + ROUNDING;
  const notBelow = high >= prediction.value - ROUNDING;
  if (prediction.relation === '>') return low > prediction.value;
  if (prediction.relation === '≤') return notAbove;
  if (prediction.relation === '≥') return notBelow;
  return notAbove && notBelow;
}
