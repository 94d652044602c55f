import type { ClaimDefinition, RunRecord } from '../../base';
import { figure6, STUDENTS } from './backbones-table';
import { ALONE, ROWS, STUDENT, table2 } from './bad-teachers-table';
import { claim, GPU, POINTS, RHO, untestable } from './claim-kinds';
import { at4, selectedTop1, softLabelOf } from './measured-values';
import { at, correlationGivenAccuracy, correlationWith, gainOverTeacher, ofBadTeachers } from './quantities';
import {
  BASE,
  MEAN,
  PRINTED_RANGE,
  redrawn,
  sbtName,
  SWEEP,
  WITHOUT_COMPENSATION,
  WITHOUT_PUNISHMENT,
  WITHOUT_RANDOM,
} from './settings';
import type { Alphas } from './settings';

const student = (row: string) => ({ row, column: STUDENT });
const sbtStudents = PRINTED_RANGE.map(({ name }) => student(name));
const base = student(sbtName(BASE));

/** Of an SBT on its own, what changes when a term is taken away. */
const without = (alphas: Alphas, of: (record: RunRecord) => number) =>
  at(
    table2,
    [alphas, BASE].map((setting) => ({ row: sbtName(setting), column: ALONE })),
    ([reduced, whole]) => of(reduced) - of(whole),
  );
const own = (record: RunRecord) => at4(softLabelOf(record, 'self', 'test'));

/** What students make of skillful but bad teachers, B1 to B3. */
export const studentClaims: ClaimDefinition[] = [
  claim(
    'B1',
    'With an SBT teacher below 30 % test accuracy the student beats its teacher by at least 60 points (10 classes)',
    'above',
    60,
    `${POINTS}, smallest gain over the SBTs`,
    at(table2, sbtStudents, (records) => Math.min(...ofBadTeachers(records).map(gainOverTeacher))),
  ),
  claim(
    'B1b',
    'With an SBT teacher below 30 % the student beats its teacher',
    'above',
    0,
    `${POINTS}, smallest gain over the SBTs`,
    at(table2, sbtStudents, (records) => Math.min(...ofBadTeachers(records).map(gainOverTeacher))),
  ),
  untestable('B1c', 'On CIFAR-100 the student beats such a teacher by at least 40 points', GPU),
  claim(
    'B1d',
    'It takes what an SBT knows: its student exceeds that of random soft labels of the same top-1 accuracy',
    'above',
    0,
    POINTS,
    at(table2, [base, student(ROWS.random)], ([sbt, random]) => selectedTop1(sbt) - selectedTop1(random)),
  ),
  claim(
    'B2',
    'Over SBTs student accuracy falls when η_4 rises',
    'below',
    0,
    RHO,
    at(table2, sbtStudents, (records) => correlationWith(records, 'unreliability')),
  ),
  claim(
    'B2b',
    'Over SBTs student accuracy falls when γ_4 rises',
    'below',
    0,
    RHO,
    at(table2, sbtStudents, (records) => correlationWith(records, 'ambiguity')),
  ),
  claim(
    'B2c',
    'The same for η_4 with the accuracy of the teacher held constant',
    'below',
    0,
    `partial ${RHO}`,
    at(table2, sbtStudents, (records) => correlationGivenAccuracy(records, 'unreliability')),
  ),
  claim(
    'B2d',
    'The same for γ_4 with the accuracy of the teacher held constant',
    'below',
    0,
    `partial ${RHO}`,
    at(table2, sbtStudents, (records) => correlationGivenAccuracy(records, 'ambiguity')),
  ),
  claim(
    'B3',
    'Large-biased soft labels (mean Manhattan distance above 1) give students within 10 points of training on the truth',
    'below',
    10,
    `${POINTS}, largest gap over the SBTs`,
    at(table2, [student(ROWS.truth), ...sbtStudents], ([truth, ...students]) => {
      const biased = students.filter(
        (record) => softLabelOf(record, 'teacher', 'test').distances.manhattan > 1,
      );
      return Math.max(...biased.map((record) => selectedTop1(truth) - selectedTop1(record)));
    }),
  ),
];

/** Other students, the terms of the teacher's loss, and rules of learning from it, B13 to B16. */
export const teacherClaims: ClaimDefinition[] = [
  untestable('B13', 'The sign of B2’s correlations is the same for WRN 28×2, 28×4, 40×2 and 40×4', GPU),
  claim(
    'B13b',
    'For three small students of other kinds accuracy falls with η_4 over the SBTs: the largest of their correlations',
    'below',
    0,
    RHO,
    at(
      figure6,
      STUDENTS.flatMap((column) => SWEEP.map((alphas) => ({ row: sbtName(alphas), column }))),
      (records) =>
        Math.max(
          ...STUDENTS.map((_, i) =>
            correlationWith(records.slice(i * SWEEP.length, (i + 1) * SWEEP.length), 'unreliability'),
          ),
        ),
    ),
  ),
  untestable('B14', 'CIFAR-100 and Tiny-ImageNet react more strongly to η and γ than CIFAR-10', GPU),
  claim(
    'B15',
    'Removing the compensation raises η_4 of the teacher',
    'above',
    0,
    'η_4',
    without(WITHOUT_COMPENSATION, (record) => own(record).unreliability),
  ),
  claim(
    'B15b',
    'Removing the random labels raises γ_4 of the teacher',
    'above',
    0,
    'γ_4',
    without(WITHOUT_RANDOM, (record) => own(record).ambiguity),
  ),
  claim(
    'B15c',
    'Removing the punishment raises the accuracy of the teacher',
    'above',
    0,
    POINTS,
    without(WITHOUT_PUNISHMENT, (record) => record.metrics.last.top1),
  ),
  claim(
    'B16',
    'High student accuracy needs the re-weighting: with frozen labels (the better of masked and whole) it drops by more than 2 points',
    'below',
    -2,
    POINTS,
    at(
      table2,
      [base, student(ROWS.frozen), student(ROWS.frozenWhole)],
      ([reweighted, ...frozen]) => Math.max(...frozen.map(selectedTop1)) - selectedTop1(reweighted),
    ),
  ),
  untestable('B16b', 'The same on CIFAR-100', GPU),
  claim(
    'B16c',
    'It takes random labels drawn once per image: redrawn in each step, the student gets worse',
    'above',
    0,
    POINTS,
    at(
      table2,
      [base, student(redrawn('step').name)],
      ([fixed, step]) => selectedTop1(fixed) - selectedTop1(step),
    ),
  ),
  claim(
    'B16d',
    'The same for labels redrawn in each epoch',
    'above',
    0,
    POINTS,
    at(
      table2,
      [base, student(redrawn('epoch').name)],
      ([fixed, epoch]) => selectedTop1(fixed) - selectedTop1(epoch),
    ),
  ),
  claim(
    'B16e',
    'With the mean over the random labels the teacher is no bad one (above 30 %)',
    'above',
    30,
    '% top-1 of the teacher',
    at(table2, [{ row: MEAN.name, column: ALONE }], ([record]) => record.metrics.last.top1),
  ),
];
