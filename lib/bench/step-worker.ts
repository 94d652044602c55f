import { createInterface } from 'node:readline';
import { engineInfo, tf } from '../engine';
import { residentMemory } from './resident';
import type { Measured, Ready, StepCase } from './step-cases';
import { StepTrainer } from './step-trainer';
import { WholeStep } from './whole-step';

/** A process of its own for one case: `node step-worker.js CASE`, then `{"steps": n}` on each line. */
function main(given: StepCase): void {
  const { whole } = given;
  const trainer = whole ? new WholeStep({ ...given, whole }) : new StepTrainer(given);
  const firstStepMs = timed(() => trainer.step());
  answer<Ready>({ version: engineInfo().tensorflow, parameters: trainer.parameters, firstStepMs });
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { steps } = JSON.parse(line) as { steps: number };
    const times = Array.from({ length: steps }, () => timed(() => trainer.step()));
    answer<Measured>({ times, ...residentMemory(), tensors: tf.memory().numTensors });
  });
}

function timed(action: () => unknown): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function answer<T>(value: T): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

main(JSON.parse(process.argv[2]) as StepCase);
