import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import { tensorCount, tf } from '../../lib/engine';
import { evaluateCase } from '../../lib/losses/index';
import { excess } from '../losses/fixture';
import { data, imagesOf, method, runStep, specOf, student, teacherOf, withTeacher } from './steps';

const ipwd = (options: object = {}, lossOptions: Record<string, unknown> = {}) =>
  specOf({ name: 'ipwd', loss: 'ipwd', lossOptions, options: { ...options } }, withTeacher());
const kd = (lossOptions: Record<string, unknown> = {}) =>
  specOf({ name: 'one-view', loss: 'kd', lossOptions }, withTeacher());
const moment = { epoch: 0, epochs: 4 };

function stepOf(spec: RunSpec, at = moment) {
  const network = student();
  const teacher = teacherOf();
  const by = method(spec);
  by.prepare?.([network], 11);
  by.beginEpoch?.(at.epoch);
  const step = runStep(by, network, at, teacher);
  network.dispose();
  teacher.dispose();
  return { ...step, by };
}

const teacherLogits = () => {
  const teacher = teacherOf();
  const logits = tf.tidy(() => teacher.logits(imagesOf(Int32Array.of(0, 4, 5, 7))).arraySync());
  teacher.dispose();
  return logits;
};

describe('the ipwd method', () => {
  it('feeds the loss with the logits of both heads', () => {
    const { loss, logits, heads } = stepOf(ipwd());
    const answer = evaluateCase({
      loss: 'ipwd',
      labels: [0, 1, 2, 1],
      studentLogits: logits,
      classifierLogits: heads.classifier,
      teacherLogits: teacherLogits(),
    });
    expect(Object.keys(loss.parts)).toEqual(['ce', 'classifier', 'kd']);
    expect(excess(Object.values(loss.parts), Object.values(answer.parts), 1e-5)).toBeLessThan(1);
  });

  it('is plain kd for the rest of the network before startEpoch, while the head learns', () => {
    const before = stepOf(ipwd({ startEpoch: 1 }));
    const plain = stepOf(kd());
    for (const [name, gradient] of Object.entries(plain.gradient)) {
      expect(excess(before.gradient[name], gradient, 1e-5, 1e-5), name).toBeLessThan(1);
    }
    const expected = evaluateCase({
      loss: 'ce',
      labels: [0, 1, 2, 1],
      studentLogits: before.heads.classifier,
    });
    expect(before.loss.parts.classifier).toBeCloseTo(expected.total, 5);
    expect(Math.max(...before.gradient['heads.classifier.weight'].map(Math.abs))).toBeGreaterThan(1e-3);
    expect(before.by.measures!()).toMatchObject({
      weightMean: [1],
      weightMax: [1],
      weightEffectiveSize: [4],
    });
    const after = stepOf(ipwd({ startEpoch: 1 }), { epoch: 1, epochs: 4 });
    expect(after.loss.parts.kd).not.toBeCloseTo(before.loss.parts.kd, 5);
  });

  it('lets the head into the features only where it is not detached', () => {
    const [cut, open] = [true, false].map((detachHead) => stepOf(ipwd({ detachHead, startEpoch: 9 })));
    const plain = stepOf(kd());
    const difference = (name: string) => excess(open.gradient[name], plain.gradient[name], 1e-2, 1e-2);
    expect(difference('conv1.weight')).toBeGreaterThan(1);
    expect(excess(cut.gradient['conv1.weight'], plain.gradient['conv1.weight'], 1e-5, 1e-5)).toBeLessThan(1);
  });

  it('says what the weights of the epoch were', () => {
    const { by } = stepOf(ipwd({}, { normaliseWeights: false }));
    const measures = by.measures!();
    const { weightMean, weightMax, weightEffectiveSize, classWeights } = measures;
    const { weightQuantiles, weightDifficultyCorrelation } = measures;
    expect(weightMean[0]).toBeGreaterThan(1);
    expect(weightMax[0]).toBeGreaterThan(weightMean[0]);
    expect(weightEffectiveSize[0]).toBeLessThan(4);
    expect(weightEffectiveSize[0]).toBeGreaterThan(1);
    // labels 0, 1, 2, 1
    expect((classWeights[0] + 2 * classWeights[1] + classWeights[2]) / 4).toBeCloseTo(weightMean[0], 5);
    const { 'sample-weights': weights, 'sample-difficulty': difficulty } = by.arrays!();
    expect(weights.shape).toEqual([data.train.count]);
    const drawn = [0, 4, 5, 7].map((n) => weights.values[n]);
    expect(weightQuantiles).toHaveLength(5);
    expect(weightQuantiles[0]).toBe(Math.min(...drawn));
    expect(weights.values.filter((w) => w > 0)).toHaveLength(4);
    const cross = teacherLogits().map(
      (row, n) => evaluateCase({ loss: 'ce', labels: [[0, 1, 2, 1][n]], studentLogits: [row] }).total,
    );
    expect(
      excess(
        [0, 4, 5, 7].map((n) => difficulty.values[n]),
        cross,
        1e-4,
      ),
    ).toBeLessThan(1);
    expect(weightDifficultyCorrelation[0]).toBeCloseTo(rankCorrelation(drawn, cross)!, 6);
    by.beginEpoch!(1);
    expect(by.measures!()).toEqual({});
  });

  it('leaves no tensor behind', () => {
    stepOf(ipwd());
    const before = tensorCount();
    stepOf(ipwd());
    expect(tensorCount()).toBe(before);
  });

  it('says in one sentence what does not fit', () => {
    expect(() => method({ ...ipwd(), teacher: undefined })).toThrow(
      "method 'ipwd' needs a teacher; name one (field teacher)",
    );
    expect(() => method({ ...ipwd(), method: { name: 'ipwd', loss: 'kd' } })).toThrow(
      "method.loss: found 'kd', method 'ipwd' feeds 'ipwd'",
    );
    expect(() => method(ipwd({ detach: true }))).toThrow("unknown option 'detach'");
    expect(() => method(ipwd({}, { ratio: 'both' }))).toThrow("option 'ratio': found 'both'");
    expect(data.classes).toBe(3);
  });
});
