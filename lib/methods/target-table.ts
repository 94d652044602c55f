import type { Rank, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { Measures } from '../base';
import { lossGradients, tf } from '../engine';
import { lossByName } from '../losses/index';
import type { OptionDefinition } from '../losses/index';
import type { LearnerLoss, Method, StepInputs } from './definition';
import { rows } from './setting';

/**
 * How the target of a training image follows what the student says about it:
 * - `frozen`: it never changes;
 * - `replace`: it becomes the student's softmax;
 * - `masked-renormalise`: the student's softmax within the image's label set, renormalised (PRODEN's re-weighting);
 * - `average`: the mean of the first target and the student's softmax.
 */
export const TARGET_UPDATES = ['frozen', 'replace', 'masked-renormalise', 'average'] as const;
export type TargetUpdate = (typeof TARGET_UPDATES)[number];

export const targetUpdateOption: OptionDefinition = {
  name: 'targetUpdate',
  kind: 'choice',
  default: 'masked-renormalise',
  unit: '1',
  meaning:
    'what becomes of the target of an image once the student has said something about it (a reconstruction)',
  choices: TARGET_UPDATES,
};

export const updateOption: OptionDefinition = {
  name: 'update',
  kind: 'choice',
  default: 'epoch',
  unit: '1',
  meaning:
    'epoch: after each epoch, from all training images in evaluation mode; step: from the outputs of the step that an image was in',
  choices: ['epoch', 'step'],
};

const prodenLoss = lossByName('proden');

/** A first target for every training image, and the label set that it keeps to. */
export interface FirstTargets {
  targets: Float32Array; // [n, C]
  sets: Uint8Array; // [n, C] of 0/1
}

/** The targets of all training images as they develop, and the loss on them: H(target, p) of loss `proden`. */
export class TargetTable {
  private given: FirstTargets | undefined;
  /** The student's last softmax of each image, [n, C]; a row of zeros where there is none yet. */
  private readonly own: Float32Array;

  /** @param first asked for once, in the first step */
  constructor(
    count: number,
    private readonly classes: number,
    private readonly rule: TargetUpdate,
    private readonly update: 'epoch' | 'step',
    private readonly first: (step: StepInputs) => FirstTargets,
  ) {
    this.own = new Float32Array(count * classes);
  }

  /** Loss and gradient of one mini-batch on one view. */
  loss(step: StepInputs, view: string): LearnerLoss {
    this.given ??= this.first(step);
    const { classes, rule } = this;
    const { indices, passes } = step;
    const { logits } = passes[0][view];
    const target = this.targetsOf(indices);
    // Beyond its set a target has no mass where the rule keeps to the sets; else all classes count.
    const candidates =
      rule === 'masked-renormalise'
        ? rows(this.given.sets, indices, classes)
        : tf.ones<Rank.R2>([indices.length, classes]);
    const { total, parts, gradients } = lossGradients(
      (studentLogits: Tensor2D) =>
        prodenLoss.evaluate({ candidates, studentLogits, previousProbabilities: target }, {}),
      [logits],
    );
    tf.dispose([target, candidates]);
    if (this.update === 'step' && rule !== 'frozen') {
      const probabilities = tf.tidy(() => tf.softmax(logits).dataSync<'float32'>());
      indices.forEach((index, n) => this.remember(index, probabilities, n));
    }
    return { total, parts, gradients: { [view]: { logits: gradients[0] } } };
  }

  /** After an epoch, with the student's logits of all training images in evaluation mode. */
  endEpoch(logits: () => Float32Array): void {
    if (this.update === 'step' || this.rule === 'frozen') return;
    const probabilities = softmaxRows(logits(), this.classes);
    for (let n = 0; n < this.own.length / this.classes; n++) this.remember(n, probabilities, n);
  }

  /**
   * Soft labels of the network's own making, as the next step would be fed them. Frozen targets are not; those that keep to
   * their sets have zeros elsewhere, so that their top-k sets beyond would be ties: the sets themselves are what counts.
   */
  softLabels(view: string) {
    if (this.rule === 'frozen' || this.rule === 'masked-renormalise') return [];
    const probabilities = this.current();
    return probabilities ? [{ source: 'self' as const, view, split: 'train' as const, probabilities }] : [];
  }

  /** `targetTop1`: share of targets, in %, whose largest entry (the first of equal ones) is the true class's. */
  measures(labels: Int32Array): Measures {
    const all = this.current();
    if (!all) return {};
    const { classes } = this;
    let right = 0;
    labels.forEach((label, n) => {
      const row = all.subarray(n * classes, (n + 1) * classes);
      if (row.indexOf(row.reduce((x, y) => Math.max(x, y))) === label) right++;
    });
    return { targetTop1: [(100 * right) / labels.length] };
  }

  /** Targets of all images, [n, C]; none before the first step. */
  private current(): Float32Array | undefined {
    const { given, classes, own } = this;
    if (!given) return undefined;
    const all = new Float32Array(own.length);
    for (let n = 0; n < own.length / classes; n++) {
      this.fill(given, n, all.subarray(n * classes, (n + 1) * classes));
    }
    return all;
  }

  /** The method of a student that learns these targets on one view. */
  method(view: string, trueLabels: Int32Array) {
    return {
      learners: 1,
      views: [view],
      losses: (step) => [this.loss(step, view)],
      endEpoch: (_epoch, [network], predictTrain) => this.endEpoch(() => predictTrain(network)),
      softLabels: () => this.softLabels(view),
      measures: () => this.measures(trueLabels),
      state: () => this.state(),
      loadState: (state) => this.loadState(state),
    } satisfies Method;
  }

  state(): Record<string, Float32Array> {
    return { own: this.own };
  }

  loadState({ own }: Record<string, Float32Array>): void {
    this.own.set(own);
  }

  private targetsOf(indices: Int32Array): Tensor2D {
    const { classes } = this;
    const picked = new Float32Array(indices.length * classes);
    indices.forEach((index, n) =>
      this.fill(this.given!, index, picked.subarray(n * classes, (n + 1) * classes)),
    );
    return tf.tensor2d(picked, [indices.length, classes]);
  }

  /** The target of one image. Where the student leaves nothing inside the set, it starts anew from the first one. */
  private fill({ targets, sets }: FirstTargets, index: number, into: Float32Array): void {
    const [from, to] = [index * this.classes, (index + 1) * this.classes];
    const start = targets.subarray(from, to);
    const own = this.own.subarray(from, to);
    into.set(start);
    if (this.rule === 'frozen' || own.every((value) => value === 0)) return;
    if (this.rule === 'replace') into.set(own);
    else if (this.rule === 'average') into.forEach((value, c) => (into[c] = (value + own[c]) / 2));
    else {
      let mass = 0;
      own.forEach((value, c) => (mass += value * sets[from + c]));
      if (mass > 0) into.forEach((_, c) => (into[c] = (own[c] * sets[from + c]) / mass));
    }
  }

  private remember(index: number, probabilities: Float32Array, row: number): void {
    const { classes } = this;
    this.own.set(probabilities.subarray(row * classes, (row + 1) * classes), index * classes);
  }
}

/** Softmax of each row of [n, C] logits. */
export function softmaxRows(logits: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let at = 0; at < logits.length; at += classes) {
    const row = logits.subarray(at, at + classes);
    const top = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    row.forEach((logit) => (sum += Math.exp(logit - top)));
    row.forEach((logit, c) => (result[at + c] = Math.exp(logit - top) / sum));
  }
  return result;
}
