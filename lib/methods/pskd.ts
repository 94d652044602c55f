import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { lossGradients, tf } from '../engine';
import { classifierWeight, ipwdWeightOptions, lossByName, pskd, resolveOptions } from '../losses/index';
import type { IpwdWeightOptions, LossParts, OptionDefinition, PskdOptions } from '../losses/index';
import { addClassifier, CLASSIFIER, headOptions, readHeadOptions, weightsAt } from './auxiliary-head';
import type { Method, MethodDefinition } from './definition';
import { SampleWeights } from './sample-weights';
import { allowLosses, lossAndOptions, onlyPlainLabels, onlyView, rows } from './setting';

const weightsOption: OptionDefinition = {
  name: 'weights',
  kind: 'choice',
  default: 'none',
  unit: '1',
  meaning:
    'ipwd: weights from an auxiliary head on the previous epoch’s part of the target alone (a reconstruction)',
  choices: ['none', 'ipwd'],
};

const weightOptions: OptionDefinition = {
  name: 'weightOptions',
  kind: 'options',
  default: {},
  unit: '1',
  meaning: 'with weights ipwd: classifierWeight and the options of the weights, as of loss ipwd',
};

/** What `weightOptions` may hold. */
const IPWD_WEIGHTS = { name: 'ipwd', options: [classifierWeight, ...ipwdWeightOptions] };

/**
 * Progressive self-knowledge distillation: the softmax that each training image was given when it was last seen, with
 * that epoch's augmentation, is part of its target. Before the first epoch it is the one-hot label.
 */
export const pskdMethod: MethodDefinition = {
  name: 'pskd',
  description:
    'one network on one view, its own teacher: keeps the last epoch’s softmax of every training image',
  options: [weightsOption, weightOptions, ...headOptions],
  create(setting) {
    const { data } = setting;
    allowLosses(setting, 'pskd', ['pskd']);
    onlyPlainLabels(setting, 'pskd');
    const view = onlyView(setting, 'pskd');
    const crossEntropy = lossByName('ce');
    const options = lossAndOptions(setting).options as unknown as PskdOptions;
    const weighting = setting.options.weights === 'ipwd' ? readWeighting(setting.options) : undefined;
    const { classes, train } = data;
    const seen = new SampleWeights(data);
    const memory = new Float32Array(train.count * classes); // [n, C]
    train.labels.forEach((label, n) => (memory[n * classes + label] = 1));

    return {
      learners: 1,
      views: [view],
      ...(weighting && {
        prepare: (networks, seed) => addClassifier(networks, classes, weighting.head, seed),
      }),
      losses({ passes, indices, labels: given, epoch, epochs }) {
        const { logits, heads } = passes[0][view];
        const labels = given as Tensor1D;
        const previous = rows(memory, indices, classes);
        const moment = { epoch, epochs };
        if (!weighting) {
          const { total, parts, gradients } = lossGradients(
            (student: Tensor2D) => pskd(student, previous, labels, options, moment),
            [logits],
          );
          previous.dispose();
          remember(memory, indices, logits);
          return [{ total, parts, gradients: { [view]: { logits: gradients[0] } } }];
        }
        const classifier = heads[CLASSIFIER];
        const weights = weightsAt(epoch, weighting.head, logits, classifier, labels, weighting.options);
        seen.note(indices, weights, surprise(memory, indices, train.labels, classes));
        const constants = tf.tensor1d(weights);
        const { total, parts, gradients } = lossGradients(
          (student: Tensor2D, second: Tensor2D): LossParts => ({
            ...pskd(student, previous, labels, options, moment, constants),
            classifier: crossEntropy
              .evaluate({ labels, studentLogits: second }, {})
              .ce.mul(weighting.classifierWeight),
          }),
          [logits, classifier],
        );
        tf.dispose([previous, constants]);
        remember(memory, indices, logits);
        const [toLogits, toClassifier] = gradients;
        const back = { [view]: { logits: toLogits, heads: { [CLASSIFIER]: toClassifier } } };
        return [{ total, parts, gradients: back }];
      },
      beginEpoch: () => seen.beginEpoch(),
      /** The softmax of this epoch, which is the next one's P. */
      softLabels: () => [{ source: 'self', view, split: 'train', probabilities: memory }],
      measures: () => seen.measures(),
      ...(weighting && { arrays: () => seen.arrays() }),
      state: () => ({ memory, ...(weighting && seen.state()) }),
      loadState(state) {
        memory.set(state.memory);
        if (weighting) seen.loadState(state);
      },
    } satisfies Method;
  },
};

function readWeighting(options: Parameters<typeof readHeadOptions>[0]) {
  const source = "method.options.weightOptions of 'pskd'";
  const { classifierWeight, ...rest } = resolveOptions(IPWD_WEIGHTS, options.weightOptions, source);
  return {
    head: readHeadOptions(options),
    classifierWeight: classifierWeight as number,
    options: rest as unknown as IpwdWeightOptions,
  };
}

/** −log of what the network gave the label of each image when it last saw it, [N]; at most that of float32's smallest. */
function surprise(memory: Float32Array, indices: Int32Array, labels: Int32Array, classes: number) {
  return Float32Array.from(indices, (n) => -Math.log(Math.max(memory[n * classes + labels[n]], 1e-38)));
}

/** Puts the softmax of these images in the place of the one that they had. */
function remember(memory: Float32Array, indices: Int32Array, logits: Tensor2D): void {
  const classes = logits.shape[1];
  const probabilities = tf.tidy(() => tf.softmax(logits).dataSync<'float32'>());
  indices.forEach((index, n) =>
    memory.set(probabilities.subarray(n * classes, (n + 1) * classes), index * classes),
  );
}
