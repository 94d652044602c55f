import type { CandidateSampler } from '../../theory/corollary1';
import type { NoiseFamily } from '../../theory/noise';
import { number } from '../theme';

/** What the reader chooses. */
export interface ExplorerSettings {
  /** η and γ of the soft labels in question, and the size k of their label sets. */
  unreliability: number;
  ambiguity: number;
  k: number;
  classes: number;
  /** ε, δ and d_H of Theorem 2. */
  error: number;
  failure: number;
  dimension: number;
  /** Corollary 2. */
  noise: NoiseFamily;
  scale: number;
  /** Corollary 1: unreliable rate μ, partial rate ν. */
  unreliableRate: number;
  partialRate: number;
  sampler: CandidateSampler;
  /** Theorem 3: the learner votes over this many label sets an instance; this share is labelled by hand. */
  votes: number;
  labelled: number;
}

/**
 * The default tells the story: good labels, inside both conditions, for which the printed n_0 has nothing to say and
 * the two constants of Theorem 3 part.
 */
export const DEFAULT_SETTINGS: ExplorerSettings = {
  unreliability: 0.2,
  ambiguity: 0.4,
  k: 4,
  classes: 10,
  error: 0.1,
  failure: 0.05,
  dimension: 10,
  noise: 'gaussian',
  scale: 1,
  unreliableRate: 0.3,
  partialRate: 0.1,
  sampler: 'independent',
  votes: 9,
  labelled: 0.1,
};

/** k beyond this has no place on the slider. */
export const LARGEST_K = 100;

type NumberName = {
  [Name in keyof ExplorerSettings]: ExplorerSettings[Name] extends number ? Name : never;
}[keyof ExplorerSettings];

/** A slider: a native range input over the places of a list of values. */
export interface Slider {
  name: NumberName;
  label: string;
  values: readonly number[];
  /** The value in words, also for screen readers. */
  text: (value: number) => string;
}

/** A choice among names: a native select. */
export interface Choice {
  name: 'noise' | 'sampler';
  label: string;
  options: readonly (readonly [value: string, label: string])[];
}

export interface ControlGroup {
  heading: string;
  controls: readonly (Slider | Choice)[];
}

const hundredths = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i / 100);
const counts = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);
const two = (value: number): string => value.toFixed(2);
/** `steps` values a decade, rounded to two digits. */
const decades = (from: number, to: number, steps: number): number[] =>
  Array.from({ length: Math.round(Math.log10(to / from) * steps) + 1 }, (_, i) =>
    Number((from * 10 ** (i / steps)).toPrecision(2)),
  );

export const CONTROLS: readonly ControlGroup[] = [
  {
    heading: 'The soft labels',
    controls: [
      { name: 'unreliability', label: 'unreliability η', values: hundredths(100), text: two },
      { name: 'ambiguity', label: 'ambiguity γ', values: hundredths(100), text: two },
      { name: 'k', label: 'set size k', values: counts(LARGEST_K), text: String },
      {
        name: 'classes',
        label: 'classes c',
        values: [
          ...counts(20).slice(1),
          ...[25, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
        ],
        text: String,
      },
    ],
  },
  {
    heading: 'Theorem 2',
    controls: [
      {
        name: 'error',
        label: 'error ε',
        values: [...decades(0.001, 0.9, 20), 0.99],
        text: (value) => number(value, 4),
      },
      {
        name: 'failure',
        label: 'chance of failing δ',
        values: decades(0.0001, 0.5, 10),
        text: (value) => number(value, 6),
      },
      {
        name: 'dimension',
        label: 'Natarajan dimension d_H',
        values: [...counts(9), ...decades(10, 1e7, 10)],
        text: (value) => value.toLocaleString('en'),
      },
    ],
  },
  {
    heading: 'Additive noise (Corollary 2)',
    controls: [
      {
        name: 'noise',
        label: 'noise',
        options: [
          ['gaussian', 'Gaussian'],
          ['laplace', 'Laplace'],
        ],
      },
      {
        name: 'scale',
        label: 'scale (σ or b)',
        values: decades(0.05, 10, 30),
        text: (value) => number(value, 3),
      },
    ],
  },
  {
    heading: 'Partial labels (Corollary 1)',
    controls: [
      { name: 'unreliableRate', label: 'unreliable rate μ', values: hundredths(100), text: two },
      { name: 'partialRate', label: 'partial rate ν', values: hundredths(100), text: two },
      {
        name: 'sampler',
        label: 'how sets are drawn',
        options: [
          ['independent', 'independent'],
          ['corrupt-then-flip', 'corrupt, then flip'],
        ],
      },
    ],
  },
  {
    heading: 'Self-training (Theorem 3)',
    controls: [
      { name: 'votes', label: 'label sets an instance', values: counts(41), text: String },
      { name: 'labelled', label: 'share labelled by hand', values: hundredths(90), text: two },
    ],
  },
];

/** Place of a slider's value: the nearest in its list. */
export function placeOf({ values }: Pick<Slider, 'values'>, value: number): number {
  let best = 0;
  values.forEach((one, i) => {
    if (Math.abs(one - value) < Math.abs(values[best] - value)) best = i;
  });
  return best;
}

/** Last place of a slider under the other settings: k stays below the number of classes. */
export function lastPlace({ name, values }: Slider, { classes }: ExplorerSettings): number {
  return name === 'k' ? Math.min(values.length, classes - 1) - 1 : values.length - 1;
}
