import type { ProfileData, TableCell, TableDefinition } from '../../base';
import { c10nWorse, fmnistNoise, fmnistNoiseQuick, fmnistNoiseSmoke } from '../profiles';
import { cifar100Cell, NOISES } from './paper-recipe';
import {
  CE,
  cellAt,
  EXCHANGES,
  exchangeColumn,
  exchangeOf,
  LABEL_LOSSES,
  mutualMethod,
  PROSELFLC,
  PROSELFLC_LOW,
  relabelled,
  symmetric,
} from './settings';
import type { LabelLoss } from './settings';

const SEEDS = 3;
const common = {
  paper: 'cmd',
  rowLabel: 'knowledge exchanged',
  columnLabel: 'label loss, labels',
  selection: 'last',
  seeds: SEEDS,
} as const;

/** Column of a label loss on labels, such as `ce, symmetric 40 %`. */
export const columnOf = (base: LabelLoss, labels: string): string => `${base.name}, ${labels}`;

/** Column of a label loss with 40 % symmetric noise on Fashion-MNIST at a profile below `paper`. */
export function symmetricColumn(base: LabelLoss, profile: 'smoke' | 'quick' | 'cpu'): string {
  const images = { smoke: ', smoke', quick: ', 200 a class', cpu: '' }[profile];
  return columnOf(base, `symmetric 40 %${images}`);
}

/** The noises of the core set at profile cpu. */
export const CORE_NOISES: readonly { id: string; labels: string; profile: ProfileData }[] = [
  { id: 'symmetric', labels: 'symmetric 40 %', profile: fmnistNoise },
  { id: 'human', labels: 'CIFAR-10N worse', profile: c10nWorse },
];

const core = (): TableCell[] =>
  CORE_NOISES.flatMap(({ labels, profile }) =>
    LABEL_LOSSES.flatMap((base) => exchangeColumn(profile, base, columnOf(base, labels))),
  );

/** Other noises and rates on fewer images: what changes with the rate. */
export const QUICK_RATES = [0.2, 0.4, 0.6] as const;
export const percent = (rate: number): string => `symmetric ${Math.round(100 * rate)} %`;
const further = (): TableCell[] =>
  [CE, PROSELFLC_LOW].flatMap((base) => [
    ...QUICK_RATES.flatMap((rate) =>
      exchangeColumn(
        relabelled(fmnistNoiseQuick, symmetric(rate)),
        base,
        columnOf(base, `${percent(rate)}, 200 a class`),
      ),
    ),
    ...exchangeColumn(
      relabelled(fmnistNoiseQuick, { name: 'pair-flip', options: { rate: 0.4 } }),
      base,
      columnOf(base, 'pair flip 40 %, 200 a class'),
    ),
  ]);

const smoke = (): TableCell[] =>
  [CE, PROSELFLC_LOW].flatMap((base) =>
    exchangeColumn(fmnistNoiseSmoke, base, columnOf(base, 'symmetric 40 %, smoke')),
  );

const onCifar100 = (noise: string): TableCell[] =>
  [CE, PROSELFLC].flatMap((base) =>
    EXCHANGES.map((exchange) =>
      cifar100Cell(noise, {
        row: exchange.row,
        column: columnOf(base, `CIFAR-100 ${noise}`),
        method: mutualMethod(exchange, base),
        reconstruction: `networks, recipe and noise of ProSelfLC; ${exchange.reconstruction ?? 'an end of the formula'}`,
      }),
    ),
  );

export const noise: TableDefinition = {
  ...common,
  table: 'noise',
  title: 'Mutual distillation under label noise: what is worth passing on',
  cells: [...smoke(), ...further(), ...core(), ...Object.keys(NOISES).flatMap(onCifar100)],
};

/** Fashion-MNIST with its true labels. */
export const CLEAN = 'true labels';
const cleaned = (profile: ProfileData, labels: string): TableCell[] =>
  LABEL_LOSSES.flatMap((base) =>
    exchangeColumn(relabelled(profile, undefined), base, columnOf(base, labels)),
  );

export const clean: TableDefinition = {
  ...common,
  table: 'clean',
  title: 'Mutual distillation on true labels',
  cells: [
    ...cleaned(fmnistNoiseSmoke, `${CLEAN}, smoke`),
    ...cleaned(fmnistNoiseQuick, `${CLEAN}, 200 a class`),
    ...cleaned(fmnistNoise, CLEAN),
    ...onCifar100('Clean'),
  ],
};

const KAPPAS = [0.1, 0.25, 0.5, 0.75];
const GROWTHS = [4, 8, 12, 16];
const directed = (direction: 1 | -1) => (direction === 1 ? 'rising' : 'tightening');

