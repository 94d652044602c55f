import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedData } from '../../lib/data/definition';
import { tensorCount } from '../../lib/engine';
import { createMethod } from '../../lib/methods';
import { softmax } from '../losses/arbitrary';
import { tinySpec, tinyStudent } from '../training/tiny';
import { data, runStep, specOf, student, withTeacher } from './steps';
import { stopsChangeNothing } from './stops';

/** Soft labels whose two largest entries differ from image to image. */
const soft = Float32Array.from(
  Array.from(
    { length: 12 },
    (_, n) =>
      [
        [0.5, 0.3, 0.2],
        [0.1, 0.6, 0.3],
        [0.25, 0.15, 0.6],
      ][n % 3],
  ).flat(),
);
const withSoft: PreparedData = { ...data, train: { ...data.train, softLabels: soft } };
const spec = (options: object = {}) =>
  specOf({ name: 'soft-labels', loss: 'proden', options: { k: 2, ...options } });
const moment = { epoch: 0, epochs: 4 };
const INDICES = [0, 4, 5, 7];
const row = (n: number) => [...soft.subarray(3 * n, 3 * n + 3)];
/** Within the two largest entries of the soft label. */
const within = (values: number[], n: number) => {
  const smallest = Math.min(...row(n));
  const kept = values.map((value, c) => (row(n)[c] === smallest ? 0 : value));
  const mass = kept.reduce((a, b) => a + b);
  return kept.map((value) => value / mass);
};
const crossEntropy = (targets: number[][], logits: number[][]) =>
  targets.reduce((sum, target, i) => {
    const p = softmax(logits[i]);
    return sum - target.reduce((inner, w, c) => inner + (w > 0 ? w * Math.log(p[c]) : 0), 0);
  }, 0) / targets.length;

describe('the soft-labels method', () => {
  it('starts from the k largest entries of the soft labels, or from whole ones', () => {
    const network = student();
    const restricted = runStep(createMethod(spec(), withSoft), network, moment);
    const first = INDICES.map((n) => within(row(n), n));
    expect(restricted.loss.total).toBeCloseTo(crossEntropy(first, restricted.logits), 5);
    const whole = runStep(
      createMethod(spec({ restrict: false, targetUpdate: 'frozen' }), withSoft),
      network,
      moment,
    );
    expect(whole.loss.total).toBeCloseTo(crossEntropy(INDICES.map(row), whole.logits), 5);
    network.dispose();
  });

  const said = Float32Array.from({ length: 36 }, (_, i) => Math.cos(3 * i));
  const own = (n: number) => softmax([...said.subarray(3 * n, 3 * n + 3)]);
  it.each([
    ['frozen', (n: number) => within(row(n), n)],
    ['replace', own],
    ['masked-renormalise', (n: number) => within(own(n), n)],
    ['average', (n: number) => within(row(n), n).map((w, c) => (w + own(n)[c]) / 2)],
  ])('has the targets of rule %s after an epoch', (targetUpdate, target) => {
    const network = student();
    const by = createMethod(spec({ targetUpdate }), withSoft);
    runStep(by, network, moment);
    by.endEpoch!(0, [network], () => said);
    const { loss, logits, gradient } = runStep(by, network, { ...moment, epoch: 1 });
    const targets = INDICES.map(target);
    expect(loss.total).toBeCloseTo(crossEntropy(targets, logits), 4);
    // ∂L/∂z = p − w, and the last bias adds them up.
    const expected = [0, 1, 2].map(
      (c) => logits.reduce((sum, z, i) => sum + softmax(z)[c] - targets[i][c], 0) / INDICES.length,
    );
    expected.forEach((value, c) => expect(gradient['fc2.bias'][c]).toBeCloseTo(value, 4));
    network.dispose();
  });

  it('reports targets of its own making only where no set cuts them off', () => {
    const network = student();
    for (const [targetUpdate, entries] of [
      ['frozen', 0],
      ['masked-renormalise', 0],
      ['replace', 1],
      ['average', 1],
    ] as const) {
      const by = createMethod(spec({ targetUpdate }), withSoft);
      expect(by.softLabels!()).toHaveLength(0);
      runStep(by, network, moment);
      expect(by.softLabels!()).toHaveLength(entries);
    }
    network.dispose();
  });

  it('takes the soft labels that a teacher gives the stored images, and keeps their means', () => {
    const network = student();
    const stored = Float32Array.from(soft, (p) => Math.log(p) + 2);
    const by = createMethod(
      specOf({ name: 'soft-labels', loss: 'proden', options: { k: 2 } }, withTeacher()),
      data,
    );
    const { loss, logits } = runStep(by, network, { ...moment, teacherOnTraining: () => stored });
    expect(loss.total).toBeCloseTo(
      crossEntropy(
        INDICES.map((n) => within(row(n), n)),
        logits,
      ),
      5,
    );
    const means = by.measures!().meanSoftLabel;
    soft.subarray(0, 9).forEach((value, i) => expect(means[i]).toBeCloseTo(value, 5)); // image n shows class n % 3
    network.dispose();
  });

  it('leaves no tensor behind', () => {
    const network = student();
    const by = createMethod(spec({ update: 'step' }), withSoft);
    runStep(by, network, moment);
    const before = tensorCount();
    runStep(by, network, moment);
    expect(tensorCount()).toBe(before);
    network.dispose();
  });

  it('refuses what has no soft labels, or two kinds', () => {
    const needs = "method 'soft-labels' needs the soft labels of a teacher or of a data.labelTransform";
    expect(() => createMethod(spec(), data)).toThrow(needs);
    const both = specOf({ name: 'soft-labels', loss: 'proden', options: { k: 2 } }, withTeacher());
    expect(() => createMethod(both, withSoft)).toThrow(needs);
    expect(() => createMethod(spec({ k: 3 }), withSoft)).toThrow(
      'found 3, allowed are integers below the 3 classes',
    );
  });
});

describe('a soft-labels run', () => {
  let runs: string;
  beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-soft-'))));
  afterAll(() => rmSync(runs, { recursive: true }));

  it('learns from an sbt teacher under augmentation, with the same bits after stops', async () => {
    const teacher = { ...tinySpec, model: 'mlp28', epochs: 2, method: { name: 'sbt', loss: 'sbt' } };
    const method = { name: 'soft-labels', loss: 'proden', options: { targetUpdate: 'average' } };
    const { softLabels, measures } = await stopsChangeNothing(
      { ...tinyStudent, data: tinySpec.data, teacher: { run: teacher }, method },
      runs,
    );
    expect(softLabels.some(({ source, split }) => source === 'teacher' && split === 'test')).toBe(true);
    expect(softLabels.at(-1)).toMatchObject({ source: 'self', split: 'train', epoch: 4 });
    expect(measures!.meanSoftLabel).toHaveLength(100);
  }, 60_000);
});
