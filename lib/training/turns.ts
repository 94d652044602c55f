import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Batch } from '../data/definition';
import { tf } from '../engine';
import type { LearnerLoss } from '../methods/definition';
import type { Run } from './run';
import { backward, countCorrect, forward, noTeacher, refuseNaN, viewTensors } from './step';
import type { Moment, StepResult } from './step';
import type { LearnerOutputs } from './subsets';

/**
 * One step of learners that take turns, each with its mini-batch (or all with the same one):
 *
 *     for each learner k in order:
 *         its own pass on its batch, its peers' passes on the same batch (batch statistics, running ones unmoved)
 *         its loss and backward pass
 *         where the update alternates: its optimiser step, so that the next learner meets its new weights
 *     where it does not: all optimiser steps
 *
 * K learners make K² forward and K backward passes; the shared, simultaneous step (`trainStep`) makes K of each.
 */
export function trainInTurns(
  run: Run,
  batches: readonly Batch[],
  moment: Moment,
  learningRate: number,
): StepResult {
  const { networks, optimisers, method } = run;
  const alternating = method.turns?.update === 'alternating';
  const losses: LearnerLoss[] = [];
  const outputs: LearnerOutputs[] = [];
  let correct = 0;
  networks.forEach((_, learner) => {
    const batch = batches[learner] ?? batches[0];
    const images = viewTensors(run, batch);
    const { loss, logits } = turn(run, learner, batch, images, moment);
    tf.dispose(Object.values(images));
    if (alternating) optimisers[learner].step(learningRate);
    losses.push(loss);
    outputs.push({ indices: batch.indices, logits, trust: loss.trust });
    correct += countCorrect([logits], batch.labels) / networks.length;
  });
  optimisers.forEach((optimiser, learner) => {
    if (!alternating || learner >= networks.length) optimiser.step(learningRate);
  });
  return { losses, correct, outputs };
}

function turn(
  run: Run,
  learner: number,
  batch: Batch,
  images: Record<string, Tensor4D>,
  moment: Moment,
): { loss: LearnerLoss; logits: Float32Array } {
  const { method, networks } = run;
  const labels = tf.tensor1d(batch.labels, 'int32'); // [N]
  const passes = networks.map((network, k) => forward(network, images, method, k !== learner));
  const logits = passes[learner][method.views[0]].logits.dataSync<'float32'>();
  const [loss] = method.losses({
    ...moment,
    indices: batch.indices,
    labels,
    passes,
    learner,
    teacher: () => noTeacher(run),
  });
  refuseNaN(run, loss, learner, moment);
  passes.forEach((views, k) => {
    if (k === learner) backward(views, loss);
    else for (const pass of Object.values(views)) pass.release();
  });
  labels.dispose();
  return { loss, logits };
}
