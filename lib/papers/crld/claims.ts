import type { ClaimDefinition, RunRecord, SeedQuantity, TableDefinition } from '../../base';
import { slope } from '../../results';
import { exceeds, lastTop1, overRows, pairedDifference, seedClaimsOf } from '../claims';
import { measured } from '../records';
import { C100_FEW, c100Cpu } from '../profiles';
import { ablation, combinations, fewLabels, same } from './tables';

const PAPER = 'crld';
const SEEDS = 3;
/** Whether views or consistency bring the gain is the question of this paper: two more seeds. */
const SEEDS_OF_THE_QUESTION = 5;
const POINTS = 'points of top-1';

const seedClaim = seedClaimsOf(PAPER);
const difference = (table: TableDefinition, row: string, baseline: string, seeds = SEEDS) =>
  pairedDifference(table.cells, table.table, 'cpu', row, baseline, seeds);

/** Mean confidence minus accuracy of the teacher on the test images under a view, in points. */
const overconfidence = (record: RunRecord, view: 'weak' | 'strong'): number =>
  measured(record, `teacherTestConfidence@${view}`)[0] - measured(record, `teacherTestTop1@${view}`)[0];

const copied = ({ metrics }: RunRecord): number => metrics.last.copiedErrors!;

/** Share of the teacher's errors that CRLD's student copies, minus a baseline's. */
function copiedAgainst(baseline: string): SeedQuantity {
  const runs = overRows(same, ['crld', baseline], SEEDS, ([crld, other]) => copied(crld) - copied(other));
  return { ...runs, holds: ({ metrics }) => metrics.last.copiedErrors !== undefined };
}

/** Gain of CRLD + X over X alone, for several X; the smallest of them. */
function smallestGain(losses: readonly string[]): SeedQuantity {
  const cells = losses.flatMap((loss) =>
    ['+ CRLD', 'alone'].map((use) => {
      const [cell] = overRows(combinations, [loss], SEEDS, lastOf, (column) =>
        column.endsWith(`, ${use}`),
      ).cells;
      return cell;
    }),
  );
  return {
    ...{ table: combinations.table, profile: 'cpu', seeds: SEEDS, cells },
    perSeed: (records) =>
      Math.min(...losses.map((_, i) => lastTop1(records[2 * i]) - lastTop1(records[2 * i + 1]))),
  };
}

const lastOf = ([record]: RunRecord[]): number => lastTop1(record);

const IMAGES_A_CLASS = 500;
/** log2 of the fraction of labels in the columns of the few-label table. */
const FRACTIONS = [...C100_FEW, c100Cpu].map(({ data }) =>
  Math.log2((data.trainPerClass ?? IMAGES_A_CLASS) / IMAGES_A_CLASS),
);

/** Least-squares slope of CRLD − KD against log2 of the fraction of labels. */
function slopeOverLabels(): SeedQuantity {
  const cells = [...C100_FEW, c100Cpu].flatMap(({ name }) =>
    ['crld', 'kd'].map((row) => {
      const { column } = fewLabels.cells.find((cell) => cell.row === row && cell.profileData === name)!;
      return { row, column };
    }),
  );
  return {
    ...{ table: fewLabels.table, profile: 'cpu', seeds: SEEDS, cells },
    perSeed: (records) => {
      const gains = FRACTIONS.map((_, i) => lastTop1(records[2 * i]) - lastTop1(records[2 * i + 1]));
      return slope(FRACTIONS, gains);
    },
  };
}

