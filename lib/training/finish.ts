import type { SoftLabelIndicators } from '../base';
import { encodeNpy, encodeSafetensors } from '../formats';
import { lossByName, resolveOptions } from '../losses/index';
import type { RunEnvironment } from './environment';
import { evaluateLogits, meanLogProbabilities, predictions, softmax } from './evaluate';
import { predict } from './predict';
import type { RunResult } from './result';
import type { Run } from './run';
import { selectEpochs } from './selection';
import { calibrationMeasures, teacherMeasures } from './measures';
import { curveOf, measureCurves } from './curves';
import { indicatorsOf, labelIndicators, teacherIndicators } from './soft-labels';
import { writeAtomic } from './storage';
import { viewMeasures } from './view-measures';

/** Writes what is kept of the finished run: weights, test logits and predictions, and last of all the result. */
export function finishRun(
  run: Run,
  configId: string,
  environment: RunEnvironment,
  teacher: RunResult['teacher'],
): RunResult {
  const { spec, data, networks, folder, lines, runId } = run;
  networks.forEach((network, learner) => {
    const normalisation = JSON.stringify({ mean: data.mean, std: data.std });
    const metadata = { model: network.name, runId, epoch: String(lines.length), normalisation };
    writeAtomic(folder.weights(learner), encodeSafetensors({ arrays: network.state(), metadata }));
  });
  const logits = networks.map((network) => predict(network, data.test, data).logits);
  const { count } = data.test;
  logits.forEach((rows, learner) => {
    writeAtomic(folder.logits(learner), encodeNpy(rows, [count, data.classes]));
    writeAtomic(folder.predictions(learner), encodeNpy(predictions(rows, data.classes), [count]));
  });

  for (const [name, { values, shape }] of Object.entries(run.method.arrays?.() ?? {})) {
    writeAtomic(folder.file(`${name}.npy`), encodeNpy(values, [...shape]));
  }

  const measures = {
    ...teacherMeasures(run),
    ...viewMeasures(run),
    ...(run.noisy && calibrationMeasures(logits, data)),
    ...lines.at(-1)?.measures,
  };
  const result: RunResult = {
    runId,
    configId,
    folder: folder.path,
    spec,
    environment,
    ...(teacher && { teacher }),
    metrics: { ...selectEpochs(lines), ...ensembleOf(logits, lines.length, run) },
    curve: curveOf(lines),
    softLabels: softLabelsOf(run, logits[0]),
    ...(Object.keys(measures).length > 0 && { measures }),
    ...measureCurves(lines),
    epochs: lines.length,
    seconds: lines.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  folder.finish(result);
  const { last, bestTest } = result.metrics;
  run.observer.onLog?.(
    `${run.title}: finished, test accuracy ${last.top1.toFixed(2)} % after epoch ${last.epoch} ` +
      `(best ${bestTest.top1.toFixed(2)} % after epoch ${bestTest.epoch}), ${result.seconds.toFixed(1)} s of training`,
  );
  return result;
}

/** Several networks as one: their mean probabilities; nothing where there is but one. */
function ensembleOf(logits: readonly Float32Array[], epoch: number, { data }: Run) {
  if (logits.length === 1) return {};
  const { trueLabels } = data.test;
  return {
    ensemble: {
      epoch,
      ...evaluateLogits(meanLogProbabilities(logits, data.classes), trueLabels, data.classes),
    },
  };
}

/** The labels as fed, the teacher on the test set and as fed, what changed from epoch to epoch, what others may learn from. */
function softLabelsOf(
  { spec, data, method, teacher, teacherTestLogits, lines }: Run,
  testLogits: Float32Array,
): SoftLabelIndicators[] {
  const loss = lossByName(spec.method.loss);
  const options = resolveOptions(loss, spec.method.lossOptions);
  const smoothing = loss.name === 'label-smoothing' ? Number(options.smoothing) : 0;
  const entries = [labelIndicators(data, spec, smoothing)];
  if (teacher && teacherTestLogits) {
    entries.push(teacherIndicators(method.views[0], 'test', 0, teacherTestLogits, data));
    for (const view of method.views.filter((name) => teacher.isFixed(name))) {
      entries.push(teacherIndicators(view, 'train', 0, teacher.fixedLogits(view), data));
    }
  }
  const own = lines.flatMap(({ softLabels = [] }) => softLabels);
  if (!method.teaches) return [...entries, ...own];
  const taught = softmax(testLogits, data.classes);
  return [...entries, ...own, indicatorsOf('self', method.views[0], 'test', lines.length, taught, data)];
}
