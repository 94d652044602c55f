import type { RunRecord } from '../../base';
import { conditionRegion, groupComparison, learningCurves } from '../../figures';
import type { ConditionPoint, Figure, NamedFigure } from '../../figures';
import { cellConfigId, cellRecords, summarise, tInterval } from '../../results';
import { measured } from '../records';
import { memorisationGap } from './quantities';
import { EXCHANGES, LABEL_LOSSES, PROSELFLC, PROSELFLC_LOW } from './settings';
import type { LabelLoss } from './settings';
import { columnOf, CORE_NOISES, noise } from './tables';

/** Runs of one kind, drawn as one line; ascending seeds. */
export interface RunSeries {
  name: string;
  runs: readonly RunRecord[];
}

/**
 * Measures over the epochs: one line a series and measure, a band over seeds. Series that have not measured one of them
 * are left out.
 * @param measures by name of the measure, what to call it; with one measure the line has the series' name alone
 */
export function overEpochs(
  series: readonly RunSeries[],
  measures: Readonly<Record<string, string>>,
  options: { title: string; quantity: string },
): Figure {
  const names = Object.entries(measures);
  const groups = series.flatMap(({ name, runs }) =>
    names.flatMap(([measure, words]) => {
      const known = runs.filter(({ measureCurves }) => measureCurves?.values[measure]);
      if (known.length === 0) return [];
      return [
        {
          name: names.length === 1 ? name : `${name}, ${words}`,
          epochs: known[0].measureCurves!.epochs,
          seeds: known.map(({ measureCurves }) => measureCurves!.values[measure]),
        },
      ];
    }),
  );
  return learningCurves(groups, options);
}

/** What was offered and what was passed on, as soft labels in the (η, γ) plane over the epochs of one run. */
export function exchangeConditions(record: RunRecord, k: number, title: string): Figure {
  const index = k - 1;
  const points = record.softLabels.flatMap((entry): ConditionPoint[] => {
    if (entry.source !== 'peer' || entry.k[index] !== k || !entry.view.endsWith('@1')) return [];
    const at = record.curve.find(({ epoch }) => epoch === entry.epoch);
    return [
      {
        group: entry.view.startsWith('all') ? 'all that was offered' : 'what was passed on',
        name: `epoch ${entry.epoch}`,
        unreliability: entry.unreliability[index],
        ambiguity: entry.ambiguity[index],
        ...(at && { accuracy: at.top1 }),
      },
    ];
  });
  return conditionRegion(points, { title });
}

/** Share of each true class that was passed on in the last epoch, mean and interval over seeds. */
export function selectedByClass(series: readonly RunSeries[], title: string): Figure {
  const known = series.filter(({ runs }) => runs.length > 0);
  const classes = measured(known[0].runs[0], 'selectedByClass').map((_, c) => `class ${c}`);
  return groupComparison(
    classes,
    known.map(({ name, runs }) => ({
      name,
      values: classes.map((_, c) => spread(runs.map((run) => measured(run, 'selectedByClass')[c]))),
    })),
    { title, quantity: 'passed on in the last epoch (%)' },
  );
}

/** Accuracy lost between the best epoch and the last, by exchange and label loss. */
export function memorisationGaps(
  byBase: readonly { base: string; exchanges: readonly RunSeries[] }[],
  title: string,
): Figure {
  const rows = byBase[0].exchanges.map(({ name }) => name);
  return groupComparison(
    rows,
    byBase.map(({ base, exchanges }) => ({
      name: base,
      values: rows.map((row) =>
        spread(exchanges.find(({ name }) => name === row)!.runs.map(memorisationGap)),
      ),
    })),
    { title, quantity: 'best minus last test accuracy (points)' },
  );
}

function spread(values: readonly number[]) {
  if (values.length === 0) return { mean: NaN };
  const { mean } = summarise(values);
  return values.length < 3 ? { mean } : { mean, ...tInterval(values) };
}

/** Runs of a row of the noise table at profile cpu, by seed. */
function runsOf(records: readonly RunRecord[], row: string, base: LabelLoss, labels: string): RunRecord[] {
  const column = columnOf(base, labels);
  const cell = noise.cells.find((one) => one.profile === 'cpu' && one.row === row && one.column === column)!;
  return cellRecords(records, cellConfigId(cell));
}

const SELECTIVE = ['cmd-s', 'cmd-p rising', 'cmd-p tightening'];

