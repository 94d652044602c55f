import { RandomStream } from '../base';
import type { RunSpec } from '../base';
import { BatchLoader } from '../data';
import type { Batch, PreparedData } from '../data/definition';
import { Sgd } from '../engine';
import { createMethod } from '../methods';
import { buildNetwork, freeze } from '../models';
import type { Run } from '../training/run';
import { trainStep } from '../training/step';
import { TeacherSource } from '../training/teacher-outputs';
import type { StepCase, WholeCase } from './step-cases';
import { LEARNING_RATE } from './step-trainer';

/** Batches of an epoch of random images. */
const BATCHES = 20;

/**
 * One method as a run takes its steps: views of the next batch, teacher, loss, what the method measures, backward passes,
 * update. Images are random and all networks untrained, which changes nothing in what is computed.
 */
export class WholeStep {
  private readonly run: Run;
  private batches: Generator<Batch>;
  private steps = 0;

  constructor(given: StepCase & { whole: WholeCase }) {
    const { model, teacher, batch, side, channels = 3, classes, whole } = given;
    const { learners = 1 } = whole;
    const data = randomData(batch * BATCHES, side, channels, classes);
    const optimiser = { name: 'sgd', learningRate: LEARNING_RATE, momentum: 0.9, weightDecay: 5e-4 } as const;
    const spec: RunSpec = {
      specVersion: 1,
      data: { set: 'cifar100', views: whole.views },
      model: learners === 1 ? model : new Array<string>(learners).fill(model),
      // Only whether there is one matters here: its weights are built below.
      ...(teacher && { teacher: { file: 'none', sha256: '0'.repeat(64), model: teacher } }),
      method: whole.method,
      ...{ optimiser, schedule: { name: 'constant' }, epochs: 1, batchSize: batch, seed: 1 },
    };
    const method = createMethod(spec, data);
    const shape = { classes, side, channels };
    const networks = Array.from({ length: learners }, (_, k) =>
      buildNetwork(model, { ...shape, seed: k + 1 }),
    );
    this.run = {
      ...{ spec, data, method, networks, auxiliaries: [], lines: [] },
      optimisers: networks.map((network) => new Sgd(network.flat, optimiser)),
      batches: [new BatchLoader(data, { views: whole.views, seed: 1, batchSize: batch })],
      ...(teacher && { teacher: teacherOf(teacher, shape, data, whole) }),
    } as unknown as Run;
    this.batches = this.epoch(0);
  }

  get parameters(): number {
    return this.run.networks.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  }

  /** One step; returns the mean loss. */
  step(): number {
    let next = this.batches.next();
    if (next.done) {
      this.batches = this.epoch(this.steps / BATCHES);
      next = this.batches.next();
    }
    // Half time: a threshold that moves lets part of the knowledge through.
    const moment = { epoch: 0, epochs: 1, progress: 0.5, step: this.steps++ };
    const { losses } = trainStep(this.run, next.value as Batch, moment, LEARNING_RATE);
    return losses.reduce((sum, { total }) => sum + total, 0) / losses.length;
  }

  private epoch(epoch: number): Generator<Batch> {
    this.run.method.beginEpoch?.(epoch);
    return this.run.batches[0].epoch(epoch);
  }
}

function teacherOf(
  name: string,
  shape: { classes: number; side: number; channels: number },
  data: PreparedData,
  { views }: WholeCase,
): TeacherSource {
  const network = buildNetwork(name, { ...shape, seed: 2 });
  const frozen = freeze(network);
  network.dispose();
  return new TeacherSource(frozen, data, views, []);
}

function randomData(count: number, side: number, channels: number, classes: number): PreparedData {
  const stream = new RandomStream(1, 'bench');
  const labels = Int32Array.from({ length: count }, (_, n) => n % classes);
  const part = {
    images: Uint8Array.from({ length: count * side * side * channels }, () =>
      Math.floor(256 * stream.uniform()),
    ),
    ...{ count, height: side, width: side, channels, labels, trueLabels: labels },
    sourceIndex: Int32Array.from({ length: count }, (_, n) => n),
  };
  const classNames = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return { train: part, test: part, classes, classNames, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
}
