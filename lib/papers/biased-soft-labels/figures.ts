import type { RunRecord, TableDefinition } from '../../base';
import { lines, meanSoftLabel, pointClouds } from '../../figures';
import type { Line, NamedFigure } from '../../figures';
import { cellConfigId, cellRecords, summarise } from '../../results';
import { STUDENT, table2 } from './bad-teachers-table';
import { at4, selectedTop1, softLabelOf } from './measured-values';
import { figure3, noiseRow, scaleColumn, SCALES } from './noise-table';
import { ETAS, etaColumn, GAMMAS, partialRow, table1 } from './partial-labels-table';
import type { Sampler } from './partial-labels-table';
import { ownIndicators } from './quantities';
import { figure5, RHO_ETAS, rhoRow, SELF_TRAINING_ROW, SIZES } from './self-training-table';
import { BASE, PRINTED_RANGE, sbtName } from './settings';

/** The paper's figures, as far as there are records for them, from profile cpu. */
export function biasedSoftLabelsFigures(records: readonly RunRecord[]): NamedFigure[] {
  return [
    ...partialLabels(records),
    ...badTeachers(records),
    ...noise(records),
    ...meanLabels(records),
    ...selfTraining(records),
    ...fixedPoint(records),
  ];
}

/** Runs of a cell at profile cpu, by seed; none where the table has no such cell. */
function runsOf(table: TableDefinition, records: readonly RunRecord[], row: string, column?: string) {
  const cell = table.cells.find(
    (one) => one.profile === 'cpu' && one.row === row && (column === undefined || one.column === column),
  );
  return cell ? cellRecords(records, cellConfigId(cell)) : [];
}

const mean = (values: readonly number[]): number => summarise(values).mean;
const accuracy = (runs: readonly RunRecord[]): number | null =>
  runs.length > 0 ? mean(runs.map(selectedTop1)) : null;

/** Table 1 as curves over γ, one for each η. */
function partialLabels(records: readonly RunRecord[]): NamedFigure[] {
  return (['corrupt-then-flip', 'independent'] as const).flatMap((sampler: Sampler) => {
    const curves = ETAS.map(
      (eta): Line => ({
        name: `truth missing with probability ${eta}`,
        x: [...GAMMAS],
        y: GAMMAS.map((gamma) =>
          accuracy(runsOf(table1, records, partialRow(gamma, sampler), etaColumn(eta))),
        ),
        points: true,
      }),
    ).filter(({ y }) => y.some((value) => value !== null));
    if (curves.length === 0) return [];
    const figure = lines(curves, {
      title: `Students of partial labels, sampler ${sampler}`,
      x: 'probability of a wrong label',
      y: 'test accuracy (%)',
    });
    return [{ name: `biased-soft-labels-partial-${sampler}`, figure }];
  });
}

/** Figure 2: indicators of each bad teacher and the accuracy of its student, over the teacher's accuracy. */
function badTeachers(records: readonly RunRecord[]): NamedFigure[] {
  const teachers = PRINTED_RANGE.flatMap(({ name }) => {
    const runs = runsOf(table2, records, name, STUDENT);
    if (runs.length === 0) return [];
    const { unreliability, ambiguity } = at4(softLabelOf(runs[0], 'teacher', 'test'));
    return [{ name, teacher: runs[0].teacher!.accuracy, unreliability, ambiguity, student: accuracy(runs)! }];
  });
  if (teachers.length === 0) return [];
  const cloud = (name: string, y: (teacher: (typeof teachers)[number]) => number) => ({
    name,
    x: teachers.map(({ teacher }) => teacher),
    y: teachers.map(y),
    labels: teachers.map((teacher) => teacher.name),
  });
  const figure = pointClouds(
    [
      cloud('student accuracy', ({ student }) => student),
      cloud('100 · η₄ of the teacher', ({ unreliability }) => 100 * unreliability),
      cloud('100 · γ₄ of the teacher', ({ ambiguity }) => 100 * ambiguity),
    ],
    {
      title: 'Skillful but bad teachers (Figure 2)',
      x: 'test accuracy of the teacher (%)',
      y: '% of the test images',
    },
  );
  return [{ name: 'biased-soft-labels-bad-teachers', figure }];
}

