import type { Benchmark } from './definition';
import { medianOf, sample } from './definition';
import type { Measured, Ready, StepCase } from './step-cases';
import { allTimes, blockRatios, inTurns, stepProcess } from './step-process';

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
    const sides = [stepProcess({ ...KD, loss: 'ipwd' }), stepProcess(KD)];
    try {
      for (const side of sides) {
        await side.next<Ready>();
        await side.ask<Measured>({ steps: STEPS }); // warms up
      }
      const [own, kd] = await inTurns(sides, [STEPS, STEPS], blocks, (block, [first, second]) => {
        const ratio = blockRatios(first, second)[block];
        onProgress(`block ${block + 1} of ${blocks}: ${(100 * (ratio - 1)).toFixed(1)} %`);
      });
      const ratios = blockRatios(own, kd);
      const line = {
        name: 'ipwd step',
        ...sample(allTimes(own)),
        opponent: { name: 'kd step', ...sample(allTimes(kd)) },
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
