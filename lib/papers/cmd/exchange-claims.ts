import type { ClaimDefinition, SeedQuantity, TableDefinition } from '../../base';
import { exceeds, lastTop1 } from '../claims';
import { claim, inTable, overBest, PAPER, overSettings, purityGain, entropyFall } from './quantities';
import type { Setting } from './quantities';
import { CE, LABEL_LOSSES, PROSELFLC, PROSELFLC_LOW } from './settings';
import { CLEAN, clean, columnOf, CORE_NOISES, noise, percent, QUICK_RATES } from './tables';

const POINTS = 'points of top-1';
const READINGS = ['rising', 'tightening'] as const;
const row = (reading: (typeof READINGS)[number]) => `cmd-p ${reading}`;

/** One label loss on one kind of labels: what single claims look at. */
const NOISY: Setting[] = CORE_NOISES.flatMap(({ id, labels }) =>
  LABEL_LOSSES.map((base) => ({ id: `${base.name}-${id}`, base, labels })),
);
const ON_CLEAN: Setting[] = LABEL_LOSSES.map((base) => ({ id: `${base.name}-clean`, base, labels: CLEAN }));

/** The main settings: CE and the ProSelfLC that works in short runs, on both kinds of noise, weighing alike. */
const MAIN = NOISY.filter(({ base }) => base !== PROSELFLC);
const IN_MAIN =
  'mean over label losses ce and proselflc (low temperature), symmetric 40 % and CIFAR-10N worse';
const of = (...bases: (typeof LABEL_LOSSES)[number][]) => NOISY.filter(({ base }) => bases.includes(base));

const difference = (
  table: TableDefinition,
  settings: readonly Setting[],
  first: string,
  ...others: string[]
) => overSettings(table, settings, [first, ...others], overBest);

/** Each comparison in each setting by itself, so that nobody has to trust the mean. */
function single(id: string, what: string, first: string, other: string): ClaimDefinition[] {
  return [...NOISY, ...ON_CLEAN].map((setting) =>
    exceeds(
      `${id}-${setting.id}`,
      `${what}: ${columnOf(setting.base, setting.labels)}`,
      PAPER,
      difference(setting.labels === CLEAN ? clean : noise, [setting], first, other),
    ),
  );
}

const m1 = [
  exceeds('M1', `CMD-P with a rising threshold exceeds CMD-S under label noise (${IN_MAIN})`, PAPER, difference(noise, MAIN, row('rising'), 'cmd-s')),
  exceeds('M1b', `CMD-P with a tightening threshold exceeds CMD-S under label noise (${IN_MAIN})`, PAPER, difference(noise, MAIN, row('tightening'), 'cmd-s')),
  ...READINGS.flatMap((reading) => single(`M1-${reading}`, `CMD-P ${reading} exceeds CMD-S`, row(reading), 'cmd-s')),
]; // prettier-ignore

const ENDS = ['zero knowledge', 'all knowledge'] as const;
const m2 = [
  ...(['cmd-p rising', 'cmd-p tightening', 'cmd-s'] as const).map((name, index) =>
    exceeds(
      `M2${['', 'b', 'c'][index]}`,
      `${name} exceeds the better of zero and all knowledge under label noise (${IN_MAIN})`,
      PAPER,
      difference(noise, MAIN, name, ...ENDS),
    ),
  ),
  ...READINGS.flatMap((reading) =>
    ENDS.flatMap((end) =>
      single(`M2-${end.split(' ')[0]}-${reading}`, `CMD-P ${reading} exceeds ${end}`, row(reading), end),
    ),
  ),
];

/** Least-squares slope over equally spaced rates, in points of top-1 for 10 points of noise. */
function slopeOverRates(reading: (typeof READINGS)[number]): SeedQuantity {
  const cells = QUICK_RATES.flatMap((rate) =>
    ['all knowledge', row(reading)].map((name) => ({
      row: name,
      column: columnOf(CE, `${percent(rate)}, 200 a class`),
    })),
  );
  return inTable(noise, 'quick', cells, (records) => {
    const gaps = QUICK_RATES.map((_, i) => lastTop1(records[2 * i]) - lastTop1(records[2 * i + 1]));
    return (gaps[2] - gaps[0]) / (10 * (QUICK_RATES[2] - QUICK_RATES[0]));
  });
}

const m3 = READINGS.map((reading, index) =>
  claim(
    `M3${['', 'b'][index]}`,
    `Passing on all knowledge loses against CMD-P ${reading} as the noise rate grows (label loss ce, symmetric 20 to 60 %)`,
    'points of top-1 for 10 points of noise',
    slopeOverRates(reading),
    'below',
  ),
);

const STATIC = 'CMD-S, mean over epochs and the main settings';
const m4 = [
  claim(
    'M4',
    `Selected knowledge is more often right than unselected (${STATIC})`,
    'points of accuracy',
    overSettings(noise, MAIN, ['cmd-s'], ([record]) => purityGain(record)),
  ),
  claim(
    'M4b',
    `So it is on images with wrong labels (${STATIC})`,
    'points of accuracy',
    overSettings(noise, MAIN, ['cmd-s'], ([record]) => purityGain(record, 'Noisy')),
  ),
];

const m5 = claim(
  'M5',
  'Predictions become surer during training, on images with right and with wrong labels alike (zero knowledge, ce, mean over both noises)',
  'fall of H(p)/log C',
  overSettings(noise, of(CE), ['zero knowledge'], ([record]) => entropyFall(record)),
);

const m6 = [
  exceeds(
    'M6',
    `The rising threshold exceeds the tightening one under label noise (${IN_MAIN})`,
    PAPER,
    difference(noise, MAIN, row('rising'), row('tightening')),
  ),
  ...single('M6', 'The rising threshold exceeds the tightening one', row('rising'), row('tightening')),
];

/** Pair with selection and correction against selection alone and correction alone, on one kind of noise after another. */
function bothLevers(reading: (typeof READINGS)[number], corrected: typeof PROSELFLC): SeedQuantity {
  const cells = CORE_NOISES.flatMap(({ labels }) => [
    { row: row(reading), column: columnOf(corrected, labels) },
    { row: row(reading), column: columnOf(CE, labels) },
    { row: 'zero knowledge', column: columnOf(corrected, labels) },
  ]);
  return inTable(
    noise,
    'cpu',
    cells,
    (records) => (overBest(records.slice(0, 3)) + overBest(records.slice(3, 6))) / 2,
  );
}

const LEVERS = [
  ['M7', 'rising', PROSELFLC_LOW, 'low temperature'],
  ['M7b', 'tightening', PROSELFLC_LOW, 'low temperature'],
  ['M7c', 'rising', PROSELFLC, 'as printed'],
  ['M7d', 'tightening', PROSELFLC, 'as printed'],
] as const;
const m7 = LEVERS.map(([id, reading, corrected, form]) =>
  claim(
    id,
    `Selection and a reliable source add up: CMD-P ${reading} with ProSelfLC (${form}) exceeds CMD-P with CE and ProSelfLC alone (mean over both noises)`,
    `${POINTS} over the better`,
    bothLevers(reading, corrected),
  ),
);

/** Claims on what passes between two networks, M1 to M7. */
export const exchangeClaims: ClaimDefinition[] = [...m1, ...m2, ...m3, ...m4, m5, ...m6, ...m7];
