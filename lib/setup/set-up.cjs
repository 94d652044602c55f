'use strict';
// The steps of set-up in their order, and the look at the machine before the first of them.
const { chooseDevice, hasNvidiaDriver, rememberDevice, rememberedDevice } = require('./device.cjs');
const { engineStep } = require('./engine.cjs');
const { kernel } = require('./kernel.cjs');
const { library } = require('./library.cjs');
const { holdLock, release } = require('./lock.cjs');
const { packages } = require('./packages.cjs');
const { problems } = require('./prerequisites.cjs');
const { probe } = require('./probe.cjs');
const { pythonSteps } = require('./python.cjs');
const { StepError, forwardSignals, wasInterrupted } = require('./run.cjs');
const { isDone, runSteps } = require('./steps.cjs');

/** @param refuse prints sentences about the machine and returns their exit code */
async function setUp(flags, refuse) {
  forwardSignals();
  await holdLock(console.log);
  try {
    const device = chooseDevice(flags, rememberedDevice(), hasNvidiaDriver());
    let facts;
    const engine = engineStep(device);
    const python = pythonSteps(() => facts, device);
    facts = probe({ needsPython: !isDone(python[0]), needsCompiler: !isDone(packages) || !isDone(engine) });
    const found = problems(facts);
    if (found.length > 0) return refuse(found);
    if (device !== rememberedDevice()) rememberDevice(device);
    await runSteps([packages, ...python, engine, library, kernel], console.log);
    return wasInterrupted() ? 130 : 0;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`kdlab: ${error.message}`);
    return wasInterrupted() ? 130 : 1;
  } finally {
    release();
  }
}

module.exports = { setUp };
