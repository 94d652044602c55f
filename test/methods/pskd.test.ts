import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSpec } from '../../lib/base';
import { tensorCount } from '../../lib/engine';
import { evaluateCase, ipwdWeights, lossByName, resolveOptions } from '../../lib/losses/index';
import type { IpwdWeightOptions } from '../../lib/losses/index';
import { tf } from '../../lib/engine';
import { RunFolder, trainRun } from '../../lib/training';
import { softmax } from '../losses/arbitrary';
import { excess, flat } from '../losses/fixture';
import { tinySpec } from '../training/tiny';
import { data, method, runStep, specOf, student } from './steps';

const labels = [0, 1, 2, 1];
const pskd = (options: object = {}) => specOf({ name: 'pskd', loss: 'pskd', options: { ...options } });

describe('the pskd method', () => {
  it('starts from the one-hot labels: plain cross-entropy', () => {
    const network = student();
    const { loss, logits } = runStep(method(pskd()), network, { epoch: 0, epochs: 4 });
    const ce = evaluateCase({ loss: 'ce', labels, studentLogits: logits });
    expect(loss.total).toBeCloseTo(ce.total, 5);
    expect(loss.parts.kd / loss.total).toBeCloseTo(0.8 / 4, 5);
    network.dispose();
  });

  it('has the softmax of the pass before in the target, sample by sample', () => {
    const network = student();
    const by = method(pskd());
    const first = runStep(by, network, { epoch: 0, epochs: 4 });
    network.flat.replace(tf.tidy(() => network.flat.value.mul(1.25)));
    const order = [7, 0, 1, 4]; // image 1 was not seen yet
    const second = runStep(by, network, { epoch: 1, epochs: 4, indices: order });
    const seen = first.logits.map((row) => softmax(row));
    const answer = evaluateCase({
      loss: 'pskd',
      labels: order.map((index) => data.train.labels[index]),
      studentLogits: second.logits,
      previousProbabilities: [seen[3], seen[0], [0, 1, 0], seen[1]],
      epoch: 1,
      epochs: 4,
    });
    expect(excess(Object.values(second.loss.parts), Object.values(answer.parts), 1e-5)).toBeLessThan(1);
    const kept = by.softLabels!()[0].probabilities;
    const now = second.logits.map((row) => softmax(row));
    order.forEach((index, n) => {
      expect(excess([...kept.subarray(3 * index, 3 * index + 3)], now[n], 1e-5)).toBeLessThan(1);
    });
    expect(excess([...kept.subarray(15, 18)], seen[2], 1e-5)).toBeLessThan(1); // image 5, seen before only
    network.dispose();
  });

  it('weighs the part on the previous softmax alone, where it is asked to', () => {
    const network = student();
    const by = method(pskd({ weights: 'ipwd', weightOptions: { classifierWeight: 0.5 } }));
    by.prepare!([network], 11);
    const { loss, logits, heads } = runStep(by, network, { epoch: 1, epochs: 4 });
    const options = resolveOptions(lossByName('ipwd')) as unknown as IpwdWeightOptions;
    const weights = ipwdWeights(logits.flat(), heads.classifier.flat(), labels, options);
    const shares = logits.map((row, n) => -Math.log(softmax(row)[labels[n]]));
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(loss.parts.ce).toBeCloseTo(0.6 * mean(shares), 5);
    expect(loss.parts.kd).toBeCloseTo(0.4 * mean(shares.map((h, n) => weights[n] * h)), 5);
    const ce = evaluateCase({ loss: 'ce', labels, studentLogits: heads.classifier }).total;
    expect(loss.parts.classifier).toBeCloseTo(0.5 * ce, 5);
    expect(by.measures!().weightMean[0]).toBeCloseTo(1, 5);
    network.dispose();
  });

  it('is plain PS-KD for the rest of the network before startEpoch', () => {
    const plainNetwork = student();
    const plain = runStep(method(pskd()), plainNetwork, { epoch: 0, epochs: 4 });
    const network = student();
    const by = method(pskd({ weights: 'ipwd', startEpoch: 2 }));
    by.prepare!([network], 11);
    const { gradient } = runStep(by, network, { epoch: 0, epochs: 4 });
    for (const [name, expected] of Object.entries(plain.gradient)) {
      expect(excess(gradient[name], expected, 1e-5, 1e-5), name).toBeLessThan(1);
    }
    plainNetwork.dispose();
    network.dispose();
  });

  it('leaves no tensor behind', () => {
    const network = student();
    const by = method(pskd({ weights: 'ipwd' }));
    by.prepare!([network], 11);
    runStep(by, network, { epoch: 0, epochs: 4 });
    const before = tensorCount();
    runStep(by, network, { epoch: 0, epochs: 4 });
    expect(tensorCount()).toBe(before);
    network.dispose();
  });

  it('refuses options that are none', () => {
    expect(() => method(pskd({ weights: 'ipwd', weightOptions: { kdWeight: 1 } }))).toThrow(
      "method.options.weightOptions of 'pskd': unknown option 'kdWeight'",
    );
    expect(() => method(specOf({ name: 'pskd', loss: 'kd' }))).toThrow("method 'pskd' feeds 'pskd'");
  });
});

describe('a pskd run', () => {
  let runs: string;
  beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-pskd-'))));
  afterAll(() => rmSync(runs, { recursive: true }));

  /** Bits of the weights, and the metrics without what the clock says. */
  const outcome = (folder: string) => ({
    weights: createHash('sha256')
      .update(readFileSync(new RunFolder(folder).weights()))
      .digest('hex'),
    lines: new RunFolder(folder).lines().map(({ seconds: _s, imagesPerSecond: _i, ...line }) => line),
    measures: new RunFolder(folder).result()!.measures,
  });

  it('ends with the same bits after stops within and between epochs', async () => {
    const options = { weights: 'ipwd', startEpoch: 1 };
    const spec: RunSpec = { ...tinySpec, method: { name: 'pskd', loss: 'pskd', options } };
    const [whole, stopped] = [join(runs, 'whole'), join(runs, 'stopped')];
    await trainRun(spec, { folder: whole, runsFolder: runs });
    // 5 steps an epoch: stops after steps 2, 5, 8 and 14 of the run
    for (const stop of [2, 5, 8, 14]) {
      const control = new AbortController();
      const observer = {
        onStep: ({ epoch, step }: { epoch: number; step: number }) => {
          if (5 * (epoch - 1) + step === stop) control.abort();
        },
      };
      const run = trainRun(spec, {
        folder: stopped,
        runsFolder: runs,
        resume: true,
        observer,
        signal: control.signal,
      });
      await expect(run).rejects.toThrow('stopped in epoch');
    }
    await trainRun(spec, { folder: stopped, runsFolder: runs, resume: true });
    expect(outcome(stopped)).toEqual(outcome(whole));
    const { lines, measures } = outcome(whole);
    expect(lines[0].measures!.weightMax).toEqual([1]);
    expect(lines[3].measures!.weightMax[0]).toBeGreaterThan(1);
    expect(measures).toEqual(lines[3].measures);
    expect(lines[3].softLabels![0]).toMatchObject({ source: 'self', split: 'train', epoch: 4 });
    expect(flat(Object.values(lines[3].parts)).every(Number.isFinite)).toBe(true);
  }, 60_000);
});
