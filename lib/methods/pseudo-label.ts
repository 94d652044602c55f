import type { Rank, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { lossGradients, tf } from '../engine';
import { proden } from '../losses/index';
import type { LossParts, OptionDefinition } from '../losses/index';
import type { Method, MethodDefinition } from './definition';
import { allowLosses, onlyView, rows } from './setting';
import { softmaxRows } from './target-table';

const options: readonly OptionDefinition[] = [
  {
    name: 'warmupEpochs',
    kind: 'number',
    default: 5,
    unit: 'epochs',
    meaning: 'epochs at the start in which the labelled images alone count',
    min: 1,
    integer: true,
  },
  {
    name: 'refreshEvery',
    kind: 'number',
    default: 5,
    unit: 'epochs',
    meaning: 'how often the unlabelled images get new soft labels, from the end of the warm-up on',
    min: 1,
    integer: true,
  },
  {
    name: 'pseudoLabel',
    kind: 'choice',
    default: 'soft',
    unit: '1',
    meaning: 'soft: the softmax of the network; hard: all on its prediction',
    choices: ['soft', 'hard'],
  },
];

/**
 * Incomplete supervision (Yuan et al., NeurIPS 2023, sections 4.1 and A.7): a network that labels the unlabelled images
 * itself, first after the warm-up and again every few epochs, and trains on all images in between. Labelled are the images with
 * a single candidate. In the warm-up the loss is the mean over the labelled images of a mini-batch, afterwards over all
 * of it (a reconstruction).
 */
export const pseudoLabel: MethodDefinition = {
  name: 'pseudo-label',
  description: 'one network on one view, few labels; labels the other images itself every few epochs',
  options,
  create(setting) {
    const { data } = setting;
    const { classes, train } = data;
    const { warmupEpochs, refreshEvery, pseudoLabel: form } = setting.options;
    allowLosses(setting, 'pseudo-label', ['proden']);
    const view = onlyView(setting, 'pseudo-label');
    const sets = train.candidates;
    const labelled = sets && labelledAmong(sets, classes);
    if (!labelled?.includes(1)) {
      throw new InputError(
        "method 'pseudo-label' needs labelled images among unlabelled ones; name the data.labelTransform 'unlabelled'",
      );
    }
    // The labels, and what the network last said about the other images; zeros before it has spoken.
    const targets = new Float32Array(train.count * classes); // [n, C]
    labelled.forEach((known, n) => {
      if (known) targets.set(sets!.subarray(n * classes, (n + 1) * classes), n * classes);
    });
    const hasSpoken = () => targets.some((value, i) => value > 0 && !labelled[Math.floor(i / classes)]);

    return {
      learners: 1,
      views: [view],
      losses({ passes, indices, epoch }) {
        const isWarmup = epoch < (warmupEpochs as number);
        const known = tf.tensor1d(Float32Array.from(indices, (n) => labelled[n]));
        const counted = isWarmup
          ? Math.max(
              1,
              indices.reduce((sum, n) => sum + labelled[n], 0),
            )
          : indices.length;
        const target = rows(targets, indices, classes);
        const everything = tf.ones<Rank.R2>([indices.length, classes]);
        const { total, parts, gradients } = lossGradients(
          (logits: Tensor2D) => {
            const { ce } = proden(logits, everything, target); // [N]
            const mean = (weights: Tensor1D) => ce.mul(weights).sum<Scalar>().div<Scalar>(counted);
            const ofLabels: LossParts = { ce: mean(known) };
            return isWarmup ? ofLabels : { ...ofLabels, pseudo: mean(tf.sub<Tensor1D>(1, known)) };
          },
          [passes[0][view].logits],
        );
        tf.dispose([known, target, everything]);
        return [{ total, parts, gradients: { [view]: { logits: gradients[0] } } }];
      },
      endEpoch(epoch, [network], predictTrain) {
        const since = epoch + 1 - (warmupEpochs as number);
        if (since < 0 || since % (refreshEvery as number) !== 0) return;
        const probabilities = softmaxRows(predictTrain(network), classes);
        for (let n = 0; n < train.count; n++) {
          if (labelled[n]) continue;
          const row = probabilities.subarray(n * classes, (n + 1) * classes);
          targets.set(form === 'hard' ? oneHotOf(row) : row, n * classes);
        }
      },
      /** Of the unlabelled images, as the next step would be fed them. */
      softLabels() {
        if (!hasSpoken()) return [];
        const probabilities = targets.map((value, i) => (labelled[Math.floor(i / classes)] ? NaN : value));
        return [{ source: 'self', view, split: 'train', probabilities }];
      },
      state: () => ({ targets }),
      loadState: (state) => targets.set(state.targets),
    } satisfies Method;
  },
};

/** 1 for an image with a single candidate, [n]. */
function labelledAmong(sets: Uint8Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: sets.length / classes }, (_, n) => {
    const size = sets.subarray(n * classes, (n + 1) * classes).reduce((sum, value) => sum + value, 0);
    return size === 1 ? 1 : 0;
  });
}

/** All on the largest entry, the first of equal ones. */
function oneHotOf(row: Float32Array): Float32Array {
  const top = row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  return row.map((_, c) => (c === top ? 1 : 0));
}
