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
 * update. Images are random and both networks untrained, which changes nothing in what is computed.
 */
export class WholeStep {
  private readonly run: Run;
  private batches: Generator<Batch>;
  private steps = 0;

  constructor({ model, teacher, batch, side, classes, whole }: StepCase & { whole: WholeCase }) {
    const data = randomData(batch * BATCHES, side, classes);
    const optimiser = { name: 'sgd', learningRate: LEARNING_RATE, momentum: 0.9, weightDecay: 5e-4 } as const;
    const spec: RunSpec = {
      specVersion: 1,
      data: { set: 'cifar100', views: whole.views },
      model,
      // Only whether there is one matters here: its weights are built below.
      ...(teacher && { teacher: { file: 'none', sha256: '0'.repeat(64), model: teacher } }),
      method: whole.method,
      ...{ optimiser, schedule: { name: 'constant' }, epochs: 1, batchSize: batch, seed: 1 },
    };
    const method = createMethod(spec, data);
    const shape = { classes, side, channels: 3 };
    const network = buildNetwork(model, { ...shape, seed: 1 });
    this.run = {
      ...{ spec, data, method, networks: [network], auxiliaries: [], lines: [] },
      optimisers: [new Sgd(network.flat, optimiser)],
      batches: new BatchLoader(data, { views: whole.views, seed: 1, batchSize: batch }),
      ...(teacher && { teacher: teacherOf(teacher, shape, data, whole) }),
    } as unknown as Run;
    this.batches = this.epoch(0);
  }

  get parameters(): number {
    return this.run.networks[0].parameterCount;
  }

  step(): number {
    let next = this.batches.next();
    if (next.done) {
      this.batches = this.epoch(this.steps / BATCHES);
      next = this.batches.next();
    }
    const moment = { epoch: 0, epochs: 1, progress: 0, step: this.steps++ };
    return trainStep(this.run, next.value as Batch, moment, LEARNING_RATE).losses[0].total;
  }

  private epoch(epoch: number): Generator<Batch> {
    this.run.method.beginEpoch?.(epoch);
    return this.run.batches.epoch(epoch);
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

function randomData(count: number, side: number, classes: number): PreparedData {
  const stream = new RandomStream(1, 'bench');
  const labels = Int32Array.from({ length: count }, (_, n) => n % classes);
  const part = {
    images: Uint8Array.from({ length: count * side * side * 3 }, () => Math.floor(256 * stream.uniform())),
    ...{ count, height: side, width: side, channels: 3, labels, trueLabels: labels },
    sourceIndex: Int32Array.from({ length: count }, (_, n) => n),
  };
  const classNames = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return { train: part, test: part, classes, classNames, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
}
