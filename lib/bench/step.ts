import { InputError, oneOf, shown } from '../base';
import type { Benchmark, BenchmarkLine, BenchmarkOptions } from './definition';
import { median } from '../base';
import { sample } from './definition';
import { LineProcess } from './line-process';
import { sharedEnvironment } from './machine';
import { STEP_KINDS, STEP_PAIRS } from './step-cases';
import type { Measured, Ready, StepCase, StepKind } from './step-cases';
import { allTimes, blockRatios, inTurns, stepProcess } from './step-process';
import { torchPython, TORCH_WORKER } from './torch-environment';

/** Seconds that a side gets in a block: enough steps for a stable median, short enough for many blocks. */
const BLOCK_SECONDS = 0.6;
const MEMORY_FORMATS = ['contiguous', 'channels_last'] as const;

/**
 * One training step, batch 64 at 32×32 with 100 classes, float32. Against PyTorch both sides run in processes of their
 * own with the same threads and allocator settings, in turns: every block measures each side once, so that whatever
 * else the machine does hits both alike. PyTorch runs in NCHW and in channels_last; the faster of the two counts.
 */
export const stepBenchmark: Benchmark = {
  name: 'step',
  what: 'one training step: CE, and KD with the teacher in it, batch 64 at 32×32, 100 classes',
  hasOpponent: true,

  async run(options) {
    const models = options.models ?? Object.keys(STEP_PAIRS);
    for (const model of models) {
      if (!(model in STEP_PAIRS)) {
        throw new InputError(
          `--models: found ${shown(model)}, allowed are ${oneOf(Object.keys(STEP_PAIRS))}`,
        );
      }
    }
    const python = options.againstTorch ? await torchPython(options.onProgress) : undefined;
    const lines: BenchmarkLine[] = [];
    for (const model of models) {
      for (const kind of STEP_KINDS) {
        options.onProgress(`${model} ${kind}`);
        const line = await measure(model, kind, python, options);
        options.onLine(line);
        lines.push(line);
      }
    }
    return lines;
  },
};

async function measure(
  model: string,
  kind: StepKind,
  python: string | undefined,
  { blocks }: BenchmarkOptions,
): Promise<BenchmarkLine> {
  const teacher = STEP_PAIRS[model];
  const given: StepCase = { model, batch: 64, side: 32, classes: 100, ...(kind === 'kd' && { teacher }) };
  const own = stepProcess(given);
  const command = [TORCH_WORKER, JSON.stringify(given)];
  const torch = python
    ? MEMORY_FORMATS.map(
        (format) => new LineProcess('PyTorch', python, [...command, format], sharedEnvironment()),
      )
    : [];
  const sides = [own, ...torch];
  try {
    // One after another, so that first steps are not measured side by side.
    const ready: Ready[] = [];
    for (const side of sides) ready.push(await side.next<Ready>());
    for (const other of ready.slice(1)) {
      if (other.parameters !== ready[0].parameters) {
        throw new Error(`${model}: ${ready[0].parameters} parameters here, ${other.parameters} in PyTorch`);
      }
    }
    const counts: number[] = [];
    for (const side of sides) counts.push(await stepsFor(side));
    const measured = await inTurns(sides, counts, blocks);
    return summary(kind === 'ce' ? `${model} ce` : `${model} kd (teacher ${teacher})`, ready, measured);
  } finally {
    for (const side of sides) side.stop();
  }
}

/** Warms a side up and says how many steps fill a block. */
async function stepsFor(side: LineProcess): Promise<number> {
  const { times } = await side.ask<Measured>({ steps: 3 });
  return Math.min(60, Math.max(3, Math.round((BLOCK_SECONDS * 1000) / median(times))));
}

function summary(name: string, ready: Ready[], measured: Measured[][]): BenchmarkLine {
  const all = measured.map((blocks) => sample(allTimes(blocks)));
  const own = measured[0];
  const details: Record<string, number | string> = {
    'first step ms': ready[0].firstStepMs,
    'resident MB': own[own.length - 1].rssMb,
    'highest resident MB': own[own.length - 1].peakRssMb,
  };
  if (all.length === 1) return { name, ...all[0], details };
  const best = all[1].median <= all[2].median ? 1 : 2;
  const ratios = blockRatios(own, measured[best]);
  const last = measured[best][own.length - 1];
  return {
    name,
    ...all[0],
    opponent: { name: `PyTorch ${ready[best].version} ${MEMORY_FORMATS[best - 1]}`, ...all[best] },
    ratio: median(ratios),
    ratios,
    details: {
      ...details,
      [`PyTorch ${MEMORY_FORMATS[2 - best]} ms`]: all[3 - best].median,
      'PyTorch first step ms': ready[best].firstStepMs,
      'PyTorch resident MB': last.rssMb,
      'PyTorch highest resident MB': last.peakRssMb,
    },
  };
}
