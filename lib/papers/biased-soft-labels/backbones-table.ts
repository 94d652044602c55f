import type { ProfileData, RunSpec, TableCell, TableDefinition } from '../../base';
import { fmnistSoft, fmnistSoftSmoke } from '../profiles';
import { cellAt, learnSoftLabels, REWEIGHTING } from './cells';
import { cifar10, cifar100, paperTeacher, tinyImageNet } from './paper-recipe';
import { SWEEP, sbtName, sbtOf, teacherRun } from './settings';
import type { Alphas } from './settings';
import { MASKED_REWEIGHTING, SBT } from './terms';

/** Students at profile cpu; the first is that of Table 2, whose runs these are. */
export const STUDENTS = ['cnn28-small', 'cnn28', 'mlp28'] as const;
export const BACKBONES = ['wrn_28_2', 'wrn_28_4', 'wrn_40_2', 'wrn_40_4'] as const;
/** Times the seconds of the profile's own student. */
const COST: Readonly<Record<string, number>> = { 'cnn28-small': 1, cnn28: 1.4, mlp28: 0.4 };

function cells(
  profile: ProfileData,
  rowOf: (alphas: Alphas) => string,
  students: readonly string[],
  settings: readonly Alphas[],
  teacherOf: (alphas: Alphas) => RunSpec,
): TableCell[] {
  return settings.flatMap((alphas) =>
    students.map((model) =>
      cellAt(profile, {
        row: rowOf(alphas),
        column: model,
        model,
        method: learnSoftLabels(),
        teacher: teacherOf(alphas),
        seconds: Math.round((COST[model] ?? 1) * profile.seconds.distilled),
        reconstruction: `the α of the row are ours; ${REWEIGHTING}`,
      }),
    ),
  );
}

const atPaper = (profile: ProfileData, students: readonly string[]) =>
  cells(
    profile,
    (alphas) => `${profile.name}, ${sbtName(alphas)}`,
    students,
    SWEEP,
    (alphas) => paperTeacher(profile, sbtOf(alphas).method),
  );

/** One teacher, several students; the paper plots four Wide ResNets and prints no numbers. */
export const figure6: TableDefinition = {
  paper: 'biased-soft-labels',
  table: 'figure6',
  title: 'Students of several kinds (Figure 6), and Tiny-ImageNet (Figure 2)',
  rowLabel: 'data set, teacher',
  columnLabel: 'student',
  methodsIn: 'columns',
  selection: 'bestValidation',
  notes: [SBT, MASKED_REWEIGHTING],
  seeds: 3,
  cells: [
    ...cells(
      fmnistSoftSmoke,
      (alphas) => `smoke, ${sbtName(alphas)}`,
      ['cnn28-small', 'mlp28'],
      SWEEP.slice(3, 4),
      (alphas) => teacherRun(fmnistSoftSmoke.teacher!, sbtOf(alphas)),
    ),
    ...cells(fmnistSoft, sbtName, STUDENTS, SWEEP, (alphas) =>
      teacherRun(fmnistSoft.teacher!, sbtOf(alphas)),
    ),
    ...atPaper(cifar10, BACKBONES),
    ...atPaper(cifar100, BACKBONES),
    ...atPaper(tinyImageNet, ['wrn_28_2']),
  ],
};
