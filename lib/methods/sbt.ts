import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, RandomStream } from '../base';
import { lossGradients, tf } from '../engine';

import type { LossInputs, OptionDefinition } from '../losses/index';
import type { Method, MethodDefinition } from './definition';
import { allowLosses, lossAndOptions, onlyPlainLabels, onlyView } from './setting';

const redrawOption: OptionDefinition = {
  name: 'redraw',
  kind: 'choice',
  default: 'fixed',
  unit: '1',
  meaning:
    'fixed: the random labels of an image are drawn once; epoch: anew in each epoch; step: anew each time it is seen (a reconstruction)',
  choices: ['fixed', 'epoch', 'step'],
};

/**
 * Training of a skillful but bad teacher (Yuan et al., NeurIPS 2023, section 5.1): one network on one view, which is fed
 * k − 1 distinct random labels ≠ y with each image. Whether they are drawn once or again and again is not printed; drawn
 * once, a network can learn them by heart, and that is where the paper's effect appears.
 */
export const sbtMethod: MethodDefinition = {
  name: 'sbt',
  description: 'one network on one view, trained as a bad teacher with random labels beside the true ones',
  options: [redrawOption],
  create(setting) {
    const { spec, data, options } = setting;
    const { classes, train } = data;
    allowLosses(setting, 'sbt', ['sbt']);
    onlyPlainLabels(setting, 'sbt');
    const view = onlyView(setting, 'sbt');
    const { loss, options: lossOptions } = lossAndOptions(setting);
    const drawn = (lossOptions.k as number) - 1;
    if (drawn >= classes) {
      throw new InputError(
        `method.lossOptions.k of 'sbt': found ${drawn + 1}, allowed are integers from 2 to ${classes}`,
      );
    }
    /** k − 1 of the other classes for each of these images, [N, k − 1]. */
    const draw = (indices: ArrayLike<number>, ...when: (string | number)[]) =>
      Int32Array.from(
        Array.from(indices).flatMap((n) => {
          const stream = new RandomStream(spec.seed, 'sbt', n, ...when);
          const others = stream.permutation(classes - 1).subarray(0, drawn);
          return Array.from(others, (c) => (c < train.labels[n] ? c : c + 1));
        }),
      );
    const randomLabels = (indices: Int32Array, epoch: number, step: number) => {
      if (options.redraw === 'fixed') return draw(indices);
      return options.redraw === 'epoch' ? draw(indices, 'epoch', epoch) : draw(indices, 'step', step);
    };
    return {
      learners: 1,
      views: [view],
      teaches: true,
      losses({ passes, indices, labels, epoch, step }) {
        const constants: LossInputs = {
          labels: labels as LossInputs['labels'],
          randomLabels: tf.tensor2d(randomLabels(indices, epoch, step), [indices.length, drawn], 'int32'),
        };
        const { total, parts, gradients } = lossGradients(
          (studentLogits: Tensor2D) => loss.evaluate({ ...constants, studentLogits }, lossOptions),
          [passes[0][view].logits],
        );
        constants.randomLabels!.dispose();
        return [{ total, parts, gradients: { [view]: { logits: gradients[0] } } }];
      },
    } satisfies Method;
  },
};
