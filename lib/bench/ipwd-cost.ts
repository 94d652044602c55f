import type { Benchmark } from './definition';
import type { StepCase } from './step-cases';
import { compareSteps } from './step-process';

/** The pair and batch of the profile on which IPWD is measured. */
const KD: StepCase = { model: 'resnet8', teacher: 'resnet14x2', batch: 128, side: 16, classes: 20 };

/** What IPWD's head and weights add to a KD step: both in processes of their own, in turns. */
export const ipwdCostBenchmark: Benchmark = {
  name: 'ipwd-cost',
  what: 'a step of IPWD against one of KD, resnet14x2 -> resnet8, batch 128 at 16×16',
  hasOpponent: false,
  claim: { paper: 'ipwd', id: 'I12', unit: '% more time a step than KD' },

  async run({ blocks, onLine, onProgress }) {
    const { line } = await compareSteps({
      cases: [{ ...KD, loss: 'ipwd' }, KD],
      names: ['ipwd step', 'kd step'],
      blocks,
      onRatio: (block, ratio) =>
        onProgress(`block ${block + 1} of ${blocks}: ${(100 * (ratio - 1)).toFixed(1)} %`),
    });
    onLine(line);
    return [line];
  },
};
