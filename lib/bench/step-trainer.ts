import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { RandomStream } from '../base';
import { lossGradients, Sgd, tf } from '../engine';
import type { FrozenModel } from '../engine/definition';
import { lossByName, resolveOptions } from '../losses/index';
import { buildNetwork, freeze } from '../models';
import type { StepCase } from './step-cases';

const OPTIMISER = { momentum: 0.9, weightDecay: 5e-4 };
export const LEARNING_RATE = 0.01;

/** One network that trains on one random batch: what a trainer does in a step, and nothing else. */
export class StepTrainer {
  private readonly network;
  private readonly optimiser: Sgd;
  private readonly teacher: FrozenModel | undefined;
  private readonly pixels: Float32Array;
  private readonly labels: Tensor1D;

  constructor(private readonly given: StepCase) {
    const { model, teacher, batch, side, classes } = given;
    this.network = buildNetwork(model, { classes, side, channels: 3, seed: 1 });
    this.optimiser = new Sgd(this.network.flat, OPTIMISER);
    if (teacher !== undefined) {
      const network = buildNetwork(teacher, { classes, side, channels: 3, seed: 2 });
      this.teacher = freeze(network);
      network.dispose();
    }
    const stream = new RandomStream(1, 'bench');
    this.pixels = Float32Array.from({ length: batch * side * side * 3 }, () => stream.normal());
    this.labels = tf.keep(
      tf.tensor1d(
        Int32Array.from({ length: batch }, () => Math.floor(stream.uniform() * classes)),
        'int32',
      ),
    );
  }

  get parameters(): number {
    return this.network.parameterCount;
  }

  /** Forward, loss, backward, update; returns the loss, so that nothing is left unfinished. */
  step(): number {
    const { batch, side } = this.given;
    const images = tf.tensor4d(this.pixels, [batch, side, side, 3]);
    const pass = this.network.forward(images);
    const { total, gradients } = this.loss(pass.logits, images);
    pass.backward({ logits: gradients[0] });
    this.optimiser.step(LEARNING_RATE);
    images.dispose();
    return total;
  }

  private loss(studentLogits: Tensor2D, images: Tensor4D) {
    const { labels, teacher } = this;
    if (!teacher) {
      const ce = lossByName('ce');
      const options = resolveOptions(ce, {}, 'bench');
      return lossGradients(
        (logits) => ce.evaluate({ labels, studentLogits: logits }, options),
        [studentLogits],
      );
    }
    const kd = lossByName('kd');
    const options = resolveOptions(kd, {}, 'bench');
    const teacherLogits = teacher.logits(images);
    const result = lossGradients(
      (logits) => kd.evaluate({ labels, studentLogits: logits, teacherLogits }, options),
      [studentLogits],
    );
    teacherLogits.dispose();
    return result;
  }
}
