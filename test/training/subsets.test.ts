import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunSpec } from '../../lib/base';
import { RunFolder, trainRun } from '../../lib/training';
import {
  certaintyOf,
  calibrationError,
  evaluateLogits,
  meanLogProbabilities,
} from '../../lib/training/evaluate';
import { addToSubsets, emptySubsets, subsetMeasures } from '../../lib/training/subsets';
import { softmax } from '../losses/arbitrary';
import { tinySpec } from './tiny';

const runs = mkdtempSync(join(tmpdir(), 'kdlab-subsets-'));
afterAll(() => rmSync(runs, { recursive: true }));

const entropy = (row: number[]) =>
  -softmax(row).reduce((sum, p) => sum + p * Math.log(p), 0) / Math.log(row.length);

describe('clean and noisy subset', () => {
  it('counts agreement with label and truth, entropy and trust by subset', () => {
    const trueLabels = Int32Array.of(0, 1, 2, 0);
    const labels = Int32Array.of(0, 2, 1, 0); // 1 and 2 are wrong
    const rows = [[2, 0, 1], [0, 3, 1], [0, 1, 0.5], [0, 1, 0]]; // prettier-ignore
    const subsets = emptySubsets();
    const outputs = { indices: Int32Array.of(3, 1), logits: Float32Array.from([...rows[3], ...rows[1]]) };
    addToSubsets(subsets, { labels, trueLabels }, { ...outputs, trust: Float32Array.of(0.25, 0.5) });
    const rest = { indices: Int32Array.of(0, 2), logits: Float32Array.from([...rows[0], ...rows[2]]) };
    addToSubsets(subsets, { labels, trueLabels }, rest);
    expect(subsetMeasures(subsets)).toEqual({
      cleanFit: [50],
      noisyFit: [50],
      noisyCorrection: [50],
      cleanEntropy: [expect.closeTo((entropy(rows[0]) + entropy(rows[3])) / 2, 6)],
      noisyEntropy: [expect.closeTo((entropy(rows[1]) + entropy(rows[2])) / 2, 6)],
      cleanTrust: [0.25],
      noisyTrust: [0.5],
    });
  });

  it('of a run: memorised labels are fitted, and the measures survive a stop inside an epoch', async () => {
    const spec: RunSpec = {
      ...tinySpec,
      data: { ...tinySpec.data, views: { weak: {} }, labelTransform: { name: 'symmetric-noise' } },
      method: { name: 'one-view', loss: 'proselflc', lossOptions: { growth: 4 } },
      epochs: 20,
    };
    const whole = await trainRun(spec, { folder: join(runs, 'whole') });
    const folder = join(runs, 'stopped');
    const control = new AbortController();
    const onStep = ({ epoch, step }: { epoch: number; step: number }) => {
      if (epoch === 3 && step === 2) control.abort();
    };
    const stopped = trainRun(spec, { folder, observer: { onStep }, signal: control.signal });
    await expect(stopped).rejects.toThrow('stopped in epoch 3');
    const resumed = await trainRun(spec, { folder, resume: true });
    expect(resumed.measureCurves).toEqual(whole.measureCurves);
    const { noisyFit, cleanFit, noisyTrust } = whole.measureCurves!.values;
    expect(noisyFit.at(-1)!).toBeGreaterThan(noisyFit[0]!);
    expect(cleanFit.at(-1)!).toBeGreaterThan(80);
    // 60 clean and 40 noisy labels: both shares are the training accuracy, split
    const line = new RunFolder(folder).lines().at(-1)!;
    const { measures, trainTop1 } = line;
    expect(0.6 * measures!.cleanFit[0] + 0.4 * measures!.noisyFit[0]).toBeCloseTo(trainTop1, 8);
    // ε = g(t)·(1 − H/log C): in the last epoch g is above 0.8
    expect(noisyTrust.at(-1)!).toBeGreaterThan(0.8 * (1 - measures!.noisyEntropy[0]));
    expect(noisyTrust.at(-1)!).toBeLessThan(1 - measures!.noisyEntropy[0]);
    expect(Object.keys(whole.measures!)).toContain('testCertaintyEce@0.125');
  }, 60_000);

  it('leaves runs with true labels as they were', async () => {
    const clean = await trainRun({ ...tinySpec, epochs: 1 }, { folder: join(runs, 'clean') });
    expect([clean.measureCurves, clean.measures]).toEqual([undefined, undefined]);
  });
});

describe('evaluation of several models and certainties', () => {
  it('an ensemble predicts by mean probabilities, in the log domain', () => {
    const [a, b] = [[1, 0, -1], [-200, 200, 0]]; // prettier-ignore
    const mean = meanLogProbabilities([Float32Array.from(a), Float32Array.from(b)], 3);
    const [p, q] = [softmax(a), softmax(b)];
    p.forEach((value, j) => expect(mean[j]).toBeCloseTo(Math.log((value + q[j]) / 2), 5));
    const far = meanLogProbabilities([Float32Array.from(b), Float32Array.from(b)], 3);
    expect(far[0]).toBeCloseTo(-400, 3); // exp(−400) is 0
    expect(evaluateLogits(far, Int32Array.of(0), 3).nll).toBeCloseTo(400, 3);
  });

  it('the certainty is 1 − H(p)/log C, and can stand in for max p', () => {
    const row = Float32Array.from([0.95, 0.01, 0.04].map(Math.log));
    expect(certaintyOf(row, 0, 3)).toBeCloseTo(0.796529, 5);
    expect(calibrationError(row, Int32Array.of(0), 3, 10, certaintyOf)).toBeCloseTo(1 - 0.796529, 5);
    expect(calibrationError(row, Int32Array.of(0), 3)).toBeCloseTo(0.05, 5);
  });
});
