import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Batch } from '../data/definition';
import { tf } from '../engine';
import type { LearnerLoss, StepInputs } from '../methods/definition';
import { TrainingFailure } from './failures';
import { jointPass } from './joint-pass';
import type { Run } from './run';

/** When a step happens; epochs and steps count from 0. */
export type Moment = Pick<StepInputs, 'epoch' | 'epochs' | 'progress' | 'step'>;

/**
 * One mini-batch: forward passes of every learner on every view, the method's loss, backward passes, one optimiser
 * step each. A loss that is no number stops the run before anything is updated.
 */
export function trainStep(
  run: Run,
  batch: Batch,
  moment: Moment,
  learningRate: number,
): { losses: LearnerLoss[]; correct: number } {
  const { method, networks, optimisers } = run;
  const images = viewTensors(run, batch);
  const labels = tf.tensor1d(batch.labels, 'int32'); // [N]
  const teacher = run.teacher?.forBatch(batch.indices, images);

  const tap = method.studentTaps;
  const passes = networks.map((network) =>
    method.concatenated
      ? jointPass(network, images, tap)
      : mapValues(images, (pixels) => network.forward(pixels, { tap })),
  );
  const correct = countCorrect(
    passes.map((views) => views[method.views[0]].logits.dataSync()),
    batch.labels,
  );
  const losses = method.losses({
    ...moment,
    indices: batch.indices,
    labels,
    passes,
    teacher: (view) => {
      if (!teacher) throw new Error(`method '${run.spec.method.name}' asks for a teacher, the run has none`);
      return teacher.outputs(view);
    },
    teacherOnTraining: teacher?.training,
  });
  losses.forEach((loss, learner) => {
    refuseNaN(run, loss, learner, moment);
    for (const [view, pass] of Object.entries(passes[learner])) {
      if (loss.gradients[view]) pass.backward(loss.gradients[view]);
      else pass.release();
    }
  });
  optimisers.forEach((optimiser) => optimiser.step(learningRate));

  teacher?.dispose();
  tf.dispose([labels, ...Object.values(images)]);
  return { losses, correct };
}

function viewTensors({ data, method }: Run, batch: Batch): Record<string, Tensor4D> {
  const { height, width, channels } = data.train;
  return Object.fromEntries(
    method.views.map((view) => [view, tf.tensor4d(batch.views[view], [batch.size, height, width, channels])]),
  );
}

/** Predictions that equal the label, mean over the learners. */
function countCorrect(logits: readonly ArrayLike<number>[], labels: Int32Array): number {
  const classes = logits[0].length / labels.length;
  let correct = 0;
  for (const rows of logits) {
    labels.forEach((label, n) => {
      const own = rows[n * classes + label];
      let ahead = false;
      for (let j = 0; j < classes && !ahead; j++) {
        const other = rows[n * classes + j];
        ahead = other > own || (other === own && j < label);
      }
      if (!ahead) correct += 1 / logits.length;
    });
  }
  return correct;
}

function refuseNaN({ spec, folder }: Run, loss: LearnerLoss, learner: number, { epoch, step }: Moment): void {
  if (Number.isFinite(loss.total)) return;
  const parts = Object.entries(loss.parts).map(([name, value]) => `${name} ${value}`);
  const who = Array.isArray(spec.model) ? ` of learner ${learner + 1}` : '';
  throw new TrainingFailure(
    'diverged',
    `the loss${who} is ${loss.total} (${parts.join(', ')}) in epoch ${epoch + 1}, step ${step + 1} of the run; ` +
      `stopped, the state after epoch ${epoch} is kept in ${folder.path}; a lower optimiser.learningRate may help`,
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