/** Threshold, its motion, and every switch of the reconstruction, one at a time. */
function thresholdRows(profile: ProfileData, base: LabelLoss, column: string): TableCell[] {
  const row = (
    name: string,
    loss: 'cmd-s' | 'cmd-p',
    options: Record<string, unknown>,
    method?: Record<string, unknown>,
  ) =>
    cellAt(profile, {
      row: name,
      column,
      method: mutualMethod({ loss, options }, base, method),
      reconstruction: 'a switch of the reconstruction',
      // K² passes where learners take turns
      ...(method && { seconds: Math.round(1.6 * profile.seconds.distilled) }),
    });
  const rising = exchangeOf('cmd-p rising').options;
  return [
    ...KAPPAS.map((threshold) => row(`cmd-s, κ ${threshold}`, 'cmd-s', { threshold })),
    ...([1, -1] as const).flatMap((direction) =>
      KAPPAS.filter((kappa) => kappa !== 0.5).map((threshold) =>
        row(`cmd-p ${directed(direction)}, κ ${threshold}`, 'cmd-p', { threshold, growth: 8, direction }),
      ),
    ),
    ...([1, -1] as const).flatMap((direction) =>
      GROWTHS.map((growth) =>
        row(`cmd-p ${directed(direction)}, b ${growth}`, 'cmd-p', { threshold: 0.5, growth, direction }),
      ),
    ),
    row('cmd-p rising, max-probability', 'cmd-p', { ...rising, confidence: 'max-probability' }),
    row('cmd-p rising, mean over the selected', 'cmd-p', { ...rising, aggregation: 'selected' }),
    row('cmd-p rising, mixed into the target', 'cmd-p', { ...rising, form: 'mix' }),
    row('cmd-p rising, alternating updates', 'cmd-p', rising, { update: 'alternating' }),
    row('cmd-p rising, separate batches', 'cmd-p', rising, { batches: 'separate' }),
    row('cmd-p rising, one initialisation', 'cmd-p', rising, {
      initialisation: 'shared',
      batches: 'separate',
    }),
    row(
      'all knowledge, as the code of DML',
      'cmd-s',
      { threshold: 2 },
      { batches: 'separate', update: 'alternating' },
    ),
  ];
}

export const threshold: TableDefinition = {
  ...common,
  table: 'threshold',
  title: 'Threshold, direction and the switches of the reconstruction',
  cells: [
    ...thresholdRows(fmnistNoiseSmoke, CE, columnOf(CE, 'symmetric 40 %, smoke')),
    ...thresholdRows(fmnistNoiseQuick, CE, columnOf(CE, 'symmetric 40 %, 200 a class')),
    ...[CE, PROSELFLC_LOW].flatMap((base) =>
      thresholdRows(fmnistNoise, base, columnOf(base, 'symmetric 40 %')),
    ),
    ...['cmd-s', 'cmd-p rising', 'cmd-p tightening'].flatMap((name) =>
      KAPPAS.map((kappa) => {
        const { loss, options } = exchangeOf(name);
        return cifar100Cell('Sym 0.4', {
          row: `${name}, κ ${kappa}`,
          column: columnOf(CE, 'CIFAR-100 Sym 0.4'),
          method: mutualMethod({ loss, options: { ...options, threshold: kappa } }, CE),
          reconstruction: 'networks, recipe and noise of ProSelfLC',
        });
      }),
    ),
  ],
};

/** The same network twice, and with one that is smaller or of another kind. */
const PEERS = ['cnn28', 'cnn28-small', 'mlp28'];
const architecturesAt = (profile: ProfileData, peers: readonly string[], suffix: string): TableCell[] =>
  [CE, PROSELFLC_LOW].flatMap((base) =>
    peers.flatMap((peer) =>
      exchangeColumn(profile, base, `${base.name}, ${profile.student} + ${peer}${suffix}`, [
        profile.student,
        peer,
      ]),
    ),
  );

export const architectures: TableDefinition = {
  ...common,
  table: 'architectures',
  title: 'Peers of one kind and of two',
  columnLabel: 'label loss, networks',
  cells: [
    ...architecturesAt(fmnistNoiseSmoke, ['cnn28-small', 'mlp28'], ', smoke'),
    ...architecturesAt(fmnistNoiseQuick, PEERS, ', 200 a class'),
    ...architecturesAt(fmnistNoise, PEERS, ''),
    ...['resnet44', 'resnet32', 'MobileNetV1'].flatMap((peer) =>
      EXCHANGES.map((exchange) =>
        cifar100Cell('Sym 0.4', {
          row: exchange.row,
          column: `ce, resnet44 + ${peer}, CIFAR-100 Sym 0.4`,
          model: ['resnet44', peer],
          method: mutualMethod(exchange, CE),
          reconstruction: `networks, recipe and noise of ProSelfLC; ${exchange.reconstruction ?? 'an end of the formula'}`,
        }),
      ),
    ),
  ],
};

export const tables: TableDefinition[] = [noise, clean, threshold, architectures];
