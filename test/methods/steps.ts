import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { RunSpec } from '../../lib/base';
import type { LabelledImages, PreparedData } from '../../lib/data/definition';
import { RandomStream } from '../../lib/base';
import { tf } from '../../lib/engine';
import type { Network } from '../../lib/engine/definition';
import { createMethod } from '../../lib/methods';
import type { LearnerLoss, Method, StepInputs } from '../../lib/methods';
import { buildNetwork, freeze } from '../../lib/models';
import { tinySpec } from '../training/tiny';

const COUNT = 12;
const CLASSES = 3;

const train: LabelledImages = {
  images: new Uint8Array(COUNT * 28 * 28),
  count: COUNT,
  height: 28,
  width: 28,
  channels: 1,
  labels: Int32Array.from({ length: COUNT }, (_, n) => n % CLASSES),
  trueLabels: Int32Array.from({ length: COUNT }, (_, n) => n % CLASSES),
  sourceIndex: Int32Array.from({ length: COUNT }, (_, n) => n),
};

/** 12 images of 28×28 in 3 classes; their pixels are drawn by `imagesOf`. */
export const data: PreparedData = {
  train,
  test: train,
  classes: CLASSES,
  classNames: ['a', 'b', 'c'],
  mean: [0],
  std: [1],
};

/** The same pixels for the same indices. */
export function imagesOf(indices: Int32Array): Tensor4D {
  const pixels = Array.from(indices, (index) => {
    const random = new RandomStream(5, 'image', index);
    return Array.from({ length: 28 * 28 }, () => random.normal());
  });
  return tf.tensor4d(pixels.flat(), [indices.length, 28, 28, 1]);
}

export const student = (name = 'cnn28-small', seed = 3): Network =>
  buildNetwork(name, { classes: CLASSES, side: 28, channels: 1, seed });

export function teacherOf(name = 'cnn28') {
  const network = student(name, 7);
  const frozen = freeze(network);
  network.dispose();
  return frozen;
}

export const specOf = (method: RunSpec['method'], change: Partial<RunSpec> = {}): RunSpec => ({
  ...tinySpec,
  ...change,
  method,
});

export const method = (spec: RunSpec): Method => createMethod(spec, data);

/** A teacher in the specification, for methods that need one; tests hand in its outputs themselves. */
export const withTeacher = (model = 'cnn28'): Partial<RunSpec> => ({
  teacher: { run: { ...tinySpec, model } },
});

export interface Step {
  loss: LearnerLoss;
  /** [N][C], before the step. */
  logits: number[][];
  /** Further logits by head. */
  heads: Record<string, number[][]>;
  /** Flat gradient by parameter name. */
  gradient: Record<string, number[]>;
}

/** Forward, loss, backward of one mini-batch on one view; nothing is updated. */
export function runStep(
  by: Method,
  network: Network,
  moment: { epoch: number; epochs: number; indices?: number[]; teacherOnTraining?: () => Float32Array },
  teacher?: ReturnType<typeof teacherOf>,
): Step {
  const indices = Int32Array.from(moment.indices ?? [0, 4, 5, 7]);
  const images = imagesOf(indices);
  const pass = network.forward(images, { tap: by.studentTaps });
  const logits = pass.logits.arraySync();
  const heads = Object.fromEntries(
    Object.entries(pass.heads).map(([name, head]) => [name, head.arraySync()]),
  );
  const labels = tf.tensor1d(
    Array.from(indices, (index) => train.labels[index]),
    'int32',
  );
  const asked = teacher?.evaluate(images, by.teacherTaps);
  const inputs: StepInputs = {
    ...moment,
    indices,
    labels,
    passes: [{ weak: pass }],
    teacher: () => asked!,
    progress: moment.epoch / moment.epochs,
    step: 0,
  };
  const [loss] = by.losses(inputs);
  network.flat.zeroGradient();
  pass.backward(loss.gradients.weak);
  const flat = network.flat.gradient.dataSync();
  const gradient = Object.fromEntries(
    network.parameters.map(({ name, offset, length }) => [name, [...flat.subarray(offset, offset + length)]]),
  );
  tf.dispose([images, labels]);
  if (asked) tf.dispose([asked.logits, asked.features, ...Object.values(asked.taps)]);
  return { loss, logits, heads, gradient };
}
