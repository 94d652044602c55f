import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorCount } from '../../lib/engine';
import { evaluateCase } from '../../lib/losses/index';
import { createMethod } from '../../lib/methods';
import { tinySpec } from '../training/tiny';
import { data, method, runStep, specOf, student } from './steps';
import { stopsChangeNothing } from './stops';

const moment = { epoch: 0, epochs: 4 };
const sbt = (options: object = {}, lossOptions: object = {}) =>
  specOf({ name: 'sbt', loss: 'sbt', lossOptions: { k: 2, ...lossOptions }, options: { ...options } });
const labels = [0, 1, 2, 1]; // of images 0, 4, 5, 7

/** Which of the two wrong classes each image got, found by which of them explains the loss. */
function drawn(of: ReturnType<typeof runStep>): number[] {
  const choices = [0, 1, 2, 3].reduce<number[][]>(
    (lists, n) => lists.flatMap((list) => [0, 1, 2].filter((c) => c !== labels[n]).map((c) => [...list, c])),
    [[]],
  );
  const fitting = choices.filter((choice) => {
    const answer = evaluateCase({
      loss: 'sbt',
      labels,
      studentLogits: of.logits,
      randomLabels: choice.map((c) => [c]),
      options: { k: 2 },
    });
    return Math.abs(answer.total - of.loss.total) < 1e-5;
  });
  expect(fitting).toHaveLength(1);
  return fitting[0];
}

describe('the sbt method', () => {
  it('feeds labels ≠ y that belong to the image, whatever the batch, epoch and step', () => {
    const network = student();
    const by = method(sbt());
    const first = drawn(runStep(by, network, moment));
    expect(drawn(runStep(method(sbt()), network, { ...moment, epoch: 3 }))).toEqual(first);
    network.dispose();
  });

  it('draws anew in each epoch where it is asked to, but not within one', () => {
    const network = student();
    const by = method(sbt({ redraw: 'epoch' }));
    const epochs = [0, 1, 2, 3].map((epoch) => String(drawn(runStep(by, network, { ...moment, epoch }))));
    expect(new Set(epochs).size).toBeGreaterThan(1);
    expect(String(drawn(runStep(by, network, moment)))).toBe(epochs[0]);
    network.dispose();
  });

  it('gives distinct labels, all others where k is the number of classes', () => {
    const network = student();
    const { loss, logits } = runStep(method(sbt({ redraw: 'step' }, { k: 3 })), network, moment);
    const randomLabels = labels.map((label) => [0, 1, 2].filter((c) => c !== label));
    const answer = evaluateCase({
      loss: 'sbt',
      labels,
      studentLogits: logits,
      randomLabels,
      options: { k: 3 },
    });
    expect(loss.total).toBeCloseTo(answer.total, 5);
    expect(Object.keys(loss.parts)).toEqual(['ce', 'punish', 'compensate', 'random']);
    network.dispose();
  });

  it('depends on the seed of the run', () => {
    const network = student();
    const seeds = [1, 2, 3, 4].map((seed) =>
      String(drawn(runStep(method({ ...sbt(), seed }), network, moment))),
    );
    expect(new Set(seeds).size).toBeGreaterThan(1);
    network.dispose();
  });

  it('leaves no tensor behind', () => {
    const network = student();
    const by = method(sbt());
    runStep(by, network, moment);
    const before = tensorCount();
    runStep(by, network, moment);
    expect(tensorCount()).toBe(before);
    network.dispose();
  });

  it('refuses more random labels than there are, and labels that are none', () => {
    expect(() => method(sbt({}, { k: 4 }))).toThrow('found 4, allowed are integers from 2 to 3');
    const withSets = { ...data, train: { ...data.train, candidates: new Uint8Array(36).fill(1) } };
    expect(() => createMethod(sbt(), withSets)).toThrow('makes candidate sets');
  });
});

describe('an sbt run', () => {
  let runs: string;
  beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-sbt-'))));
  afterAll(() => rmSync(runs, { recursive: true }));

  it('ends with the same bits after stops, and says what it would teach on the test images', async () => {
    const spec = {
      ...tinySpec,
      method: { name: 'sbt', loss: 'sbt', options: { redraw: 'step' } },
    };
    const { softLabels, lines } = await stopsChangeNothing(spec, runs);
    const taught = softLabels.at(-1)!;
    expect(taught).toMatchObject({ source: 'self', split: 'test', epoch: 4, k: [1, 2, 3, 4, 5] });
    expect(taught.unreliability[0]).toBeCloseTo(1 - lines[3].test!.top1 / 100, 6);
  }, 60_000);
});
