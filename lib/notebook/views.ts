import type { Profile, RunRecord } from '../base';
import { engineInfo } from '../engine';
import { imageGrid, reliabilityDiagram } from '../figures';
import type { Figure, PageTable, PixelImage, SoftLabelExample } from '../figures';
import {
  claimTable,
  claimTerms,
  compareCurves,
  compareMethods,
  gridTable,
  judgePaper,
  storedRecords,
  tableById,
  viewTable,
} from '../papers';
import { signedNumber, summarise } from '../results';
import { calibrationBins, softmax } from '../training';
import type { Comparison, Experiment, Trained } from './experiment';

/** What the numbers below depend on: versions, processor, threads. */
export function environmentRows(): { what: string; value: string }[] {
  const { tfjs, tensorflow, threads, device } = engineInfo();
  return [
    { what: 'Node.js', value: process.versions.node },
    { what: 'TensorFlow (native library)', value: tensorflow },
    { what: 'TensorFlow.js', value: tfjs },
    { what: 'device', value: device },
    { what: 'threads', value: String(threads) },
  ];
}

/** Test image `index` of an experiment. */
export function testImage({ data }: Experiment, index: number): PixelImage {
  const { height, width, channels, images } = data.test;
  const size = height * width * channels;
  return {
    pixels: images.subarray(index * size, (index + 1) * size),
    width,
    height,
    channels: channels === 1 ? 1 : 3,
  };
}

/** The first `perClass` test images of every class. */
export function classGrid(experiment: Experiment, perClass: number): Figure {
  const { test, classNames } = experiment.data;
  const chosen = Array.from({ length: perClass }, (_, k) =>
    classNames.map((_name, label) => indicesOf(test.labels, label)[k]),
  ).flat();
  return imageGrid(
    chosen.map((index) => ({ image: testImage(experiment, index), caption: classNames[test.labels[index]] })),
    { title: `${classNames.length} classes of clothes, test images`, columns: classNames.length },
  );
}

/** Test images whose soft label is most worth a look: right, but with a strong second opinion, one a class at most. */
export function tellingExamples(
  experiment: Experiment,
  teacher: Trained,
  count: number,
  temperature: number,
): SoftLabelExample[] {
  const { test, classes } = experiment.data;
  const seconds = Array.from(test.labels, (label, index) => {
    const row = teacher.probabilities.subarray(index * classes, (index + 1) * classes);
    const right = row[label] === Math.max(...row);
    return { index, label, second: right ? Math.max(...row.filter((_, c) => c !== label)) : 0 };
  }).sort((a, b) => b.second - a.second);
  const chosen: typeof seconds = [];
  for (const candidate of seconds) {
    if (chosen.length < count && !chosen.some(({ label }) => label === candidate.label))
      chosen.push(candidate);
  }
  const softened = softmax(
    teacher.logits.map((z) => z / temperature),
    classes,
  );
  return chosen.map(({ index, label }) => ({
    image: testImage(experiment, index),
    label,
    probabilities: Array.from(teacher.probabilities.subarray(index * classes, (index + 1) * classes)),
    softened: Array.from(softened.subarray(index * classes, (index + 1) * classes)),
  }));
}

/** Learning curves of the rows trained so far. */
export function experimentCurves(experiment: Experiment): Figure {
  return compareCurves(experiment.column, recordsByRow(experiment));
}

/** Accuracy of the rows trained so far, a dot a seed, below the teacher's. */
export function experimentComparison(experiment: Experiment, teacher: Trained): Figure {
  return compareMethods(experiment.table, experiment.column, recordsByRow(experiment), {
    value: teacher.record.metrics.last.top1,
    name: 'teacher',
  });
}

/** Calibration of one run on the test images. */
export function experimentReliability({ data }: Experiment, run: Trained, title: string): Figure {
  return reliabilityDiagram(calibrationBins(run.logits, data.test.labels, data.classes), {
    title,
    ece: run.record.metrics.last.ece,
  });
}

/** Mean over the seeds of what was measured, one line a row. */
export function experimentRows({ trained }: Experiment): Record<string, string | number>[] {
  const mean = (runs: Trained[], of: (record: RunRecord) => number) =>
    summarise(runs.map(({ record }) => of(record))).mean;
  return [...trained].map(([method, runs]) => ({
    method,
    seeds: runs.length,
    'top-1 (%)': rounded(
      mean(runs, (r) => r.metrics.last.top1),
      2,
    ),
    'NLL (nats)': rounded(
      mean(runs, (r) => r.metrics.last.nll),
      3,
    ),
    ECE: rounded(
      mean(runs, (r) => r.metrics.last.ece),
      3,
    ),
    'AURC (×1000)': rounded(
      mean(runs, (r) => r.metrics.last.aurc),
      1,
    ),
    'seconds a run': rounded(
      mean(runs, (r) => r.seconds),
      1,
    ),
  }));
}

/** Comparisons as a table with verdicts. */
export function comparisonTable(comparisons: Comparison[]): PageTable {
  return {
    caption: 'Paired over seeds, points of last-epoch top-1',
    head: ['claim', 'per seed', 'mean', '95 % interval', 'verdict'],
    rows: comparisons.map(({ row, baseline, differences, mean, interval, verdict }) => [
      `${row} exceeds ${baseline}`,
      differences.map(signedNumber).join(', '),
      signedNumber(mean),
      interval ? `${signedNumber(interval.low)} to ${signedNumber(interval.high)}` : null,
      { verdict },
    ]),
  };
}

/**
 * A stored table, for reading beside the live run: the cells that this project can run (or has run). Rows that are
 * only published are left to the page and to `kdlab table PAPER/TABLE --stored`.
 * @param options.profiles those to show; default all but `smoke`
 */
export function storedTable(id: string, options: { profiles?: readonly Profile[] } = {}): PageTable {
  const view = viewTable(tableById(id), storedRecords(), options);
  const cells = view.cells.filter((cell) => cell.verdict !== 'published only');
  const quantity = view.quantity ?? `${view.metric} (${view.unit})`;
  const scaled = cells.some(({ verdict }) => verdict === 'scaled-down only');
  const caption = `${view.title}: ${quantity}, ${view.selection} epoch, mean ± sd over n seeds`;
  return gridTable(view, cells, scaled ? `${caption}; cpu and quick: scaled-down only` : caption);
}

/** A paper's claims as judged on the stored records. */
export function storedClaims(paper: string): PageTable {
  const columns = ['claim', 'statement', 'verdict', 'claimed', 'effect', '95 % interval', 'n'] as const;
  const claims = judgePaper(paper, storedRecords());
  return {
    ...claimTable(claims, 'Claims, judged on the stored records', columns),
    notes: claimTerms(paper),
  };
}

function recordsByRow({ trained }: Experiment) {
  return [...trained].map(([row, runs]) => ({ row, runs: runs.map(({ record }) => record) }));
}

function indicesOf(labels: Int32Array, label: number): number[] {
  return Array.from(labels.keys()).filter((index) => labels[index] === label);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
