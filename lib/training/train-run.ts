import { join, resolve } from 'node:path';
import {
  configId,
  dataFolders as defaultDataFolders,
  folders,
  InputError,
  parseRunSpec,
  runId,
} from '../base';
import type { RunSpec } from '../base';
import { labelsChanged, prepareData } from '../data';
import { Sgd } from '../engine';
import { createMethod } from '../methods';
import { buildNetwork } from '../models';
import { loadCheckpoint } from './checkpoint';
import { describeEnvironment, hashArrays } from './environment';
import { topK } from './evaluate';
import { finishRun } from './finish';
import { keepLabels } from './kept-labels';
import { batchLoaders, learnerSeed } from './learner-batches';
import { trainLoop } from './loop';
import type { TrainingObserver } from './observer';
import { predict } from './predict';
import type { RunResult } from './result';
import { titleOf } from './run';
import type { Run } from './run';
import { RunFolder } from './run-folder';
import { writeJson } from './storage';
import { resolveTeacher } from './teacher';
import type { Teacher } from './teacher';
import { TeacherSource } from './teacher-outputs';

export interface TrainOptions {
  /** The run's folder; default `data/runs/<runId>`. */
  folder?: string;
  /** Where teachers' runs are kept (and this one without `folder`); default `data/runs`. */
  runsFolder?: string;
  /** Go on from a checkpoint; without one the run starts at its beginning. A finished run is never trained again. */
  resume?: boolean;
  observer?: TrainingObserver;
  /** Stops the run at its next step, with its state kept. */
  signal?: AbortSignal;
  /** Where data sets are looked for; default `KDLAB_DATA`, downloads, the embedded data. */
  dataFolders?: readonly string[];
}

/**
 * Trains one run from its specification, its teacher first where that is missing; returns what it found. The same
 * specification gives bit-identical weights on a CPU, also after any number of kills and resumes.
 *
 * @throws InputError for a specification, folder or data that the user can mend
 * @throws TrainingFailure for a loss that is no number, an interrupt, storage that fails, a folder in use
 */
export async function trainRun(given: RunSpec, options: TrainOptions = {}): Promise<RunResult> {
  const spec = parseRunSpec(given, 'run specification');
  const runsFolder = options.runsFolder ?? folders().runs;
  const folder = new RunFolder(resolve(options.folder ?? join(runsFolder, runId(spec))));
  const release = await folder.open();
  try {
    folder.enter(spec, options.resume ?? false);
    return folder.result() ?? (await train(spec, folder, { ...options, runsFolder }));
  } finally {
    release();
  }
}

async function train(spec: RunSpec, folder: RunFolder, options: TrainOptions): Promise<RunResult> {
  const observer = logged(options.observer ?? {}, folder);
  const run: Run = { ...build(spec, folder, options), observer, signal: options.signal };
  const environment = describeEnvironment(run.networks.map((network) => hashArrays(network.state())));
  run.method.prepare?.(run.networks, spec.seed);
  addAuxiliaries(run);
  let teacher: Teacher | undefined;
  try {
    if (spec.teacher) {
      const trainTeacher = (its: RunSpec) => trainRun(its, { ...options, folder: undefined, resume: true });
      teacher = await resolveTeacher(spec.teacher, run.data, trainTeacher);
    }
    const measured = teacher && attachTeacher(run, teacher);
    const position = loadCheckpoint(folder.checkpoint, run.runId, run);
    run.lines = folder.keepLines(position.epoch);
    if (position.epoch + position.tally.steps > 0) {
      observer.onLog?.(
        `${run.title}: goes on in epoch ${position.epoch + 1} after step ${position.tally.steps}`,
      );
    }
    writeJson(folder.file('environment.json'), environment);
    if (run.noisy) keepLabels(run);
    await trainLoop(run, position);
    return finishRun(run, configId(spec), environment, measured);
  } finally {
    teacher?.dispose();
    [...run.optimisers, ...run.networks, ...run.auxiliaries].forEach((part) => part.dispose());
  }
}

/** Data, method, networks and optimisers; checks all of the specification before anything is trained. */
function build(spec: RunSpec, folder: RunFolder, { dataFolders }: TrainOptions): Omit<Run, 'observer'> {
  const data = prepareData(spec.data, spec.seed, { folders: dataFolders ?? defaultDataFolders() });
  if (spec.earlyStopping?.on === 'validation' && !data.validation) {
    throw new InputError(
      "earlyStopping.on: found 'validation' without data.validationPerClass; set it, or stop on 'test'",
    );
  }
  const method = createMethod(spec, data);
  const batches = batchLoaders(spec, data, method.turns?.batches === 'separate');
  const { height: side, channels } = data.train;
  const networks = [spec.model].flat().map((name, learner) =>
    buildNetwork(name, {
      ...{ classes: data.classes, side, channels },
      seed: learnerSeed(spec.seed, method.sharedInitialisation ? 0 : learner),
    }),
  );
  const optimisers = networks.map((network) => new Sgd(network.flat, spec.optimiser));
  const title = titleOf(spec);
  const noisy = labelsChanged(data.train);
  const parts = { data, noisy, batches, method, networks, optimisers, auxiliaries: [] };
  return { spec, runId: runId(spec), title, ...parts, folder, lines: [] };
}

function addAuxiliaries(run: Run): void {
  run.auxiliaries = run.method.auxiliaries?.() ?? [];
  const optimisers = run.auxiliaries.map((network) => new Sgd(network.flat, run.spec.optimiser));
  run.optimisers = [...run.optimisers, ...optimisers];
}

/** Measures the teacher on this run's test images and says so before any training. */
function attachTeacher(run: Run, { model, name, runId: id }: Teacher): RunResult['teacher'] {
  const { spec, data, method, observer } = run;
  run.teacher = new TeacherSource(model, data, spec.data.views ?? { weak: {} }, method.teacherTaps ?? []);
  run.teacherTestLogits = predict(model, data.test, data).logits;
  const accuracy = topK(run.teacherTestLogits, data.test.trueLabels, data.classes, 1);
  observer.onLog?.(`${run.title}: teacher ${name}, test accuracy ${accuracy.toFixed(2)} %`);
  return { name, ...(id && { runId: id }), accuracy };
}

/** What is said about a run also goes into its `log.txt`. */
function logged(observer: TrainingObserver, folder: RunFolder): TrainingObserver {
  return {
    ...observer,
    onLog(text) {
      folder.log(text);
      observer.onLog?.(text);
    },
  };
}
