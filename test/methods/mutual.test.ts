import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataFolders, parseRecord } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import { BatchLoader, prepareData } from '../../lib/data';
import { Sgd, tf } from '../../lib/engine';
import { decodeNpy, readSafetensors } from '../../lib/formats';
import { evaluateCase } from '../../lib/losses/index';
import { createMethod } from '../../lib/methods';
import { buildNetwork } from '../../lib/models';
import { makeRecord, RunFolder, trainRun } from '../../lib/training';
import { learnerSeed } from '../../lib/training/learner-batches';
import { trainLoop } from '../../lib/training/loop';
import type { Run } from '../../lib/training/run';
import { emptyTally } from '../../lib/training/tally';
import { tinySpec } from '../training/tiny';
import { data, imagesOf, specOf, student } from './steps';

let runs: string;
beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-mutual-'))));
afterAll(() => rmSync(runs, { recursive: true }));
let count = 0;
const fresh = () => join(runs, `run-${++count}`);
const train = (spec: RunSpec, options = {}) =>
  trainRun(spec, { folder: fresh(), runsFolder: runs, ...options });

const NOISE = { name: 'symmetric-noise', options: { rate: 0.4 } };
/** 2 epochs of 5 steps on noisy labels; the subset does not depend on the seed. */
const single: RunSpec = {
  ...tinySpec,
  data: { ...tinySpec.data, subsetSeed: 1, labelTransform: NOISE },
  epochs: 2,
};
const pair = (loss: string, lossOptions: object = {}, options: object = {}, models?: string[]): RunSpec => ({
  ...single,
  model: models ?? ['cnn28-small', 'cnn28-small'],
  method: { name: 'mutual', loss, lossOptions: { ...lossOptions }, options: { ...options } },
});

/** Every array of a weight file as bytes. */
const bits = (folder: string, learner = 0) =>
  Object.entries(readSafetensors(new RunFolder(folder).weights(learner)).arrays).map(
    ([name, { data: values }]) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ],
  );

/** A one-view run with a learner's own initial weights on the mini-batches of the run's seed. */
async function aloneOnSharedBatches(spec: RunSpec, learner: number): Promise<string> {
  const prepared = prepareData(spec.data, spec.seed, { folders: dataFolders() });
  const method = createMethod(spec, prepared);
  const network = buildNetwork([spec.model].flat()[0], {
    ...{ classes: prepared.classes, side: 28, channels: 1 },
    seed: learnerSeed(spec.seed, learner),
  });
  const optimiser = new Sgd(network.flat, spec.optimiser);
  const folder = new RunFolder(fresh());
  await folder.open();
  const { views } = spec.data;
  const batches = [new BatchLoader(prepared, { views, seed: spec.seed, batchSize: spec.batchSize })];
  const run: Run = {
    ...{ spec, runId: 'alone', title: 'alone', data: prepared, noisy: true, batches, method, folder },
    ...{ networks: [network], auxiliaries: [], optimisers: [optimiser], lines: [], observer: {} },
  };
  await trainLoop(run, { epoch: 0, tally: emptyTally() });
  const { arrays } = readSafetensors(folder.checkpoint);
  optimiser.dispose();
  network.dispose();
  return JSON.stringify(
    Object.entries(arrays)
      .filter(([name]) => name.startsWith('learner0/'))
      .map(([name, { data: values }]) => [
        name.slice('learner0/'.length),
        Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
      ]),
  );
}

describe('zero knowledge', () => {
  it.each(['simultaneous', 'alternating'])(
    'is two independent runs of one view, to the last bit (shared batches, %s)',
    async (update) => {
      const both = await train(pair('cmd-s', { threshold: 0 }, { update }));
      const plain = { ...single, method: { name: 'one-view', loss: 'ce' } };
      expect(bits(both.folder, 0)).toEqual(bits((await train(plain)).folder));
      for (const learner of [0, 1]) {
        expect(JSON.stringify(bits(both.folder, learner))).toBe(await aloneOnSharedBatches(plain, learner));
      }
      expect(bits(both.folder, 0)).not.toEqual(bits(both.folder, 1));
    },
    60_000,
  );

  it.each([
    ['simultaneous', 'ce', {}],
    ['alternating', 'proselflc', { temperature: 0.5, trust: 'global-max', transition: 0.3 }],
  ])(
    'is two plain runs with seeds of their own (separate batches, %s, %s)',
    async (update, base, baseOptions) => {
      const lossOptions = { threshold: 0, base, baseOptions };
      const both = await train(pair('cmd-s', lossOptions, { batches: 'separate', update }));
      for (const learner of [0, 1]) {
        const method = { name: 'one-view', loss: base, lossOptions: baseOptions };
        const alone = await train({ ...single, method, seed: learnerSeed(1, learner) });
        expect(bits(both.folder, learner)).toEqual(bits(alone.folder));
      }
    },
    60_000,
  );
});

