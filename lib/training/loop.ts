import { setImmediate } from 'node:timers/promises';
import { learningRateAt, MemoryGuard } from '../engine';
import { saveCheckpoint } from './checkpoint';
import type { Position } from './checkpoint';
import { endOfEpoch } from './end-of-epoch';
import { TrainingFailure } from './failures';
import { epochBatches } from './learner-batches';
import type { StepEvent } from './observer';
import type { Run } from './run';
import { hasStalled } from './selection';
import { trainStep } from './step';
import { addToSubsets, emptySubsets } from './subsets';
import { addStep, emptyTally, meanLoss, trainTop1 } from './tally';
import { trainInTurns } from './turns';

/**
 * Trains from a position to the end:
 *
 *     for each epoch, for each mini-batch in this epoch's order:
 *         θ ← θ − lr(t) · update(∇ loss(method, batch))
 *     after each epoch: evaluate, write its line, write the checkpoint
 *
 * Stops early where the rule says so; on the signal it keeps the state after the step it is in.
 */
export async function trainLoop(run: Run, { epoch, tally }: Position): Promise<void> {
  const { spec, method, folder, observer } = run;
  const steps = run.batches[0].batchesPerEpoch;
  const total = spec.epochs * steps;
  const guard = new MemoryGuard();
  let last: StepEvent | undefined;

  for (; epoch < spec.epochs && !hasStalled(run.lines, spec.earlyStopping); epoch++, tally = emptyTally()) {
    if (tally.steps === 0) {
      method.beginEpoch?.(epoch);
      run.teacher?.beginEpoch();
    }
    let learningRate = 0;
    let before = performance.now();
    for (const batches of epochBatches(run.batches, epoch, tally.steps)) {
      const step = epoch * steps + tally.steps;
      learningRate = learningRateAt(spec.schedule, spec.optimiser.learningRate, step, total, steps);
      const moment = { epoch, epochs: spec.epochs, step, progress: step / total };
      const { losses, correct, outputs } = guard.guardStep(() =>
        method.turns
          ? trainInTurns(run, batches, moment, learningRate)
          : trainStep(run, batches[0], moment, learningRate),
      );
      if (run.noisy) {
        tally.subsets ??= emptySubsets();
        for (const output of outputs) addToSubsets(tally.subsets, run.data.train, output);
      }

      const now = performance.now();
      addStep(tally, losses, batches[0].size, correct, (now - before) / 1000);
      before = now;
      const imagesPerSecond = tally.samples / tally.seconds;
      last = {
        ...{ title: run.title, epoch: epoch + 1, epochs: spec.epochs, step: tally.steps, steps },
        ...meanLoss(losses),
        trainTop1: trainTop1(tally),
        imagesPerSecond,
        secondsLeft: ((total - step - 1) * spec.batchSize) / imagesPerSecond,
      };
      observer.onStep?.(last);
      await setImmediate(); // lets signals and the page's output in
      // a stop at an epoch's last step comes after the epoch's line, which needs that step
      if (run.signal?.aborted && tally.steps < steps) interrupt(run, { epoch, tally });
    }
    const line = endOfEpoch(run, epoch, learningRate, tally);
    run.lines.push(line);
    folder.addLine(line);
    saveCheckpoint(folder.checkpoint, run.runId, { epoch: epoch + 1, tally: emptyTally() }, run);
    if (last) observer.onEpoch?.(line, last);
    if (run.signal?.aborted && epoch + 1 < spec.epochs)
      interrupt(run, { epoch: epoch + 1, tally: emptyTally() });
  }
}

function interrupt(run: Run, position: Position): never {
  saveCheckpoint(run.folder.checkpoint, run.runId, position, run);
  const { epoch, tally } = position;
  throw new TrainingFailure(
    'interrupted',
    `stopped in epoch ${epoch + 1} after step ${tally.steps}; the state is kept in ${run.folder.path}, ` +
      'run the same command with --resume to go on',
  );
}
