import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { lossGradients, tf } from '../engine';
import { ipwd, rowEntropies } from '../losses/index';
import type { IpwdOptions } from '../losses/index';
import { addClassifier, CLASSIFIER, headOptions, readHeadOptions, weightsAt } from './auxiliary-head';
import type { Method, MethodDefinition } from './definition';
import { SampleWeights } from './sample-weights';
import { allowLosses, lossAndOptions, needTeacher, onlyPlainLabels, onlyView } from './setting';

/**
 * Inverse probability weighting distillation in two stages: a frozen teacher, a student with two linear heads on its
 * features. One is distilled and used at test time, the other is trained by cross-entropy alone; comparing them gives
 * each sample its weight. With `startEpoch` at the end or beyond it is the control: plain KD with a further head.
 */
export const ipwdMethod: MethodDefinition = {
  name: 'ipwd',
  description:
    'one network with an auxiliary classification head on one view, a frozen teacher; samples weighted by both heads (a reconstruction)',
  options: headOptions,
  create(setting) {
    const { data } = setting;
    allowLosses(setting, 'ipwd', ['ipwd']);
    needTeacher(setting, 'ipwd');
    onlyPlainLabels(setting, 'ipwd');
    const view = onlyView(setting, 'ipwd');
    const options = lossAndOptions(setting).options as unknown as IpwdOptions;
    const head = readHeadOptions(setting.options);
    const seen = new SampleWeights(data);

    return {
      learners: 1,
      views: [view],
      prepare: (networks, seed) => addClassifier(networks, data.classes, head, seed),
      losses(step) {
        const { logits, heads } = step.passes[0][view];
        const labels = step.labels as Tensor1D;
        const teacher = step.teacher(view).logits;
        const weights = weightsAt(step.epoch, head, logits, heads[CLASSIFIER], labels, options);
        seen.note(step.indices, weights, rowEntropies(teacher.dataSync(), labels.dataSync()));
        const constants = tf.tensor1d(weights);
        const { total, parts, gradients } = lossGradients(
          (student: Tensor2D, classifier: Tensor2D) =>
            ipwd(student, classifier, teacher, labels, options, constants),
          [logits, heads[CLASSIFIER]],
        );
        constants.dispose();
        const [toLogits, toClassifier] = gradients;
        const given = { [view]: { logits: toLogits, heads: { [CLASSIFIER]: toClassifier } } };
        return [{ total, parts, gradients: given }];
      },
      beginEpoch: () => seen.beginEpoch(),
      measures: () => seen.measures(),
      arrays: () => seen.arrays(),
      state: () => seen.state(),
      loadState: (state) => seen.loadState(state),
    } satisfies Method;
  },
};