/** Figure 3, and the same runs over the margin. */
function noise(records: readonly RunRecord[]): NamedFigure[] {
  const families = (['gaussian', 'laplace'] as const).map((family) => ({
    family,
    points: SCALES.flatMap((scale) => {
      const runs = runsOf(figure3, records, noiseRow(family), scaleColumn(scale));
      if (runs.length === 0) return [];
      const { unreliability, ambiguity } = at4(softLabelOf(runs[0], 'labels', 'train'));
      return [{ scale, unreliability, ambiguity, student: accuracy(runs)! }];
    }),
  }));
  const measured = families.filter(({ points }) => points.length > 0);
  if (measured.length === 0) return [];
  const curve = (name: string, points: (typeof families)[number]['points'], y: number[]): Line => ({
    name,
    x: points.map(({ scale }) => scale),
    y,
    points: true,
  });
  const overScale = lines(
    measured.flatMap(({ family, points }) => [
      curve(
        `student accuracy, ${family}`,
        points,
        points.map(({ student }) => student),
      ),
      curve(
        `100 · η₄, ${family}`,
        points,
        points.map(({ unreliability }) => 100 * unreliability),
      ),
      curve(
        `100 · γ₄, ${family}`,
        points,
        points.map(({ ambiguity }) => 100 * ambiguity),
      ),
    ]),
    { title: 'Additive noise on the labels (Figure 3)', x: 'scale (σ or b)', y: '%' },
  );
  const overMargin = pointClouds(
    measured.map(({ family, points }) => ({
      name: family,
      x: points.map(({ unreliability, ambiguity }) => 1 - unreliability - ambiguity),
      y: points.map(({ student }) => student),
      labels: points.map(({ scale }) => `scale ${scale}`),
    })),
    { title: 'Student accuracy and the margin', x: '1 − η₄ − γ₄ of the labels', y: 'test accuracy (%)' },
  );
  return [
    { name: 'biased-soft-labels-noise', figure: overScale },
    { name: 'biased-soft-labels-noise-margin', figure: overMargin },
  ];
}

/** Figure 4: the mean soft label of each class, of the bad teacher in the middle of the ranges. */
function meanLabels(records: readonly RunRecord[]): NamedFigure[] {
  const [run] = runsOf(table2, records, sbtName(BASE), STUDENT);
  const flat = run?.measures?.meanSoftLabel;
  if (!flat) return [];
  const size = Math.sqrt(flat.length);
  const means = Array.from({ length: size }, (_, i) => flat.slice(i * size, (i + 1) * size));
  const figure = meanSoftLabel(means, {
    title: `Mean soft label of each class, ${sbtName(BASE)} (Figure 4)`,
    classes: means.map((_, i) => String(i)),
  });
  return [{ name: 'biased-soft-labels-mean', figure }];
}

/** Figure 5, of the first seed. */
function selfTraining(records: readonly RunRecord[]): NamedFigure[] {
  const [run] = runsOf(figure5, records, SELF_TRAINING_ROW);
  if (!run) return [];
  const own = ownIndicators(run);
  const epochs = own.map(({ epoch }) => epoch);
  const figure = lines(
    [
      {
        name: 'test accuracy',
        x: run.curve.map(({ epoch }) => epoch),
        y: run.curve.map(({ top1 }) => top1),
      },
      {
        name: '100 · η₄ of the unlabelled images',
        x: epochs,
        y: own.map(({ unreliability }) => 100 * unreliability),
        points: true,
      },
      {
        name: '100 · γ₄ of the unlabelled images',
        x: epochs,
        y: own.map(({ ambiguity }) => 100 * ambiguity),
        points: true,
      },
    ],
    { title: 'Incomplete supervision (Figure 5)', x: 'epoch', y: '%' },
  );
  return [{ name: 'biased-soft-labels-self-training', figure }];
}

/** Theorem 3: measured ρ for both constants over the accuracy x, where it meets the diagonal, and where training ended. */
function fixedPoint(records: readonly RunRecord[]): NamedFigure[] {
  const curves = SIZES.map((size): Line => {
    const runs = RHO_ETAS.map((eta) => runsOf(figure5, records, rhoRow(size, eta)));
    return {
      name: size === 4 ? 'ρ with γ = (k − x)/(c − 1)' : 'ρ with γ = (c − k − x)/(c − 1), printed',
      x: RHO_ETAS.map((eta) => 100 * (1 - eta)),
      y: runs.map((of) => (of.length > 0 ? mean(of.map(({ metrics }) => metrics.last.top1)) : null)),
      points: true,
    };
  });
  const finals = runsOf(figure5, records, SELF_TRAINING_ROW).map(({ metrics }) => metrics.last.top1);
  if (finals.length === 0 || curves.some(({ y }) => y.every((value) => value === null))) return [];
  const ends = RHO_ETAS.map((eta) => 100 * (1 - eta));
  const figure = lines(
    [
      ...curves,
      { name: 'x', x: ends, y: ends, reference: true },
      { name: 'self-training ended here', x: finals, y: finals, points: true },
    ],
    {
      title: 'Fixed points of Theorem 3, k = 4',
      x: 'accuracy x of the labels (%)',
      y: 'accuracy learnt (%)',
    },
  );
  return [{ name: 'biased-soft-labels-fixed-point', figure }];
}