/** Written before any run of CRLD; selection last epoch, seeds 1 … n, none dropped. Numbers of the paper's reference, section 10. */
export const claims: ClaimDefinition[] = [
  exceeds(
    'C1',
    'CRLD exceeds KD (20 classes of CIFAR-100 at 16×16; the 12 CIFAR-100 pairs need GPUs)',
    PAPER,
    difference(same, 'crld', 'kd'),
  ),
  exceeds(
    'C2',
    'CRLD exceeds two-view KD (no cross-view terms, no thresholds): the gain is not the second view alone',
    PAPER,
    difference(same, 'crld', 'kd, two views', SEEDS_OF_THE_QUESTION),
  ),
  exceeds(
    'C2b',
    'CRLD exceeds KD on the strong view alone',
    PAPER,
    difference(same, 'crld', 'kd, strong view only'),
  ),
  exceeds(
    'C2c',
    'Two-view KD exceeds KD: the second view alone helps',
    PAPER,
    difference(same, 'kd, two views', 'kd'),
  ),
  {
    ...{ id: 'C3', paper: PAPER, kind: 'seeds', side: 'above', margin: 0, unit: POINTS },
    statement:
      'The five values of uncertain origin (72.10, 74.42, 76.45, 75.58, 75.27) are reached within max(2 sd, 0.5 points)',
    needs: 'the 5 CIFAR-100 pairs at 240 epochs, a GPU for a day a run',
  },
  seedClaim(
    'C4',
    'At the same total weight, cross-view terms beside within-view terms do not lower accuracy (by 0.5 points or more)',
    'above',
    -0.5,
    POINTS,
    difference(ablation, 'crld', 'crld, within-view terms only'),
  ),
  exceeds(
    'C5',
    'Thresholds (0.9, 0.2) exceed no thresholds',
    PAPER,
    difference(same, 'crld', 'crld, no masks'),
  ),
  seedClaim(
    'C6',
    'The teacher is more over-confident on weak than on strong views (confidence minus accuracy, test images)',
    'above',
    0,
    'points',
    overRows(
      same,
      ['crld'],
      SEEDS,
      ([crld]) => overconfidence(crld, 'weak') - overconfidence(crld, 'strong'),
    ),
  ),
  seedClaim(
    'C6b',
    'The teacher is over-confident on weak views of test images',
    'above',
    0,
    'points of confidence above accuracy',
    overRows(same, ['crld'], SEEDS, ([crld]) => overconfidence(crld, 'weak')),
  ),
  seedClaim(
    'C7',
    "With CRLD the student copies fewer of the teacher's wrong predictions on test images than with KD",
    'below',
    0,
    "points of the teacher's errors",
    copiedAgainst('kd'),
  ),
  seedClaim(
    'C7b',
    'The same against two-view KD: the consistency, not the second view, makes it copy fewer',
    'below',
    0,
    "points of the teacher's errors",
    copiedAgainst('kd, two views'),
  ),
  seedClaim(
    'C8',
    'The mask rule of the code loses less than 0.3 points against masks per teacher view',
    'above',
    -0.3,
    POINTS,
    difference(same, 'crld', 'crld, mask per teacher view'),
  ),
  seedClaim(
    'C8b',
    'The mask rule of the code gains less than 0.3 points over masks per teacher view',
    'below',
    0.3,
    POINTS,
    difference(same, 'crld', 'crld, mask per teacher view'),
  ),
  seedClaim(
    'C9',
    'CRLD raises KD and DKD (the smaller of both gains)',
    'above',
    0,
    POINTS,
    smallestGain(['kd', 'dkd']),
  ),
  seedClaim(
    'C9b',
    'CRLD raises NKD, NormKD and logit standardisation (the smallest gain)',
    'above',
    0,
    POINTS,
    smallestGain(['nkd', 'normkd', 'lskd']),
  ),
  seedClaim(
    'C10',
    'The gain of CRLD over KD grows when fewer labels are available (10 to 100 %)',
    'below',
    0,
    'points of top-1 for each doubling of the labels',
    slopeOverLabels(),
  ),
  {
    ...{
      id: 'C11',
      paper: PAPER,
      kind: 'cost',
      side: 'below',
      margin: 120,
      unit: '% more time a step than KD',
    },
    statement: 'A step of CRLD costs at most 2.2 times a step of KD; it adds no parameters',
    result: 'C11',
  },
  {
    ...{ id: 'C12', paper: PAPER, kind: 'seeds', side: 'above', margin: 0, unit: POINTS },
    statement: 'The gain holds with a transformer teacher: ViT-L/16-384 -> ResNet18 on Tiny-ImageNet',
    needs:
      'the fine-tuned ViT-L/16 weights, which are not public, or its logits of every view, Tiny-ImageNet and a GPU',
  },
];
