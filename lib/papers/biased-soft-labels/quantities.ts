import { partialRankCorrelation, rankCorrelation } from '../../base';
import type { RunRecord, SeedQuantity, TableDefinition } from '../../base';
import { fixedPoints } from '../../theory/index';
import type { AmbiguityForm } from '../../theory/index';
import { slope } from '../../results';
import { at4, selectedTop1, softLabelOf } from './measured-values';
import { RHO_ETAS, WARMUP } from './self-training-table';

/** A quantity of places of a table at profile cpu, in the order given. */
export function at(
  table: TableDefinition,
  cells: readonly { row: string; column: string }[],
  perSeed: (records: RunRecord[]) => number,
): SeedQuantity {
  return { table: table.table, profile: 'cpu', seeds: table.seeds, cells: [...cells], perSeed };
}

/** Students of teachers below 30 % on the test images, the paper's bad ones. */
export const ofBadTeachers = (records: readonly RunRecord[]): RunRecord[] =>
  records.filter(({ teacher }) => teacher!.accuracy < 30);

export const gainOverTeacher = (record: RunRecord): number => selectedTop1(record) - record.teacher!.accuracy;

const ofTeacher = (record: RunRecord) => at4(softLabelOf(record, 'teacher', 'test'));

/** Rank correlation over students of student accuracy with an indicator of their teachers; 0 where undefined. */
export function correlationWith(
  records: readonly RunRecord[],
  indicator: 'unreliability' | 'ambiguity',
): number {
  const values = records.map((record) => ofTeacher(record)[indicator]);
  return rankCorrelation(records.map(selectedTop1), values) ?? 0;
}

/** The same with the ranks of the teachers' accuracies held constant. */
export function correlationGivenAccuracy(
  records: readonly RunRecord[],
  indicator: 'unreliability' | 'ambiguity',
): number {
  const values = records.map((record) => ofTeacher(record)[indicator]);
  const accuracies = records.map((record) => record.teacher!.accuracy);
  return partialRankCorrelation(records.map(selectedTop1), values, accuracies) ?? 0;
}

/** The smallest of the falls between neighbours of a grid of accuracies [row][column], along rows and columns. */
export function smallestFall(grid: readonly (readonly number[])[]): number {
  const falls = grid.flatMap((row, i) =>
    row.flatMap((value, j) => [
      ...(j + 1 < row.length ? [value - row[j + 1]] : []),
      ...(i + 1 < grid.length ? [value - grid[i + 1][j]] : []),
    ]),
  );
  return Math.min(...falls);
}

/**
 * The accuracy, in [0, 1], that self-training should end at: the highest solution of x = ρ(1 − x), ρ measured on soft
 * labels of the size that the form of Theorem 3 implies, straight lines between the measured η and level beyond them.
 *
 * @param accuracies of the learner at RHO_ETAS, in [0, 1]
 */
export function predictedAccuracy(accuracies: readonly number[], form: AmbiguityForm): number {
  const rho = (eta: number): number => {
    const last = RHO_ETAS.length - 1;
    if (eta <= RHO_ETAS[0]) return accuracies[0];
    if (eta >= RHO_ETAS[last]) return accuracies[last];
    const i = RHO_ETAS.findIndex((value) => value >= eta);
    const share = (eta - RHO_ETAS[i - 1]) / (RHO_ETAS[i] - RHO_ETAS[i - 1]);
    return accuracies[i - 1] * (1 - share) + accuracies[i] * share;
  };
  // γ follows from η and the size, on which ρ was measured: the map needs η alone.
  return fixedPoints(rho, { classes: 10, k: 4, form }).at(-1)!.accuracy;
}

/** Slope of the test accuracy over the epochs after the warm-up, in points an epoch. */
export function accuracySlope({ curve }: RunRecord): number {
  const after = curve.filter(({ epoch }) => epoch >= WARMUP);
  return slope(
    after.map(({ epoch }) => epoch),
    after.map(({ top1 }) => top1),
  );
}

/** η_4 and γ_4 of the soft labels that a network gives the unlabelled images, over the epochs. */
export function ownIndicators({ softLabels }: RunRecord) {
  return softLabels
    .filter(({ source }) => source === 'self')
    .map((entry) => ({ epoch: entry.epoch, ...at4(entry) }));
}

export function unreliabilitySlope(record: RunRecord): number {
  const path = ownIndicators(record);
  return slope(
    path.map(({ epoch }) => epoch),
    path.map(({ unreliability }) => unreliability),
  );
}

/** How far γ_4 strays from where it was after the warm-up. */
export function ambiguityDrift(record: RunRecord): number {
  const path = ownIndicators(record);
  return Math.max(...path.map(({ ambiguity }) => Math.abs(ambiguity - path[0].ambiguity)));
}
