import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedData } from '../../lib/data/definition';
import { tensorCount } from '../../lib/engine';
import { createMethod } from '../../lib/methods';
import { softmax } from '../losses/arbitrary';
import { tinySpec } from '../training/tiny';
import { data, runStep, specOf, student } from './steps';
import { stopsChangeNothing } from './stops';

/** Images 0 to 4 are labelled, of the others nothing is known. */
const sets = Uint8Array.from({ length: 36 }, (_, i) => {
  const [n, c] = [Math.floor(i / 3), i % 3];
  return n > 4 || c === n % 3 ? 1 : 0;
});
const fewLabels: PreparedData = { ...data, train: { ...data.train, candidates: sets } };
const spec = (options: object = {}) =>
  specOf({
    name: 'pseudo-label',
    loss: 'proden',
    options: { warmupEpochs: 2, refreshEvery: 2, ...options },
  });
const moment = { epoch: 0, epochs: 8 }; // images 0, 4 (labelled: 0, 1), 5, 7
const said = Float32Array.from({ length: 36 }, (_, i) => Math.sin(2 * i));
const own = (n: number) => softmax([...said.subarray(3 * n, 3 * n + 3)]);
const crossEntropy = (target: number[], logits: number[]) =>
  -target.reduce((sum, w, c) => sum + w * Math.log(softmax(logits)[c]), 0);

describe('the pseudo-label method', () => {
  it('counts the labelled images alone in the warm-up', () => {
    const network = student();
    const { loss, logits } = runStep(createMethod(spec(), fewLabels), network, moment);
    const expected = (crossEntropy([1, 0, 0], logits[0]) + crossEntropy([0, 1, 0], logits[1])) / 2;
    expect(loss.total).toBeCloseTo(expected, 5);
    expect(Object.keys(loss.parts)).toEqual(['ce']);
    network.dispose();
  });

  it('has no loss where a mini-batch of the warm-up holds no label', () => {
    const network = student();
    const { loss, gradient } = runStep(createMethod(spec(), fewLabels), network, {
      ...moment,
      indices: [6, 9],
    });
    expect(loss.total).toBe(0);
    expect(gradient['fc2.bias'].every((value) => value === 0)).toBe(true);
    network.dispose();
  });

  it.each(['soft', 'hard'] as const)(
    'adds what it says of the others, %s, after the warm-up',
    (pseudoLabel) => {
      const network = student();
      const by = createMethod(spec({ pseudoLabel }), fewLabels);
      by.endEpoch!(1, [network], () => said);
      const { loss, logits } = runStep(by, network, { ...moment, epoch: 2 });
      const target = (n: number) => {
        const top = Math.max(...own(n));
        return pseudoLabel === 'soft' ? own(n) : own(n).map((p) => (p === top ? 1 : 0));
      };
      const labelled = (crossEntropy([1, 0, 0], logits[0]) + crossEntropy([0, 1, 0], logits[1])) / 4;
      const others = (crossEntropy(target(5), logits[2]) + crossEntropy(target(7), logits[3])) / 4;
      expect(loss.parts.ce).toBeCloseTo(labelled, 5);
      expect(loss.parts.pseudo).toBeCloseTo(others, 5);
      network.dispose();
    },
  );

  it('refreshes at the end of the warm-up and every so often after, labelled images never', () => {
    const network = student();
    const by = createMethod(spec(), fewLabels);
    const asked = [0, 1, 2, 3, 4, 5].filter((epoch) => {
      let was = false;
      by.endEpoch!(epoch, [network], () => {
        was = true;
        return said;
      });
      return was;
    });
    expect(asked).toEqual([1, 3, 5]);
    const [{ probabilities, source }] = by.softLabels!();
    expect(source).toBe('self');
    expect([...probabilities.subarray(0, 15)].every(Number.isNaN)).toBe(true);
    own(6).forEach((p, c) => expect(probabilities[18 + c]).toBeCloseTo(p, 6));
    network.dispose();
  });

  it('says nothing of its own before it has labelled anything', () => {
    expect(createMethod(spec(), fewLabels).softLabels!()).toEqual([]);
  });

  it('leaves no tensor behind', () => {
    const network = student();
    const by = createMethod(spec(), fewLabels);
    by.endEpoch!(1, [network], () => said);
    runStep(by, network, { ...moment, epoch: 2 });
    const before = tensorCount();
    runStep(by, network, { ...moment, epoch: 2 });
    expect(tensorCount()).toBe(before);
    network.dispose();
  });

  it('refuses data without few labels', () => {
    const needs = "method 'pseudo-label' needs labelled images among unlabelled ones";
    expect(() => createMethod(spec(), data)).toThrow(needs);
    const none = { ...data, train: { ...data.train, candidates: new Uint8Array(36).fill(1) } };
    expect(() => createMethod(spec(), none)).toThrow(needs);
  });
});

describe('a pseudo-label run', () => {
  let runs: string;
  beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-pseudo-'))));
  afterAll(() => rmSync(runs, { recursive: true }));

  it('ends with the same bits after stops within and between epochs', async () => {
    const { softLabels } = await stopsChangeNothing(
      {
        ...tinySpec,
        data: { ...tinySpec.data, labelTransform: { name: 'unlabelled', options: { labelledPerClass: 2 } } },
        method: { name: 'pseudo-label', loss: 'proden', options: { warmupEpochs: 1, refreshEvery: 2 } },
      },
      runs,
    );
    const own = softLabels.filter(({ source }) => source === 'self');
    expect(own.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(own[1].unreliability).toEqual(own[0].unreliability); // refreshed after epochs 1 and 3
    expect(own[2].unreliability).not.toEqual(own[1].unreliability);
  }, 60_000);
});
