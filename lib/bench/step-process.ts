import { join } from 'node:path';
import { medianOf } from './definition';
import { LineProcess } from './line-process';
import { sharedEnvironment } from './machine';
import type { Measured, StepCase } from './step-cases';

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
  return own.map(({ times }, block) => medianOf(times) / medianOf(other[block].times));
}

/** The times of all blocks. */
export const allTimes = (blocks: readonly Measured[]): number[] => blocks.flatMap(({ times }) => times);
