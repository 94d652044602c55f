import type { MethodSpec } from '../../base';
import { LOCAL_TRUST_ALONE, oneModel, PROSELFLC, PROSELFLC_LOW } from './settings';

/** A method of ProSelfLC's tables at one setting: its name in Table 3 and in Table 5. */
export interface Setting {
  /** Row of ours. */
  row: string;
  table3: string;
  table5: string;
  method: MethodSpec;
}

const lossOf = (loss: string, lossOptions: Record<string, unknown>): MethodSpec => ({
  name: 'one-view',
  loss,
  lossOptions,
});

const SHARES = [0.125, 0.25, 0.5] as const;
const GROWTHS = [8, 10, 12, 14, 16] as const;
export type Share = (typeof SHARES)[number];
export type Growth = (typeof GROWTHS)[number];

export const ce: Setting = {
  row: 'ce',
  table3: 'CCE',
  table5: 'CCE epsilon=0',
  method: { name: 'one-view', loss: 'ce' },
};

/** One method over the searched ε; `more`: further options. */
const searched = (
  row: string,
  printed: string,
  loss: string,
  more: Record<string, unknown> = {},
): Setting[] =>
  SHARES.map((smoothing) => {
    const digits = smoothing === 0.5 ? '0.50' : String(smoothing);
    return {
      row: `${row}, ε ${smoothing}`,
      table3: `${printed} ${digits.slice(1)}`,
      table5: `${printed} epsilon=${digits}`,
      method: lossOf(loss, { smoothing, ...more }),
    };
  });

export const labelSmoothing = searched('label-smoothing', 'LS', 'label-smoothing');
/** As the paper's Table 1 has it, with the gradient through the prediction; the later code detaches it. */
export const confidencePenalty = searched('confidence-penalty', 'CP', 'confidence-penalty');
/** The authors' code detaches the target. */
export const bootSoft = searched('boot-soft', 'Boot-soft', 'boot-soft', { detachTarget: true });

export const proSelfLc: Setting[] = GROWTHS.map((growth) => ({
  row: `proselflc, B ${growth}`,
  table3: `ProSelfLC B=${growth}`,
  table5: `ProSelfLC B=${growth}`,
  method: lossOf('proselflc', { ...PROSELFLC.options, growth }),
}));

/** All rows of Table 5, in its order. */
export const settings: Setting[] = [ce, ...labelSmoothing, ...confidencePenalty, ...bootSoft, ...proSelfLc];

/** Trained by others in the paper ("results from SL"); here by the same recipe as the rest. */
export const othersRows: { row: string; printed: string; method: MethodSpec }[] = [
  {
    row: 'boot-hard',
    printed: 'Boot-hard (results from SL)',
    method: lossOf('boot-hard', { smoothing: 0.2 }),
  },
  { row: 'gce', printed: 'GCE (results from SL)', method: lossOf('gce', { q: 0.7 }) },
  { row: 'sce', printed: 'SL (results from SL)', method: lossOf('sce', { ceWeight: 0.1, rceWeight: 1 }) },
];

/** Printed names of Table 4's rows. */
export const TABLE4_ROWS: Record<string, string> = {
  ce: 'CCE (their training)',
  'label-smoothing': 'LS (their training)',
  'confidence-penalty': 'CP (their training)',
  'boot-soft': 'Boot-soft (their training)',
  proselflc: 'ProSelfLC (their training)',
  ...Object.fromEntries(othersRows.map(({ row, printed }) => [row, printed])),
};

/** Table 4 shows each method at its best setting of Table 5, column by column. */
export const BEST: Readonly<Record<string, { ls: Share; cp: Share; bootSoft: Share; growth: Growth }>> = {
  'Asym 0.2': { ls: 0.25, cp: 0.5, bootSoft: 0.5, growth: 14 },
  'Asym 0.3': { ls: 0.25, cp: 0.5, bootSoft: 0.5, growth: 10 },
  'Asym 0.4': { ls: 0.25, cp: 0.5, bootSoft: 0.5, growth: 8 },
  'Sym 0.2': { ls: 0.5, cp: 0.5, bootSoft: 0.5, growth: 14 },
  'Sym 0.4': { ls: 0.5, cp: 0.5, bootSoft: 0.5, growth: 12 },
  'Sym 0.6': { ls: 0.5, cp: 0.5, bootSoft: 0.5, growth: 8 },
};

/** The rows of Table 4 that ProSelfLC's authors trained, at the best settings of a column. */
export function trainedRows(column: string): { row: string; method: MethodSpec }[] {
  const best = BEST[column];
  const at = (list: Setting[], values: readonly number[], value: number) =>
    list[values.indexOf(value)].method;
  return [
    { row: 'ce', method: ce.method },
    { row: 'label-smoothing', method: at(labelSmoothing, SHARES, best.ls) },
    { row: 'confidence-penalty', method: at(confidencePenalty, SHARES, best.cp) },
    { row: 'boot-soft', method: at(bootSoft, SHARES, best.bootSoft) },
    { row: 'proselflc', method: at(proSelfLc, GROWTHS, best.growth) },
  ];
}

/** Rows of ours besides: what short runs and the ablation of the global trust need. */
export const ownRows: { row: string; method: MethodSpec }[] = [
  { row: 'proselflc, low temperature', method: oneModel(PROSELFLC_LOW) },
  { row: 'proselflc, l(p) alone', method: oneModel(LOCAL_TRUST_ALONE) },
];
