import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunSpec } from '../../lib/base';
import { RunFolder, trainRun } from '../../lib/training';

/** Bits of the weights, the metrics without what the clock says, and what was kept of soft labels. */
const outcome = (folder: string) => {
  const kept = new RunFolder(folder);
  const { measures, softLabels } = kept.result()!;
  return {
    weights: createHash('sha256').update(readFileSync(kept.weights())).digest('hex'),
    lines: kept.lines().map(({ seconds: _s, imagesPerSecond: _i, ...line }) => line),
    measures,
    softLabels,
  };
};

/**
 * Trains a specification of 4 epochs of 5 steps twice, once with stops within and between epochs, and expects the same
 * bits; returns what the run found.
 */
export async function stopsChangeNothing(spec: RunSpec, runs: string): Promise<ReturnType<typeof outcome>> {
  const [whole, stopped] = [join(runs, 'whole'), join(runs, 'stopped')];
  await trainRun(spec, { folder: whole, runsFolder: runs });
  for (const stop of [2, 5, 8, 14]) {
    const control = new AbortController();
    const observer = {
      onStep: ({ epoch, step, epochs }: { epoch: number; step: number; epochs: number }) => {
        if (epochs === spec.epochs && 5 * (epoch - 1) + step === stop) control.abort();
      },
    };
    const options = { folder: stopped, runsFolder: runs, resume: true, observer, signal: control.signal };
    await expect(trainRun(spec, options)).rejects.toThrow('stopped in epoch');
  }
  await trainRun(spec, { folder: stopped, runsFolder: runs, resume: true });
  expect(outcome(stopped)).toEqual(outcome(whole));
  return outcome(whole);
}
