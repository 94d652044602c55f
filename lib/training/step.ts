import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Batch } from '../data/definition';
import { tf } from '../engine';
import type { ForwardPass, Network } from '../engine/definition';
import type { LearnerLoss, Method, StepInputs } from '../methods/definition';
import { TrainingFailure } from './failures';
import { jointPass } from './joint-pass';
import type { Run } from './run';
import type { LearnerOutputs } from './subsets';

/** When a step happens; epochs and steps count from 0. */
export type Moment = Pick<StepInputs, 'epoch' | 'epochs' | 'progress' | 'step'>;

export interface StepResult {
  /** One a learner. */
  losses: LearnerLoss[];
  /** Predictions that equal the label as fed, mean over the learners. */
  correct: number;
  /** One a learner, on its first view. */
  outputs: LearnerOutputs[];
}

/**
 * One mini-batch: forward passes of every learner on every view, the method's loss, backward passes, one optimiser
 * step each. A loss that is no number stops the run before anything is updated.
 */
export function trainStep(run: Run, batch: Batch, moment: Moment, learningRate: number): StepResult {
  const { method, networks, optimisers } = run;
  const images = viewTensors(run, batch);
  const labels = tf.tensor1d(batch.labels, 'int32'); // [N]
  const teacher = run.teacher?.forBatch(batch.indices, images);

  const passes = networks.map((network) => forward(network, images, method));
  const logits = passes.map((views) => views[method.views[0]].logits.dataSync<'float32'>());
  const correct = countCorrect(logits, batch.labels);
  const losses = method.losses({
    ...moment,
    indices: batch.indices,
    labels,
    passes,
    teacher: (view) => teacher?.outputs(view) ?? noTeacher(run),
    teacherOnTraining: teacher?.training,
  });
  losses.forEach((loss, learner) => refuseNaN(run, loss, learner, moment));
  // The last forward pass is still in the processor's caches: its backward comes first.
  for (let learner = losses.length - 1; learner >= 0; learner--) backward(passes[learner], losses[learner]);
  optimisers.forEach((optimiser) => optimiser.step(learningRate));

  teacher?.dispose();
  tf.dispose([labels, ...Object.values(images)]);
  const outputs = logits.map((rows, learner) => ({
    indices: batch.indices,
    logits: rows,
    trust: losses[learner].trust,
  }));
  return { losses, correct, outputs };
}

/** One learner's training passes on every view. `keepStatistics`: running ones are not moved. */
export function forward(
  network: Network,
  images: Readonly<Record<string, Tensor4D>>,
  { concatenated, studentTaps: tap }: Method,
  keepStatistics = false,
): Record<string, ForwardPass> {
  const options = { tap, keepStatistics };
  if (concatenated) return jointPass(network, images, options);
  return mapValues(images, (pixels) => network.forward(pixels, options));
}

/** Backward passes of one learner's views; those that the loss does not depend on are freed. */
export function backward(views: Readonly<Record<string, ForwardPass>>, loss: LearnerLoss): void {
  for (const [view, pass] of Object.entries(views)) {
    if (loss.gradients[view]) pass.backward(loss.gradients[view]);
    else pass.release();
  }
}

export function noTeacher({ spec }: Run): never {
  throw new Error(`method '${spec.method.name}' asks for a teacher, the run has none`);
}

export function viewTensors({ data, method }: Run, batch: Batch): Record<string, Tensor4D> {
  const { height, width, channels } = data.train;
  return Object.fromEntries(
    method.views.map((view) => [view, tf.tensor4d(batch.views[view], [batch.size, height, width, channels])]),
  );
}

/** Predictions that equal the label, mean over the learners. */
export function countCorrect(logits: readonly ArrayLike<number>[], labels: Int32Array): number {
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

export function refuseNaN(
  { spec, folder }: Run,
  loss: LearnerLoss,
  learner: number,
  { epoch, step }: Moment,
): void {
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
