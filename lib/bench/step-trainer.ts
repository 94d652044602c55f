import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { RandomStream } from '../base';
import { lossGradients, Sgd, tf } from '../engine';
import type { ForwardPass, FrozenModel } from '../engine/definition';
import { ipwd, ipwdWeights, lossByName, resolveOptions, rowEntropies } from '../losses/index';
import type { IpwdOptions } from '../losses/index';
import { buildNetwork, freeze } from '../models';
import type { StepCase } from './step-cases';

const HEAD = 'classifier';
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
    if (given.loss === 'ipwd') this.network.addHead(HEAD, classes, { detach: true, seed: 1 });
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
    const { total, gradients } = this.loss(pass, images);
    const [logits, head] = gradients;
    pass.backward({ logits, ...(head && { heads: { [HEAD]: head } }) });
    this.optimiser.step(LEARNING_RATE);
    images.dispose();
    return total;
  }

  private loss(pass: ForwardPass, images: Tensor4D): { total: number; gradients: Tensor2D[] } {
    const { labels, teacher, given } = this;
    const studentLogits = pass.logits;
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
    const result =
      given.loss === 'ipwd'
        ? this.weighted(studentLogits, pass.heads[HEAD], teacherLogits)
        : lossGradients(
            (logits) => kd.evaluate({ labels, studentLogits: logits, teacherLogits }, options),
            [studentLogits],
          );
    teacherLogits.dispose();
    return result;
  }

  /** As the method `ipwd` does it: weights first, noted for the record, then the loss of both heads. */
  private weighted(studentLogits: Tensor2D, classifierLogits: Tensor2D, teacherLogits: Tensor2D) {
    const { labels } = this;
    const options = resolveOptions(lossByName('ipwd'), {}, 'bench') as unknown as IpwdOptions;
    const truth = labels.dataSync();
    const made = ipwdWeights(studentLogits.dataSync(), classifierLogits.dataSync(), truth, options);
    rowEntropies(teacherLogits.dataSync(), truth);
    const weights = tf.tensor1d(made);
    const result = lossGradients(
      (student: Tensor2D, classifier: Tensor2D) =>
        ipwd(student, classifier, teacherLogits, labels, options, weights),
      [studentLogits, classifierLogits],
    );
    weights.dispose();
    return result;
  }
}
