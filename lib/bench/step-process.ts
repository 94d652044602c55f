import { join } from 'node:path';
import { median } from '../base';
import { sample } from './definition';
import type { BenchmarkLine } from './definition';
import { LineProcess } from './line-process';
import { sharedEnvironment } from './machine';
import type { Measured, Ready, StepCase } from './step-cases';

/** A process of its own that takes the steps of one case here. */
export function stepProcess(given: StepCase): LineProcess {
  const worker = join(__dirname, 'step-worker.js');
  return new LineProcess('kdlab', process.execPath, [worker, JSON.stringify(given)], sharedEnvironment());
}

/**
 * Measures the sides in turns, each once a block, so that whatever else the machine does hits all alike; every block
 * starts with another side.
 * @param steps of each side in a block
 * @param onBlock told after each block, from 0
 * @returns by side, then by block
 */
export async function inTurns(
  sides: readonly LineProcess[],
  steps: readonly number[],
  blocks: number,
  onBlock: (block: number, measured: readonly Measured[][]) => void = () => undefined,
): Promise<Measured[][]> {
  const measured: Measured[][] = sides.map(() => []);
  for (let block = 0; block < blocks; block++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const which = (block + turn) % sides.length;
      measured[which].push(await sides[which].ask<Measured>({ steps: steps[which] }));
    }
    onBlock(block, measured);
  }
  return measured;
}

/** Median time of one side over that of the other, block by block. */
export function blockRatios(own: readonly Measured[], other: readonly Measured[]): number[] {
  return own.map(({ times }, block) => median(times) / median(other[block].times));
}

/** The times of all blocks. */
export const allTimes = (blocks: readonly Measured[]): number[] => blocks.flatMap(({ times }) => times);

/** Steps of each side in a block, and before the first one. */
const STEPS = 20;

/** One kind of step beside another: what the cases are called, how often they are measured, who is told of each block. */
export interface StepComparison {
  cases: readonly [own: StepCase, other: StepCase];
  names: readonly [own: string, other: string];
  blocks: number;
  /** Told after each block, from 0, with own time over the other's. */
  onRatio: (block: number, ratio: number) => void;
}

/**
 * Measures two cases in processes of their own, warmed up, in turns.
 * @returns the line that sets the first beside the second, and what both said when they were ready
 */
export async function compareSteps({
  cases,
  names,
  blocks,
  onRatio,
}: StepComparison): Promise<{ line: BenchmarkLine; ready: Ready[] }> {
  const sides = cases.map(stepProcess);
  try {
    const ready: Ready[] = [];
    for (const side of sides) {
      ready.push(await side.next<Ready>());
      await side.ask<Measured>({ steps: STEPS }); // warms up
    }
    const [own, other] = await inTurns(sides, [STEPS, STEPS], blocks, (block, [first, second]) =>
      onRatio(block, blockRatios(first, second)[block]),
    );
    const ratios = blockRatios(own, other);
    const line = {
      name: names[0],
      ...sample(allTimes(own)),
      opponent: { name: names[1], ...sample(allTimes(other)) },
      ratio: median(ratios),
      ratios,
    };
    return { line, ready };
  } finally {
    for (const side of sides) side.stop();
  }
}
