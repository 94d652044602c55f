import type { DataSpec, MethodSpec, ProfileData, RunSpec, TableCell } from '../base';

/** A row of a comparison: a method under its name, with or without the profile's teacher. */
export interface MethodRow {
  row: string;
  method: MethodSpec;
  distilled: boolean;
  /** Weak and strong view, or the strong one alone; default the weak one alone. */
  views?: 'two' | 'strong';
  reconstruction?: string;
}

/** What two views cost beside one: passes of teacher and student for both, and the augmentation. */
const COST_OF_TWO_VIEWS = 1.7;

/** The strong view is the weak one with CRLD's RandAugment and Cutout behind it, drawn on its own. */
export function dataUnder(views: MethodRow['views'], data: DataSpec): DataSpec {
  const weak = data.views?.weak ?? {};
  const strong = { ...weak, policy: 'rand-augment' };
  switch (views) {
    case undefined:
      return data;
    case 'strong':
      return { ...data, views: { strong } };
    case 'two':
      return { ...data, views: { weak, strong } };
  }
}

/** A specification at a profile: its data, student and recipe, but for what is given. */
export function specAt(
  profile: ProfileData,
  given: Pick<RunSpec, 'method'> & Partial<Omit<RunSpec, 'seed'>>,
): TableCell['spec'] {
  const { data, student, optimiser, schedule, epochs, batchSize } = profile;
  return { specVersion: 1, data, model: student, optimiser, schedule, epochs, batchSize, ...given };
}

/** The place of a cell in a table at a profile, and its specification there: that of `specAt`. */
export function placedAt(
  profile: ProfileData,
  { row, column }: Pick<TableCell, 'row' | 'column'>,
  given: Parameters<typeof specAt>[1],
): Pick<TableCell, 'row' | 'column' | 'profile' | 'profileData' | 'spec'> {
  return {
    row,
    column,
    profile: profile.profile,
    profileData: profile.name,
    spec: specAt(profile, given),
  };
}

/**
 * Cells of one column: the same data, networks and recipe for every row; only the method differs, so that
 * differences between rows are differences between methods.
 */
export function profileColumn(profile: ProfileData, rows: readonly MethodRow[]): TableCell[] {
  const teacher = profile.teacher;
  const teacherName = teacher && !Array.isArray(teacher.model) ? `${teacher.model}->` : '';
  const column = `${teacherName}${profile.student} on ${profile.name}`;
  return rows.map(({ row, method, distilled, views, reconstruction }) => ({
    ...placedAt(
      profile,
      { row, column },
      {
        method,
        data: dataUnder(views, profile.data),
        ...(distilled && teacher ? { teacher: { run: teacher } } : {}),
      },
    ),
    seconds: secondsOf(profile, distilled, views),
    ...(reconstruction ? { reconstruction } : {}),
  }));
}

function secondsOf({ seconds }: ProfileData, distilled: boolean, views: MethodRow['views']): number {
  const ofOneView = distilled ? seconds.distilled : seconds.plain;
  return views === 'two' ? Math.round(COST_OF_TWO_VIEWS * ofOneView) : ofOneView;
}
