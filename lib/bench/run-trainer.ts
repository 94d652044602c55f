import { RandomStream } from '../base';
import type { RunSpec } from '../base';
import type { Batch, LabelledImages, PreparedData } from '../data/definition';
import { Sgd } from '../engine';
import { createMethod } from '../methods';
import { buildNetwork } from '../models';
import type { Run } from '../training/run';
import { trainStep } from '../training/step';
import type { StepCase } from './step-cases';
import { LEARNING_RATE } from './step-trainer';

/** The trainer's own step of a whole method on one random batch: passes, loss, updates, and what the method notes. */
export class RunTrainer {
  private readonly run: Run;
  private readonly batch: Batch;
  private steps = 0;

  constructor({ model, batch, side, classes, learners = 1, channels = 3 }: StepCase) {
    const data = randomData(batch, side, channels, classes);
    const spec: RunSpec = {
      specVersion: 1,
      data: { set: 'random' },
      model: learners === 1 ? model : new Array<string>(learners).fill(model),
      method: learners === 1 ? { name: 'one-view', loss: 'ce' } : { name: 'mutual', loss: 'cmd-p' },
      optimiser: { name: 'sgd', learningRate: LEARNING_RATE, momentum: 0.9, weightDecay: 5e-4 },
      schedule: { name: 'constant' },
      epochs: 1,
      batchSize: batch,
      seed: 1,
    };
    const method = createMethod(spec, data);
    const networks = [spec.model]
      .flat()
      .map((name, k) => buildNetwork(name, { classes, side, channels, seed: k + 1 }));
    const optimisers = networks.map((network) => new Sgd(network.flat, spec.optimiser));
    this.run = { spec, data, method, networks, optimisers } as unknown as Run;
    const { indices, pixels } = oneBatch(data.train);
    this.batch = { indices, labels: data.train.labels, views: { weak: pixels }, size: batch };
  }

  get parameters(): number {
    return this.run.networks.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  }

  /** One step; returns the mean loss. */
  step(): number {
    // Half time: the threshold lets part of the knowledge through.
    const moment = { epoch: 0, epochs: 1, progress: 0.5, step: this.steps++ };
    const { losses } = trainStep(this.run, this.batch, moment, LEARNING_RATE);
    return losses.reduce((sum, { total }) => sum + total, 0) / losses.length;
  }
}

function oneBatch({ count, height, width, channels }: LabelledImages) {
  const stream = new RandomStream(2, 'bench');
  return {
    indices: Int32Array.from({ length: count }, (_, n) => n),
    pixels: Float32Array.from({ length: count * height * width * channels }, () => stream.normal()),
  };
}

/** As many images as a batch holds; their pixels are drawn by `oneBatch`. */
function randomData(count: number, side: number, channels: number, classes: number): PreparedData {
  const stream = new RandomStream(1, 'bench');
  const labels = Int32Array.from({ length: count }, () => stream.integer(classes));
  const part: LabelledImages = {
    ...{ images: new Uint8Array(count * side * side * channels), count, height: side, width: side, channels },
    ...{ labels, trueLabels: labels, sourceIndex: Int32Array.from({ length: count }, (_, n) => n) },
  };
  const classNames = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return { train: part, test: part, classes, classNames, mean: [0.5], std: [0.25] };
}
