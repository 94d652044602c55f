import type { ClaimDefinition, RunRecord, SeedQuantity } from '../../base';
import { lastTop1 } from '../claims';
import { measured } from '../records';
import { dmlTable, networkTop1 } from './dml-table';
import { ece, RATES, table4, table5 } from './proselflc-tables';
import { proSelfLc } from './proselflc-rows';
import { identityEvidence } from './identities';
import { claim, inTable, PAPER } from './quantities';
import { CE, PROSELFLC, PROSELFLC_LOW } from './settings';
import { columnOf, CORE_NOISES, noise } from './tables';

/** ProSelfLC in the two forms that every claim on it looks at. */
const FORMS = [
  { form: PROSELFLC, name: 'as printed', row: 'proselflc' },
  { form: PROSELFLC_LOW, name: 'low temperature', row: 'proselflc, low temperature' },
] as const;
const BASELINES = ['ce', 'label-smoothing', 'confidence-penalty', 'boot-soft'] as const;

const m8 = FORMS.map(({ name, row }, index) =>
  claim(
    `M8${['', 'b'][index]}`,
    `ProSelfLC (${name}) exceeds CE, label smoothing, confidence penalty and Boot-soft at every noise rate (symmetric 20, 40, 60 %)`,
    'points of top-1, the smallest lead',
    inTable(
      table4,
      'cpu',
      RATES.flatMap(({ column }) => [row, ...BASELINES].map((one) => ({ row: one, column }))),
      (records) => {
        const size = 1 + BASELINES.length;
        const leads = RATES.map((_, i) => {
          const [own, ...others] = records.slice(size * i, size * (i + 1)).map(lastTop1);
          return own - Math.max(...others);
        });
        return Math.min(...leads);
      },
    ),
  ),
);

const m9: ClaimDefinition = {
  ...{ id: 'M9', paper: PAPER, kind: 'seeds', side: 'below', margin: 1, unit: 'points of top-1' },
  statement: 'A single ProSelfLC model comes within 1 point of the printed accuracy (Tables 4 and 5)',
  needs: 'CIFAR-100 and a GPU for about a day a run',
};

/** Zero-knowledge pairs are two independent networks: the mean of both. */
function againstCe(
  form: typeof PROSELFLC,
  perSetting: (ce: RunRecord, corrected: RunRecord) => number,
): SeedQuantity {
  const cells = CORE_NOISES.flatMap(({ labels }) =>
    [CE, form].map((base) => ({ row: 'zero knowledge', column: columnOf(base, labels) })),
  );
  return inTable(
    noise,
    'cpu',
    cells,
    ([first, second, third, fourth]) => (perSetting(first, second) + perSetting(third, fourth)) / 2,
  );
}

const inLast = (record: RunRecord, name: string): number => measured(record, name)[0];

const m10 = FORMS.flatMap(({ form, name }, index) => [
  claim(
    `M10${['', 'c'][index]}`,
    `ProSelfLC (${name}) corrects more of the wrong labels than CE (zero knowledge, mean over both noises)`,
    'points of accuracy on images with wrong labels',
    againstCe(form, (ce, own) => inLast(own, 'noisyCorrection') - inLast(ce, 'noisyCorrection')),
  ),
  claim(
    `M10${['b', 'd'][index]}`,
    `ProSelfLC (${name}) fits fewer of the wrong labels than CE (zero knowledge, mean over both noises)`,
    'points of agreement with wrong labels',
    againstCe(form, (ce, own) => inLast(own, 'noisyFit') - inLast(ce, 'noisyFit')),
    'below',
  ),
]);

const TEMPERATURES = [
  [1, '1'],
  [0.25, '1/4'],
  [0.125, '1/8'],
] as const;
const m11 = FORMS.flatMap(({ form, name }, index) =>
  TEMPERATURES.map(([temperature, printed], i) =>
    claim(
      `M11${['', 'b', 'c', 'd', 'e', 'f'][3 * index + i]}`,
      `ProSelfLC (${name}) is better calibrated than CE at T = ${printed} (ECE, 10 bins; zero knowledge, mean over both noises)`,
      'points of ECE',
      againstCe(form, (ce, own) => ece(own, temperature) - ece(ce, temperature)),
      'below',
    ),
  ),
);

const [, MIDDLE] = RATES;
const m12 = claim(
  'M12',
  'Without the global trust, with l(p) alone, training ends more than 10 points below ProSelfLC as printed (symmetric 40 %)',
  'points of top-1',
  inTable(
    table4,
    'cpu',
    ['proselflc, l(p) alone', 'proselflc'].map((row) => ({ row, column: MIDDLE.column })),
    ([alone, whole]) => lastTop1(alone) - lastTop1(whole),
  ),
  'below',
  -10,
);

const COLUMNS = ['net 1 independent', 'net 1 DML', 'net 2 independent', 'net 2 DML'];
const [ours] = dmlTable.cells.filter(({ profile }) => profile === 'cpu');
const m13 = claim(
  'M13',
  'DML raises both networks of a pair on clean data (two resnet8 on 20 classes of CIFAR-100 at 16×16)',
  'points of top-1, the smaller gain',
  inTable(
    dmlTable,
    'cpu',
    COLUMNS.map((column) => ({ row: ours.row, column })),
    ([first, withSecond, second, withFirst]) =>
      Math.min(networkTop1(withSecond, 0) - lastTop1(first), networkTop1(withFirst, 1) - lastTop1(second)),
  ),
);

/** B of the most accurate run. */
function bestGrowth(records: readonly RunRecord[]): number {
  const best = records.reduce((a, b) => (lastTop1(b) > lastTop1(a) ? b : a));
  return Number(best.spec.method.lossOptions?.growth);
}

const ENDS = [RATES[0], RATES[2]];
const m14 = claim(
  'M14',
  'Higher noise favours a smaller B (symmetric 20 against 60 %)',
  'best B at the lower rate minus best B at the higher',
  inTable(
    table5,
    'cpu',
    ENDS.flatMap(({ column }) => proSelfLc.map(({ row }) => ({ row, column }))),
    (records) => bestGrowth(records.slice(0, proSelfLc.length)) - bestGrowth(records.slice(proSelfLc.length)),
  ),
);

const m15: ClaimDefinition = {
  id: 'M15',
  paper: PAPER,
  statement:
    'Zero knowledge is two independent runs and all knowledge is DML, to the last bit of every weight',
  kind: 'exact',
  side: 'below',
  margin: 1,
  unit: 'weights that differ',
  result: 'M15',
  simulate: identityEvidence,
};

/** Claims on label correction, on DML and on the ends of the formula, M8 to M15. */
export const correctionClaims: ClaimDefinition[] = [...m8, m9, ...m10, ...m11, m12, m13, m14, m15];
