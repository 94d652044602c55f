'use strict';
// Runs set-up's steps in order. A step is
//   { name, what, stamp: FILE, inputs: () => [...], ready?: () => boolean, run: async () => {} }
// It is skipped where its stamp holds the hash of its inputs and `ready` finds its work in place. A step without a
// stamp is judged by `ready` alone.
const { digest, isStamped, removeStamp, writeStamp } = require('./stamp.cjs');
const { StepError, wasInterrupted } = require('./run.cjs');

function isDone(step) {
  const stamped = step.stamp === undefined || isStamped(step.stamp, digest(step.inputs()));
  return stamped && (step.ready === undefined || step.ready());
}

/** @param print receives each line for the user */
async function runSteps(steps, print) {
  const begin = Date.now();
  let ran = 0;
  for (const step of steps) {
    if (isDone(step)) continue;
    print(`  ${step.name}: ${step.what} …`);
    const start = Date.now();
    if (step.stamp) removeStamp(step.stamp);
    try {
      await step.run();
    } catch (error) {
      if (wasInterrupted()) throw new StepError('interrupted: the same command continues from here');
      throw new StepError(`${step.name} failed: ${error.message}`);
    }
    // Inputs are hashed again: a step may have made some of them.
    if (step.stamp) writeStamp(step.stamp, digest(step.inputs()));
    if (!isDone(step)) throw new StepError(`${step.name} failed: its result is not in place`);
    print(`  ${step.name}: done in ${seconds(start)}`);
    ran += 1;
  }
  if (ran === 0) print(`set-up: all ${steps.length} steps were done before (${seconds(begin)})`);
  else
    print(
      `set-up: ${ran} of ${steps.length} steps done${ran < steps.length ? ', the others before' : ''} (${seconds(begin)})`,
    );
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

module.exports = { isDone, runSteps };
