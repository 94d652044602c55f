import { RandomStream } from '../base';
import type { ViewSpec } from '../base';
import { BatchLoader } from '../data/batches';
import type { LabelledImages } from '../data/definition';
import type { Benchmark, BenchmarkLine, BenchmarkOptions } from './definition';
import { median } from '../base';
import { sample } from './definition';
import { STEP_PAIRS } from './step-cases';
import type { Measured, Ready, StepCase } from './step-cases';
import { stepProcess } from './step-process';

const COUNT = 6400;
const WEAK = { crop: 4, flip: true };
const STRONG = { ...WEAK, policy: 'rand-augment' };
/** The step that CRLD's views must be cheap beside. */
const KD: StepCase = { model: 'resnet8x4', teacher: STEP_PAIRS.resnet8x4, batch: 64, side: 32, classes: 100 };
/** Steps of a block, and batches of views. */
const STEPS = 2;
const BATCHES = 100;

/** Order, cut, flip, policy and normalisation of a batch of 64 at 32×32: what the loader does between two steps. */
export const viewsBenchmark: Benchmark = {
  name: 'views',
  what: 'one and two augmented views (crop 4, flip; RandAugment) of a batch of 64 at 32×32, against a KD step',
  hasOpponent: false,

  async run(options) {
    const plain = [
      ['one view', { first: WEAK }],
      ['two views', { first: WEAK, second: WEAK }],
    ] as const;
    const lines: BenchmarkLine[] = plain.map(([name, views]) => {
      const loader = loaderOf(views);
      const times = Array.from({ length: options.blocks }, (_, epoch) => batchTimes(loader, epoch)).flat();
      return { name, ...sample(times) };
    });
    lines.forEach(options.onLine);
    const line = await besideStep(loaderOf({ weak: WEAK, strong: STRONG }), options);
    options.onLine(line);
    return [...lines, line];
  },
};

/** Views here and KD steps in a process of their own, in turns, so that whatever else the machine does hits both. */
async function besideStep(
  loader: BatchLoader,
  { blocks, onProgress }: BenchmarkOptions,
): Promise<BenchmarkLine> {
  onProgress(`weak and strong view, in turns with ${KD.model} kd (teacher ${KD.teacher})`);
  const step = stepProcess(KD);
  try {
    await step.next<Ready>();
    await step.ask<Measured>({ steps: 2 }); // warms up
    batchTimes(loader, 0);
    const own: number[][] = [];
    const other: number[][] = [];
    for (let block = 0; block < blocks; block++) {
      other.push((await step.ask<Measured>({ steps: STEPS })).times);
      own.push(batchTimes(loader, block + 1));
    }
    const ratios = own.map((times, block) => median(times) / median(other[block]));
    const views = sample(own.flat());
    const steps = sample(other.flat());
    return {
      name: 'weak and strong view',
      ...views,
      opponent: { name: `${KD.model} kd step`, ...steps },
      ratio: median(ratios),
      ratios,
      details: { '% of the step, smallest times': ((100 * views.min) / steps.min).toFixed(2) },
    };
  } finally {
    step.stop();
  }
}

/** Milliseconds of each batch of an epoch. */
function batchTimes(loader: BatchLoader, epoch: number): number[] {
  const times: number[] = [];
  const batches = loader.epoch(epoch);
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = performance.now();
    batches.next();
    times.push(performance.now() - start);
  }
  return times;
}

function loaderOf(views: Record<string, ViewSpec>): BatchLoader {
  const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
  return new BatchLoader({ train: randomImages(), ...normalisation }, { seed: 1, batchSize: 64, views });
}

function randomImages(): LabelledImages {
  const stream = new RandomStream(1, 'bench');
  const images = Uint8Array.from({ length: COUNT * 32 * 32 * 3 }, () => Math.floor(256 * stream.uniform()));
  const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 100);
  return {
    ...{ images, count: COUNT, height: 32, width: 32, channels: 3 },
    ...{ labels, trueLabels: labels, sourceIndex: Int32Array.from({ length: COUNT }, (_, i) => i) },
  };
}
