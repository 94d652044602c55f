import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedData } from '../../lib/data/definition';
import { tensorCount } from '../../lib/engine';
import { evaluateCase } from '../../lib/losses/index';
import { createMethod } from '../../lib/methods';
import { softmax } from '../losses/arbitrary';
import { tinySpec } from '../training/tiny';
import { data, runStep, specOf, student } from './steps';
import { stopsChangeNothing } from './stops';

/** Image n: its own class and the next one. */
const sets = Uint8Array.from({ length: 36 }, (_, i) => {
  const [n, c] = [Math.floor(i / 3), i % 3];
  return c === n % 3 || c === (n + 1) % 3 ? 1 : 0;
});
const withSets: PreparedData = { ...data, train: { ...data.train, candidates: sets } };
const spec = (options: object = {}) =>
  specOf({ name: 'partial-label', loss: 'proden', options: { ...options } });
const moment = { epoch: 0, epochs: 4 };
const INDICES = [0, 4, 5, 7];
const candidates = INDICES.map((n) => [...sets.subarray(3 * n, 3 * n + 3)]);
const masked = (logits: number[], set: number[]) => {
  const inside = softmax(logits).map((p, c) => p * set[c]);
  const mass = inside.reduce((a, b) => a + b);
  return inside.map((p) => p / mass);
};

describe('the partial-label method', () => {
  it('starts from targets uniform on the candidates', () => {
    const network = student();
    const { loss, logits } = runStep(createMethod(spec(), withSets), network, moment);
    const answer = evaluateCase({ loss: 'proden', candidates, studentLogits: logits });
    expect(loss.total).toBeCloseTo(answer.total, 5);
    network.dispose();
  });

  it('has the softmax within the candidates as the next target, after an epoch', () => {
    const network = student();
    const by = createMethod(spec(), withSets);
    runStep(by, network, moment);
    const said = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i));
    by.endEpoch!(0, [network], () => said);
    const { loss, logits } = runStep(by, network, { ...moment, epoch: 1 });
    const previousProbabilities = INDICES.map((n, i) =>
      masked([...said.subarray(3 * n, 3 * n + 3)], candidates[i]),
    );
    const answer = evaluateCase({ loss: 'proden', candidates, studentLogits: logits, previousProbabilities });
    expect(loss.total).toBeCloseTo(answer.total, 5);
    network.dispose();
  });

  it('updates in each step where it is asked to, image by image', () => {
    const network = student();
    const by = createMethod(spec({ update: 'step' }), withSets);
    const first = runStep(by, network, moment);
    by.endEpoch!(0, [network], () => {
      throw new Error('no pass over the training images is needed');
    });
    const { loss, logits } = runStep(by, network, { ...moment, epoch: 1, indices: [5, 1] });
    const answer = evaluateCase({
      loss: 'proden',
      candidates: [candidates[2], [0, 1, 1]],
      studentLogits: logits,
      previousProbabilities: [masked(first.logits[2], candidates[2]), [0, 0.5, 0.5]],
    });
    expect(loss.total).toBeCloseTo(answer.total, 5);
    network.dispose();
  });

  it('keeps frozen targets', () => {
    const network = student();
    const by = createMethod(spec({ targetUpdate: 'frozen' }), withSets);
    const before = runStep(by, network, moment).loss.total;
    by.endEpoch!(0, [network], () => new Float32Array(36));
    expect(runStep(by, network, moment).loss.total).toBeCloseTo(before, 6);
    network.dispose();
  });

  it('measures how often a target is right', () => {
    const network = student();
    const by = createMethod(spec(), withSets);
    expect(by.measures!()).toEqual({});
    runStep(by, network, moment);
    const truth = Float32Array.from({ length: 36 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 5 : 0));
    truth.set([0, 5, 0], 0); // of image 0 it says the other candidate
    by.endEpoch!(0, [network], () => truth);
    expect(by.measures!().targetTop1[0]).toBeCloseTo((100 * 11) / 12, 4);
    network.dispose();
  });

  it('leaves no tensor behind', () => {
    const network = student();
    const by = createMethod(spec({ update: 'step' }), withSets);
    runStep(by, network, moment);
    const before = tensorCount();
    runStep(by, network, moment);
    expect(tensorCount()).toBe(before);
    network.dispose();
  });

  it('refuses data without candidates and other losses', () => {
    expect(() => createMethod(spec(), data)).toThrow("method 'partial-label' needs candidate sets");
    const other = specOf({ name: 'partial-label', loss: 'ce' });
    expect(() => createMethod(other, withSets)).toThrow("method 'partial-label' feeds 'proden'");
  });
});

describe('a partial-label run', () => {
  let runs: string;
  beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-partial-'))));
  afterAll(() => rmSync(runs, { recursive: true }));

  it('ends with the same bits after stops, and its record holds the realised rates of the sets', async () => {
    const options = { unreliableRate: 0.3, partialRate: 0.2 };
    const run = {
      ...tinySpec,
      data: { ...tinySpec.data, labelTransform: { name: 'partial-labels', options } },
      method: { name: 'partial-label', loss: 'proden' },
    };
    const { softLabels } = await stopsChangeNothing(run, runs);
    const [sets] = softLabels;
    expect(sets).toMatchObject({ source: 'candidates', split: 'train', k: [] });
    // 100 images: standard errors 0.046 and 0.013 (of the mean over the classes), the largest of ten classes lies above.
    expect(Math.abs(sets.unreliability[0] - 0.3)).toBeLessThan(0.14);
    expect(sets.ambiguity[0]).toBeGreaterThan(0.2);
    expect(sets.ambiguity[0]).toBeLessThan(0.4);
  }, 60_000);
});
