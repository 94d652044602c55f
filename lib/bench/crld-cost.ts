import type { Benchmark } from './definition';
import type { StepCase } from './step-cases';
import { compareSteps } from './step-process';

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

/** A whole step of CRLD, its views and what it measures included, beside one of KD: processes of their own, in turns. */
export const crldCostBenchmark: Benchmark = {
  name: 'crld-cost',
  what: 'a step of CRLD with its two views against one of KD with its one, resnet14x2 -> resnet8, batch 128 at 16×16',
  hasOpponent: false,
  claim: { paper: 'crld', id: 'C11', unit: '% more time a step than KD' },

  async run({ blocks, onLine, onProgress }) {
    const { line, ready } = await compareSteps({
      cases: [CRLD, KD],
      names: ['crld step', 'kd step'],
      blocks,
      onRatio: (block, ratio) => onProgress(`block ${block + 1} of ${blocks}: ${ratio.toFixed(2)} times`),
    });
    const [own, kd] = ready;
    const whole = { ...line, details: { 'further parameters': own.parameters - kd.parameters } };
    onLine(whole);
    return [whole];
  },
};
