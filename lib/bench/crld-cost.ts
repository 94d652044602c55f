import type { Benchmark } from './definition';
import { medianOf, sample } from './definition';
import type { Measured, Ready, StepCase } from './step-cases';
import { allTimes, blockRatios, inTurns, stepProcess } from './step-process';

/** The pair, batch and views of the profile on which CRLD is measured. */
const PAIR = { model: 'resnet8', teacher: 'resnet14x2', batch: 128, side: 16, classes: 20 };
const WEAK = { crop: 2, flip: true };
const KD: StepCase = { ...PAIR, whole: { method: { name: 'one-view', loss: 'kd' }, views: { weak: WEAK } } };
const CRLD: StepCase = {
  ...PAIR,
  whole: {
    method: { name: 'two-view', loss: 'crld' },
    views: { weak: WEAK, strong: { ...WEAK, policy: 'rand-augment' } },
  },
};
const STEPS = 20;

/** A whole step of CRLD, its views and what it measures included, beside one of KD: processes of their own, in turns. */
export const crldCostBenchmark: Benchmark = {
  name: 'crld-cost',
  what: 'a step of CRLD with its two views against one of KD with its one, resnet14x2 -> resnet8, batch 128 at 16×16',
  hasOpponent: false,
  claim: { paper: 'crld', id: 'C11', unit: '% more time a step than KD' },

  async run({ blocks, onLine, onProgress }) {
    const sides = [stepProcess(CRLD), stepProcess(KD)];
    try {
      const parameters: number[] = [];
      for (const side of sides) {
        parameters.push((await side.next<Ready>()).parameters);
        await side.ask<Measured>({ steps: STEPS }); // warms up
      }
      const [own, kd] = await inTurns(sides, [STEPS, STEPS], blocks, (block, [first, second]) => {
        const ratio = blockRatios(first, second)[block];
        onProgress(`block ${block + 1} of ${blocks}: ${ratio.toFixed(2)} times`);
      });
      const ratios = blockRatios(own, kd);
      const line = {
        name: 'crld step',
        ...sample(allTimes(own)),
        opponent: { name: 'kd step', ...sample(allTimes(kd)) },
        ratio: medianOf(ratios),
        ratios,
        details: { 'further parameters': parameters[0] - parameters[1] },
      };
      onLine(line);
      return [line];
    } finally {
      for (const side of sides) side.stop();
    }
  },
};
