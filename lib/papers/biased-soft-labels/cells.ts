import type { DataSpec, MethodSpec, ProfileData, RunSpec, TableCell } from '../../base';
import { placedAt } from '../cells';

/** What sets a cell apart from the others of its profile. */
export interface CellChoice {
  row: string;
  column: string;
  method: MethodSpec;
  /** Change of the profile's training labels. */
  labelTransform?: DataSpec['labelTransform'];
  teacher?: RunSpec;
  /** Default the profile's student. */
  model?: string;
  /** Default the profile's. */
  seconds?: number;
  derived?: TableCell['derived'];
  reconstruction?: string;
}

/** A cell at a profile: its data and recipe, the labels, teacher and method of the choice. */
export function cellAt(profile: ProfileData, choice: CellChoice): TableCell {
  const { method, labelTransform, teacher, model, derived, reconstruction } = choice;
  return {
    ...placedAt(profile, choice, {
      method,
      data: { ...profile.data, ...(labelTransform && { labelTransform }) },
      ...(model && { model }),
      ...(teacher && { teacher: { run: teacher } }),
      ...(profile.profile === 'paper' && { earlyStopping: { patience: 20, on: 'validation' } }),
    }),
    seconds: choice.seconds ?? (teacher ? profile.seconds.distilled : profile.seconds.plain),
    ...(derived && { derived }),
    ...(reconstruction && { reconstruction }),
  };
}

/** Learning stored soft labels, re-weighted once an epoch unless the options say otherwise. */
export const learnSoftLabels = (options?: Record<string, unknown>): MethodSpec => ({
  name: 'soft-labels',
  loss: 'proden',
  ...(options && { options }),
});

/** What `differences` of the paper says in full. */
export const REWEIGHTING = 'masked re-weighting after each epoch';
