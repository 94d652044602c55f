import type { MethodSpec, ProfileData, TableCell } from '../base';

/** A row of a comparison: a method under its name, with or without the profile's teacher. */
export interface MethodRow {
  row: string;
  method: MethodSpec;
  distilled: boolean;
  reconstruction?: string;
}

/**
 * Cells of one column: the same data, networks and recipe for every row; only the method differs, so that
 * differences between rows are differences between methods.
 */
export function profileColumn(profile: ProfileData, rows: readonly MethodRow[]): TableCell[] {
  const teacher = profile.teacher;
  const teacherName = teacher && !Array.isArray(teacher.model) ? `${teacher.model}->` : '';
  return rows.map(({ row, method, distilled, reconstruction }) => ({
    row,
    column: `${teacherName}${profile.student} on ${profile.name}`,
    profile: profile.profile,
    profileData: profile.name,
    spec: {
      specVersion: 1,
      data: profile.data,
      model: profile.student,
      ...(distilled && teacher ? { teacher: { run: teacher } } : {}),
      method,
      optimiser: profile.optimiser,
      schedule: profile.schedule,
      epochs: profile.epochs,
      batchSize: profile.batchSize,
    },
    seconds: distilled ? profile.seconds.distilled : profile.seconds.plain,
    ...(reconstruction ? { reconstruction } : {}),
  }));
}