describe('all knowledge', () => {
  it.each([
    ['cmd-s', { threshold: 2 }, {}],
    ['cmd-s', { threshold: 2, confidence: 'max-probability', aggregation: 'selected' }, {}],
    ['cmd-p', { threshold: 200, growth: 8, direction: -1 }, { batches: 'separate', update: 'alternating' }],
  ])(
    'is dml, to the last bit (%s, %j)',
    async (loss, lossOptions, options) => {
      const selective = await train(pair(loss, lossOptions, options));
      const dml = await train(pair('dml', {}, options));
      const zero = await train(pair('cmd-s', { threshold: 0 }, options));
      for (const learner of [0, 1]) {
        expect(bits(selective.folder, learner)).toEqual(bits(dml.folder, learner));
        expect(bits(dml.folder, learner)).not.toEqual(bits(zero.folder, learner));
      }
    },
    60_000,
  );
});

describe('a run of several networks', () => {
  const spec = pair('cmd-p', { direction: -1 }, {}, ['cnn28-small', 'mlp28']);

  it('keeps weights, logits and metrics of each, their mean, and the noisy labels', async () => {
    const result = await train(spec);
    const folder = new RunFolder(result.folder);
    const shapes = [0, 1].map((learner) => readSafetensors(folder.weights(learner)).metadata.model);
    expect(shapes).toEqual(['cnn28-small', 'mlp28']);
    const { last, learners, ensemble } = result.metrics;
    expect(learners).toHaveLength(2);
    expect(last.top1).toBeCloseTo((learners![0].last.top1 + learners![1].last.top1) / 2, 10);
    expect(ensemble!.nll).toBeLessThan(last.nll); // −log is convex: the mean model is never worse than the mean loss
    for (const k of [0, 1]) {
      const predicted = decodeNpy(readFileSync(folder.predictions(k)), 'predictions').data as Int32Array;
      const { test } = prepareData(spec.data, 1, { folders: dataFolders() });
      const right = predicted.filter((label, n) => label === test.trueLabels[n]).length;
      expect(right).toBeCloseTo(learners![k].last.top1, 10); // 100 images
    }
    const labels = decodeNpy(readFileSync(folder.file('labels.npy')), 'labels');
    expect(labels.shape).toEqual([100, 3]);
    const rows = Array.from({ length: 100 }, (_, n) =>
      [...labels.data.subarray(3 * n, 3 * n + 3)].map(Number),
    );
    expect(rows.filter(([label, truth]) => label !== truth)).toHaveLength(40);
    const { train: part } = prepareData(spec.data, 1, { folders: dataFolders() });
    expect(rows.map(([, , index]) => index)).toEqual([...part.sourceIndex]);
    expect(rows.map(([label]) => label)).toEqual([...part.labels]);

    const place = {
      paper: 'cmd',
      table: 'noise',
      row: 'r',
      column: 'c',
      profile: 'smoke',
      profileData: 'd',
    } as const;
    const record = parseRecord(JSON.parse(JSON.stringify(makeRecord(result.folder, place))), 'record');
    expect(record.measureCurves!.epochs).toEqual([1, 2]);
    const { values } = record.measureCurves!;
    for (const name of ['selected@1', 'selected@2', 'threshold', 'cleanFit', 'noisyCorrection', 'top1@2']) {
      expect(values[name], name).toHaveLength(2);
    }
    expect(values.threshold[0]).toBeGreaterThan(values.threshold[1]!); // tightening
    expect(record.measures!.selectedByClass).toHaveLength(10);
    expect(record.measures!['testEce@0.25']).toHaveLength(1);
    const peers = record.softLabels.filter(({ source }) => source === 'peer');
    expect(new Set(peers.map(({ view }) => view))).toEqual(
      new Set(['all@1', 'all@2', 'selected@1', 'selected@2']),
    );
  }, 60_000);

  it('starts all from the same weights where asked to; at once on shared batches they stay one network', async () => {
    const result = await train(pair('dml', {}, { initialisation: 'shared' }));
    expect(bits(result.folder, 0)).toEqual(bits(result.folder, 1));
    expect(result.environment.initialWeights[0]).toBe(result.environment.initialWeights[1]);
    const apart = await train(pair('dml', {}, { initialisation: 'shared', batches: 'separate' }));
    expect(bits(apart.folder, 0)).not.toEqual(bits(apart.folder, 1));
  }, 60_000);

  it.each([
    ['shared', 'simultaneous'],
    ['separate', 'alternating'],
  ])(
    'ends with the same bits after stops within and between epochs (%s, %s)',
    async (batches, update) => {
      const lossOptions = { base: 'proselflc', baseOptions: { temperature: 0.5 } };
      const mutual = pair('cmd-p', lossOptions, { batches, update });
      const whole = await train(mutual);
      const stopped = fresh();
      for (const stop of [2, 5, 8]) {
        const control = new AbortController();
        const onStep = ({ epoch, step }: { epoch: number; step: number }) => {
          if (5 * (epoch - 1) + step === stop) control.abort();
        };
        const options = { folder: stopped, resume: true, observer: { onStep }, signal: control.signal };
        await expect(train(mutual, options)).rejects.toThrow('stopped in epoch');
      }
      await train(mutual, { folder: stopped, resume: true });
      const outcome = (folder: string) => ({
        weights: [bits(folder, 0), bits(folder, 1)],
        lines: new RunFolder(folder).lines().map(({ seconds: _s, imagesPerSecond: _i, ...line }) => line),
        measures: new RunFolder(folder).result()!.measures,
        curves: new RunFolder(folder).result()!.measureCurves,
      });
      expect(outcome(stopped)).toEqual(outcome(whole.folder));
    },
    60_000,
  );
});

