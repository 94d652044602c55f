import { CRLD_TERMS } from '../../losses/index';
import type { MethodRow } from '../cells';
import { oneView } from '../rows';
import { twoView } from '../two-view-rows';

type LossOptions = Record<string, unknown>;

/** Options of CRLD that hold for a data set: weights, temperature. Absent ones are those of CIFAR-100. */
export interface CrldSetting {
  ceWeight?: number;
  withinViewWeight?: number;
  crossViewWeight?: number;
  temperature?: number;
}

const CIFAR = { ceWeight: 1, withinViewWeight: 2, crossViewWeight: 0.5, temperature: 4 };
const NO_MASKS = { weakThreshold: 0, strongThreshold: 0 };

const crldRow = (row: string, lossOptions: LossOptions, options?: Record<string, unknown>): MethodRow => ({
  row,
  distilled: true,
  views: 'two',
  method: twoView('crld', lossOptions, options),
});

/** CRLD as its released code computes it. */
export function crldMethod(setting: CrldSetting = {}): MethodRow {
  return crldRow('crld', { ...setting });
}

/**
 * What remains when the consistency or the masks are taken away: KD on the strong view alone, KD on both views (CRLD without
 * cross-view terms and thresholds), CRLD without thresholds, and with the other rule for them.
 */
export function controlRows(setting: CrldSetting = {}): MethodRow[] {
  const { ceWeight, withinViewWeight, temperature } = { ...CIFAR, ...setting };
  return [
    {
      row: 'kd, strong view only',
      distilled: true,
      views: 'strong',
      method: oneView('kd', { ceWeight: 0.1, kdWeight: 0.9, temperature }),
    },
    {
      row: 'kd, two views',
      distilled: true,
      views: 'two',
      method: twoView('kd', { ceWeight, kdWeight: withinViewWeight, temperature }),
    },
    crldRow('crld, no masks', { ...setting, ...NO_MASKS }),
    {
      ...crldRow('crld, mask per teacher view', { ...setting, maskRule: 'per-teacher-view' }),
      reconstruction:
        'each term has the mask of the view that made its soft label, as the thresholds’ names suggest; the released code masks by kind of term',
    },
  ];
}

const INNER =
  'which term the other loss replaces is not published: here KD in all four, with its own weights and temperature';

/** CRLD + X: another loss in all four terms. @param inner a loss by samples on one view */
export function combined(row: string, inner: string, innerOptions: LossOptions = {}): MethodRow {
  const options = Object.keys(innerOptions).length > 0 ? { innerOptions } : {};
  return { ...crldRow(row, { inner, ...options }), reconstruction: INNER };
}

/** The same without cross-view terms and thresholds: X on both views, with CRLD's weights. */
export function onBothViews(row: string, inner: string, innerOptions: LossOptions = {}): MethodRow {
  const options = Object.keys(innerOptions).length > 0 ? { innerOptions } : {};
  return {
    ...crldRow(row, { inner, ...options, crossViewWeight: 0, ...NO_MASKS }),
    reconstruction: INNER,
  };
}

/** Family weights at the same total of 2.5, single masks, and how the student runs. */
export const ablationRows: MethodRow[] = [
  crldRow('crld, within-view terms only', { withinViewWeight: 2.5, crossViewWeight: 0 }),
  crldRow('crld, cross-view terms only', { withinViewWeight: 0, crossViewWeight: 2.5 }),
  crldRow('crld, concatenated passes', {}, { passes: 'concatenated' }),
];

export const furtherAblationRows: MethodRow[] = [
  ...CRLD_TERMS.map((term) => crldRow(`crld, without ${term}`, {}, { withoutTerm: term })),
  crldRow('crld, weak mask only', { strongThreshold: 0 }),
  crldRow('crld, strong mask only', { weakThreshold: 0 }),
  crldRow('crld, equal weights', { withinViewWeight: 1.25, crossViewWeight: 1.25 }),
  ...[1, 2, 8].map((temperature) => crldRow(`crld, temperature ${temperature}`, { temperature })),
  {
    row: 'ce, two views',
    distilled: false,
    views: 'two',
    method: twoView('ce'),
  },
];

/** Thresholds of the surface figure, every pair. */
export const WEAK_THRESHOLDS = [0, 0.5, 0.9, 0.99] as const;
export const STRONG_THRESHOLDS = [0, 0.2, 0.5, 0.9] as const;

/** Pairs that are rows in their own right. */
const NAMED: Readonly<Record<string, string>> = {
  '0.9 0.2': 'crld',
  '0 0': 'crld, no masks',
  '0.9 0': 'crld, weak mask only',
  '0 0.2': 'crld, strong mask only',
};

/** Row of a pair of thresholds. */
export const thresholdRow = (weak: number, strong: number): string =>
  NAMED[`${weak} ${strong}`] ?? `crld, thresholds ${weak} and ${strong}`;

/** All pairs but those that are rows in their own right. */
export const thresholdRows: MethodRow[] = WEAK_THRESHOLDS.flatMap((weakThreshold) =>
  STRONG_THRESHOLDS.filter((strongThreshold) => !(`${weakThreshold} ${strongThreshold}` in NAMED)).map(
    (strongThreshold) =>
      crldRow(thresholdRow(weakThreshold, strongThreshold), { weakThreshold, strongThreshold }),
  ),
);