/** The paper's own figures, as far as there are records for them: correction of labels, what is passed on, what it is worth. */
export function cmdFigures(records: readonly RunRecord[]): NamedFigure[] {
  return CORE_NOISES.flatMap(({ id, labels }) => {
    const alone = LABEL_LOSSES.map((base) => ({
      name: base.name,
      runs: runsOf(records, 'zero knowledge', base, labels),
    }));
    const exchanged = (base: LabelLoss): RunSeries[] =>
      EXCHANGES.map(({ row }) => ({ name: row, runs: runsOf(records, row, base, labels) }));
    return [...correctionFigures(id, labels, alone), ...exchangeFigures(id, labels, exchanged)];
  });
}

/** Figures 3 and 5 of ProSelfLC: fitting, correction, entropy and trust of one network. */
function correctionFigures(id: string, labels: string, alone: readonly RunSeries[]): NamedFigure[] {
  if (alone.every(({ runs }) => runs.length === 0)) return [];
  const figure = (name: string, measures: Record<string, string>, title: string, quantity: string) => ({
    name: `cmd-${id}-${name}`,
    figure: overEpochs(alone, measures, { title: `${title}: ${labels}`, quantity }),
  });
  return [
    figure('noisy-fit', { noisyFit: '' }, 'Memorised wrong labels', 'wrong labels predicted (%)'),
    figure(
      'noisy-correction',
      { noisyCorrection: '' },
      'Corrected wrong labels',
      'true class predicted, images with wrong labels (%)',
    ),
    figure('clean-fit', { cleanFit: '' }, 'Fitted right labels', 'right labels predicted (%)'),
    figure(
      'entropy',
      { cleanEntropy: 'right labels', noisyEntropy: 'wrong labels' },
      'Uncertainty of the predictions on training images',
      'mean H(p)/log C',
    ),
    figure(
      'trust',
      { cleanTrust: 'right labels', noisyTrust: 'wrong labels' },
      'Trust in the own prediction',
      'mean ε',
    ),
  ];
}

/** What passes between two networks, with CE and with the ProSelfLC that works in short runs. */
function exchangeFigures(
  id: string,
  labels: string,
  exchanged: (base: LabelLoss) => RunSeries[],
): NamedFigure[] {
  const figures = LABEL_LOSSES.filter((base) => base !== PROSELFLC).flatMap((base): NamedFigure[] => {
    const selective = exchanged(base).filter(({ name, runs }) => SELECTIVE.includes(name) && runs.length > 0);
    if (selective.length === 0) return [];
    const where = `${base.name}, ${labels}`;
    const name = (what: string) => `cmd-${id}-${base === PROSELFLC_LOW ? 'proselflc' : base.name}-${what}`;
    const curves = (what: string, measures: Record<string, string>, title: string, quantity: string) => ({
      name: name(what),
      figure: overEpochs(selective, measures, { title: `${title}: ${where}`, quantity }),
    });
    const tightening = selective[selective.length - 1];
    return [
      curves(
        'selected',
        { selectedClean: 'right labels', selectedNoisy: 'wrong labels' },
        'Passed on to the other network',
        'passed on (%)',
      ),
      curves(
        'purity',
        { selectedPurityNoisy: 'passed on', unselectedPurityNoisy: 'kept back' },
        'Right predictions on images with wrong labels',
        'true class predicted (%)',
      ),
      { name: name('by-class'), figure: selectedByClass(selective, `Passed on, by true class: ${where}`) },
      {
        name: name('conditions'),
        figure: exchangeConditions(
          tightening.runs[0],
          1,
          `Knowledge of the first network as soft labels, k = 1 (${tightening.name}, seed 1): ${where}`,
        ),
      },
    ];
  });
  if (figures.length === 0) return [];
  const everywhere = LABEL_LOSSES.map((base) => ({ base: base.name, exchanges: exchanged(base) }));
  const complete = everywhere.filter(({ exchanges }) => exchanges.every(({ runs }) => runs.length > 0));
  const moving = exchanged(LABEL_LOSSES[0]).filter(({ name }) => SELECTIVE.includes(name));
  return [
    ...figures,
    {
      name: `cmd-${id}-threshold`,
      figure: overEpochs(moving, { threshold: '' }, { title: 'The threshold χ(t)', quantity: 'χ(t)/log C' }),
    },
    ...(complete.length > 0
      ? [
          {
            name: `cmd-${id}-memorisation`,
            figure: memorisationGaps(complete, `What memorising costs: ${labels}`),
          },
        ]
      : []),
  ];
}
