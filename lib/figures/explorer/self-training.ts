import { cobweb, fixedPoints } from '../../theory/theorem3-fixed-points';
import type { FixedPoint } from '../../theory/theorem3-fixed-points';
import { selfTrainingMap } from '../../theory/theorem3-map';
import type { AccuracyFunction, AmbiguityForm } from '../../theory/theorem3-map';
import { votingAccuracy } from '../../theory/voting-accuracy';
import type { ExplorerSettings } from './settings';

/** Theorem 3 with one constant. */
export interface TrainingForm {
  fixedPoints: FixedPoint[];
  /** The map x ↦ ρ(1 − x, γ(x)) on the grid. */
  map: number[];
  /** Corners of the cobweb of ROUNDS rounds. */
  web: { x: number[]; y: number[] };
  /** Accuracy after those rounds. */
  final: number;
  /** Slope of the map's steepest cell; below 1 the final accuracy is unique. */
  steepest: number;
}

export interface TrainingModel {
  /** Accuracies at which the maps are tabulated. */
  grid: number[];
  start: number;
  consistent: TrainingForm;
  printed: TrainingForm;
  /** Whether fixed points and rounds are those of the exact map. */
  exact: boolean;
}

export const ROUNDS = 30;
const CELLS = 120;
const GRID = Array.from({ length: CELLS + 1 }, (_, i) => i / CELLS);

interface Kept {
  key: string;
  maps: Record<AmbiguityForm, number[]>;
  points: Partial<Record<AmbiguityForm, FixedPoint[]>>;
}
let kept: Kept | undefined;

/**
 * Rounds of self-training from labels of the chosen η, for a learner whose accuracy is known exactly: a share of the
 * instances is labelled by hand, the others are decided by a vote of label sets (`votingAccuracy`). The maps are
 * tabulated once for each learner; `exact` asks for fixed points of the map itself, some 10 ms.
 */
export function selfTraining(settings: ExplorerSettings, exact: boolean): TrainingModel {
  const { classes, k, votes, labelled } = settings;
  const accuracyOf: AccuracyFunction = (eta, gamma) =>
    labelled + (1 - labelled) * votingAccuracy(eta, gamma, classes, votes);
  const key = `${classes} ${k} ${votes} ${labelled}`;
  if (kept?.key !== key) {
    const onGrid = (form: AmbiguityForm): number[] =>
      GRID.map(selfTrainingMap(accuracyOf, { classes, k, form }));
    kept = { key, maps: { consistent: onGrid('consistent'), printed: onGrid('printed') }, points: {} };
  }
  const { maps, points } = kept;
  const start = 1 - settings.unreliability;
  const of = (form: AmbiguityForm): TrainingForm => {
    const setting = { classes, k, form };
    const tabulated: AccuracyFunction = (eta) => between(maps[form], 1 - eta);
    const rho = exact ? accuracyOf : tabulated;
    if (exact) points[form] ??= fixedPoints(accuracyOf, setting);
    const web = cobweb(rho, setting, start, ROUNDS);
    return {
      fixedPoints: points[form] ?? fixedPoints(tabulated, setting),
      map: maps[form],
      web,
      final: web.y[web.y.length - 1],
      steepest: steepest(maps[form]),
    };
  };
  return { grid: GRID, start, consistent: of('consistent'), printed: of('printed'), exact };
}

/** The tabulated map between its points, by straight lines. */
function between(map: readonly number[], x: number): number {
  const cell = Math.min(CELLS - 1, Math.floor(x * CELLS));
  const part = x * CELLS - cell;
  return map[cell] * (1 - part) + map[cell + 1] * part;
}

function steepest(map: readonly number[]): number {
  let largest = 0;
  for (let i = 1; i < map.length; i++) largest = Math.max(largest, Math.abs(map[i] - map[i - 1]) * CELLS);
  return largest;
}
