import type { Benchmark } from './definition';
import { median } from '../base';
import { sample } from './definition';
import type { Ready, StepCase } from './step-cases';
import { allTimes, inTurns, stepProcess } from './step-process';

const BLOCKS = 20;
const CASE: StepCase = { model: 'resnet8', teacher: 'resnet14x2', batch: 16, side: 16, classes: 100 };

/** Whether memory stays flat over a long training: resident memory after each twentieth of the steps, tensors at the end. */
export const memoryBenchmark: Benchmark = {
  name: 'memory',
  what: 'resident memory and number of tensors over 10,000 KD steps (--steps) of resnet8',
  hasOpponent: false,

  async run({ steps, onLine, onProgress }) {
    const child = stepProcess(CASE);
    try {
      await child.next<Ready>();
      const perBlock = Math.max(1, Math.round(steps / BLOCKS));
      const [measured] = await inTurns([child], [perBlock], BLOCKS, (block, [own]) =>
        onProgress(`${(block + 1) * perBlock} steps, ${own[block].rssMb.toFixed(0)} MB resident`),
      );
      // The first block warms up: caches fill, the code is compiled.
      const resident = measured.slice(1).map(({ rssMb }) => rssMb);
      const first = resident[0];
      const line = {
        name: `${perBlock * BLOCKS} steps`,
        ...sample(allTimes(measured)),
        details: {
          'resident MB early': first,
          'resident MB at the end': resident[resident.length - 1],
          'resident MB median': median(resident),
          'growth %': 100 * (resident[resident.length - 1] / first - 1),
          'tensors early': measured[1].tensors,
          'tensors at the end': measured[BLOCKS - 1].tensors,
        },
      };
      onLine(line);
      return [line];
    } finally {
      child.stop();
    }
  },
};
