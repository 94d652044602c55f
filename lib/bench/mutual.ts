import { InputError, oneOf, shown } from '../base';
import type { Benchmark } from './definition';
import type { StepCase, WholeCase } from './step-cases';
import { compareSteps } from './step-process';

/** Networks of the CMD profiles and of its neighbours. */
const CASES: Readonly<Record<string, Omit<StepCase, 'whole'>>> = {
  cnn28: { model: 'cnn28', batch: 128, side: 28, channels: 1, classes: 10 },
  resnet8: { model: 'resnet8', batch: 128, side: 16, classes: 20 },
  resnet20: { model: 'resnet20', batch: 64, side: 32, classes: 100 },
};
const ALONE: WholeCase = { method: { name: 'one-view', loss: 'ce' }, views: { weak: {} } };
const PAIR: WholeCase = { method: { name: 'mutual', loss: 'cmd-p' }, views: { weak: {} }, learners: 2 };

/** A whole step of two networks that learn from each other against one of a single network, in turns. */
export const mutualBenchmark: Benchmark = {
  name: 'mutual',
  what: 'a step of CMD-P with two networks against one network’s plain step (at most 2.1 times)',
  hasOpponent: false,

  async run({ blocks, models = Object.keys(CASES), onLine, onProgress }) {
    const lines = [];
    for (const model of models) {
      if (!Object.hasOwn(CASES, model)) {
        throw new InputError(`--models: found ${shown(model)}, allowed are ${oneOf(Object.keys(CASES))}`);
      }
      const one = CASES[model];
      const { line } = await compareSteps({
        cases: [
          { ...one, whole: PAIR },
          { ...one, whole: ALONE },
        ],
        names: [`two ${model}, cmd-p`, `one ${model}, ce`],
        blocks,
        onRatio: (block, ratio) =>
          onProgress(`${model}, block ${block + 1} of ${blocks}: ${ratio.toFixed(2)} times`),
      });
      onLine(line);
      lines.push(line);
    }
    return lines;
  },
};
