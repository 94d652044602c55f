import { join } from 'node:path';
import type { Benchmark } from './definition';
import { medianOf, sample } from './definition';
import { LineProcess } from './line-process';
import { sharedEnvironment } from './machine';
import type { Measured, Ready, StepCase } from './step-cases';

/** The pair and batch of the profile on which IPWD is measured. */
const KD: StepCase = { model: 'resnet8', teacher: 'resnet14x2', batch: 128, side: 16, classes: 20 };
const STEPS = 20;

/** What IPWD's head and weights add to a KD step: both in processes of their own, in turns. */
export const ipwdCostBenchmark: Benchmark = {
  name: 'ipwd-cost',
  what: 'a step of IPWD against one of KD, resnet14x2 -> resnet8, batch 128 at 16×16',
  hasOpponent: false,
  claim: { paper: 'ipwd', id: 'I12', unit: '% more time a step than KD' },

  async run({ blocks, onLine, onProgress }) {
    const env = sharedEnvironment();
    const worker = (given: StepCase) =>
      new LineProcess(
        'kdlab',
        process.execPath,
        [join(__dirname, 'step-worker.js'), JSON.stringify(given)],
        env,
      );
    const sides = [worker({ ...KD, loss: 'ipwd' }), worker(KD)];
    try {
      for (const side of sides) {
        await side.next<Ready>();
        await side.ask<Measured>({ steps: STEPS }); // warms up
      }
      const times: number[][] = [[], []];
      const ratios: number[] = [];
      for (let block = 0; block < blocks; block++) {
        const medians = [0, 0];
        for (const turn of [0, 1]) {
          const which = (block + turn) % 2;
          const measured = await sides[which].ask<Measured>({ steps: STEPS });
          times[which].push(...measured.times);
          medians[which] = medianOf(measured.times);
        }
        ratios.push(medians[0] / medians[1]);
        onProgress(`block ${block + 1} of ${blocks}: ${(100 * (ratios[block] - 1)).toFixed(1)} %`);
      }
      const line = {
        name: 'ipwd step',
        ...sample(times[0]),
        opponent: { name: 'kd step', ...sample(times[1]) },
        ratio: medianOf(ratios),
        ratios,
      };
      onLine(line);
      return [line];
    } finally {
      for (const side of sides) side.stop();
    }
  },
};
