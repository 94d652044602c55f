import type { EpochMetrics } from '../base';
import type { LabelledImages, PreparedData } from '../data/definition';
import type { Network } from '../engine/definition';
import { evaluateLogits } from './evaluate';
import type { EpochLine } from './observer';
import { predict } from './predict';
import type { Run } from './run';
import { isEvaluated } from './selection';
import { indicatorsOf, teacherIndicators } from './soft-labels';
import { summarise } from './tally';
import type { Tally } from './tally';
import type { TeacherSource } from './teacher-outputs';

/** Lets the method refresh its targets, evaluates, and sums the epoch up in its line. `epoch` counts from 0. */
export function endOfEpoch(run: Run, epoch: number, learningRate: number, tally: Tally): EpochLine {
  const { spec, data, method, networks } = run;
  const trainLogits = (network: Network) => predict(network, data.train, data).logits;
  const before = performance.now();
  method.endEpoch?.(epoch, networks, trainLogits);
  tally.seconds += (performance.now() - before) / 1000; // refreshing targets is part of training
  const finished = epoch + 1;
  const line: EpochLine = { epoch: finished, learningRate, ...summarise(tally) };
  if (isEvaluated(finished, spec)) {
    const tests = networks.map((network) =>
      evaluate(network, data.test, run, finished, run.teacherTestLogits),
    );
    line.test = meanMetrics(tests);
    if (networks.length > 1) line.learnerTop1 = tests.map(({ top1 }) => top1);
    if (data.validation) {
      const { validation } = data;
      line.validation = meanMetrics(networks.map((network) => evaluate(network, validation, run, finished)));
    }
  }
  const softLabels = softLabelsOf(run, finished);
  if (softLabels.length > 0) line.softLabels = softLabels;
  const measures = method.measures?.() ?? {};
  if (Object.keys(measures).length > 0) line.measures = measures;
  return line;
}

function evaluate(
  network: Network,
  images: LabelledImages,
  { data }: Run,
  epoch: number,
  teacherLogits?: Float32Array,
): EpochMetrics {
  const { logits } = predict(network, images, data);
  return { epoch, ...evaluateLogits(logits, images.trueLabels, data.classes, teacherLogits) };
}

/** Entry by entry mean over the learners. */
export function meanMetrics(all: readonly EpochMetrics[]): EpochMetrics {
  if (all.length === 1) return all[0];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries(
    Object.entries(all[0]).map(([name, first]: [string, number | number[]]) => {
      const column = all.map((metrics) => metrics[name as keyof EpochMetrics]);
      if (!Array.isArray(first)) return [name, mean(column as number[])];
      return [name, first.map((_, c) => mean(column.map((values) => (values as number[])[c])))];
    }),
  ) as unknown as EpochMetrics;
}

/** Peer and self-made targets, and a teacher's outputs on augmented views, as they were fed in this epoch. */
function softLabelsOf({ method, teacher, data }: Run, epoch: number) {
  const own = method.softLabels?.() ?? [];
  return [
    ...own.map(({ source, view, split, probabilities }) =>
      indicatorsOf(source, view, split, epoch, probabilities, data),
    ),
    ...Object.entries(teacher?.state() ?? {}).map(([view, logits]) =>
      teacherIndicators(view, 'train', epoch, logits, data),
    ),
    ...Object.entries((teacher && method.selected?.()) ?? {}).flatMap(([view, selected]) =>
      selectedIndicators(teacher!, view, selected, epoch, data),
    ),
  ];
}

/** The teacher's outputs on a view where the method let them count; nothing where it let none. */
function selectedIndicators(
  teacher: TeacherSource,
  view: string,
  selected: Uint8Array,
  epoch: number,
  data: PreparedData,
) {
  const logits = teacher.isFixed(view) ? teacher.fixedLogits(view) : teacher.state()[view];
  if (!logits || !selected.includes(1)) return [];
  const kept = logits.map((logit, i) => (selected[Math.floor(i / data.classes)] === 1 ? logit : NaN));
  return [teacherIndicators(`selected ${view}`, 'train', epoch, kept, data)];
}