describe('three networks', () => {
  const three = (options: object = {}) =>
    createMethod(
      specOf(
        { name: 'mutual', loss: 'dml', options: { ...options } },
        { model: new Array(3).fill('mlp28') as string[] },
      ),
      data,
    );

  it.each([
    ['mean', 0.5],
    ['sum', 1],
  ])('take the %s of their peers’ parts', (peers, factor) => {
    const networks = [3, 4, 5].map((seed) => student('mlp28', seed));
    const indices = Int32Array.of(0, 4, 5, 7);
    const images = imagesOf(indices);
    const passes = networks.map((network) => ({ weak: network.forward(images) }));
    const rows = passes.map(({ weak }) => weak.logits.arraySync());
    const labels = [0, 1, 2, 1];
    const moment = { epoch: 0, epochs: 1, progress: 0, step: 0 };
    const found = three({ peers }).losses({
      ...{ ...moment, indices, labels: tf.tensor1d(labels, 'int32'), passes },
      teacher: () => {
        throw new Error('there is none');
      },
    });
    found.forEach((loss, k) => {
      const cases = [0, 1, 2]
        .filter((j) => j !== k)
        .map((j) =>
          evaluateCase({ loss: 'dml', labels, studentLogits: rows[k], teacherLogits: rows[j], options: {} }),
        );
      expect(loss.parts.ce).toBeCloseTo(cases[0].parts.ce, 6);
      expect(loss.parts.kd).toBeCloseTo(factor * (cases[0].parts.kd + cases[1].parts.kd), 6);
      const gradient = loss.gradients.weak.logits!.arraySync();
      const of = (i: number) => cases[i].gradient.studentLogits as number[][];
      const ce = evaluateCase({ loss: 'ce', labels, studentLogits: rows[k] }).gradient
        .studentLogits as number[][];
      gradient.forEach((row, n) =>
        row.forEach((g, j) => {
          const [first, second] = [of(0)[n][j] - ce[n][j], of(1)[n][j] - ce[n][j]];
          expect(g).toBeCloseTo(ce[n][j] + factor * (first + second), 6);
        }),
      );
    });
    passes.forEach(({ weak }) => weak.release());
    networks.forEach((network) => network.dispose());
  });
});

describe('what the method refuses', () => {
  const refused = (spec: RunSpec) => () => createMethod(spec, data);
  const two = { model: ['mlp28', 'mlp28'] };
  it('one network, a teacher, another loss, shared weights of two kinds, a mix among three', () => {
    const dml = { name: 'mutual', loss: 'dml' };
    expect(refused(specOf(dml))).toThrow(/found one name/);
    expect(refused(specOf(dml, { ...two, teacher: { run: tinySpec } }))).toThrow(/found a teacher/);
    expect(refused(specOf({ name: 'mutual', loss: 'kd' }, two))).toThrow(/feeds 'dml', 'cmd-s' or 'cmd-p'/);
    const shared = { ...dml, options: { initialisation: 'shared' } };
    expect(refused(specOf(shared, { model: ['mlp28', 'cnn28'] }))).toThrow(/networks of one kind/);
    const mix = { name: 'mutual', loss: 'cmd-s', lossOptions: { form: 'mix' } };
    expect(refused(specOf(mix, { model: ['mlp28', 'mlp28', 'mlp28'] }))).toThrow(
      /form 'mix' with 3 networks/,
    );
  });
});
