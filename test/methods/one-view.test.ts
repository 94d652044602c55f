import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import type { LabelledImages, PreparedData } from '../../lib/data/definition';
import { tensorCount, tf } from '../../lib/engine';
import type { ForwardPass } from '../../lib/engine/definition';
import { createMethod, methodByName } from '../../lib/methods';
import type { StepInputs } from '../../lib/methods';
import { tinySpec, tinyStudent } from '../training/tiny';

const train: LabelledImages = {
  images: new Uint8Array(4 * 28 * 28),
  count: 4,
  height: 28,
  width: 28,
  channels: 1,
  labels: Int32Array.of(0, 1, 2, 0),
  trueLabels: Int32Array.of(0, 1, 2, 0),
  sourceIndex: Int32Array.of(0, 1, 2, 3),
};
const data: PreparedData = {
  train,
  test: train,
  classes: 3,
  classNames: ['a', 'b', 'c'],
  mean: [0.3],
  std: [0.3],
};

const student = [
  [1, 0, -1],
  [0.5, 0.2, 0],
];
const teacher = [
  [2, 1, 0],
  [-1, 3, 0],
];

/** A step on two samples; counts how often the teacher is asked. */
function stepInputs(asked: string[] = []): StepInputs {
  const logits = tf.tensor2d(student);
  const pass = { logits } as unknown as ForwardPass;
  return {
    indices: Int32Array.of(2, 1),
    labels: tf.tensor1d([2, 1], 'int32'),
    passes: [{ weak: pass }],
    teacher: (view) => {
      asked.push(view);
      return { logits: tf.tensor2d(teacher), features: tf.zeros([2, 1]), taps: {} };
    },
    epoch: 0,
    epochs: 4,
    progress: 0,
    step: 0,
  };
}

const logSoftmax = (z: number[]) => {
  const norm = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0));
  return z.map((value) => value - norm);
};
const mean = (a: number, b: number) => (a + b) / 2;

describe('one-view', () => {
  it('feeds labels and logits, and hands back the gradient on its view', () => {
    const [loss] = createMethod(tinySpec, data).losses(stepInputs());
    const [first, second] = student.map(logSoftmax);
    expect(loss.total).toBeCloseTo(mean(-first[2], -second[1]), 5);
    expect(Object.keys(loss.parts)).toEqual(['ce']);
    const gradient = (loss.gradients.weak.logits as Tensor2D).arraySync();
    expect(gradient[0][2]).toBeCloseTo((Math.exp(first[2]) - 1) / 2, 5);
    expect(gradient[1][0]).toBeCloseTo(Math.exp(second[0]) / 2, 5);
  });

  it('asks the teacher for the view the student sees, and only where the loss takes it', () => {
    const asked: string[] = [];
    const [loss] = createMethod(tinyStudent, data).losses(stepInputs(asked));
    expect(asked).toEqual(['weak']);
    const [p, q] = [logSoftmax(teacher[0].map((z) => z / 4)), logSoftmax(student[0].map((z) => z / 4))];
    const [r, s] = [logSoftmax(teacher[1].map((z) => z / 4)), logSoftmax(student[1].map((z) => z / 4))];
    const kl = (a: number[], b: number[]) => a.reduce((sum, log, i) => sum + Math.exp(log) * (log - b[i]), 0);
    expect(loss.parts.kd).toBeCloseTo(0.9 * 16 * mean(kl(p, q), kl(r, s)), 4);
    createMethod({ ...tinyStudent, method: tinySpec.method }, data).losses(stepInputs(asked));
    expect(asked).toEqual(['weak']);
  });

  it('tells the loss the epoch', () => {
    const method: RunSpec['method'] = { name: 'one-view', loss: 'dkd', lossOptions: { warmupEpochs: 4 } };
    const spec = { ...tinyStudent, method };
    const early = createMethod(spec, data).losses(stepInputs())[0];
    const late = createMethod(spec, data).losses({ ...stepInputs(), epoch: 3 })[0];
    expect(late.parts.nckd / early.parts.nckd).toBeCloseTo(4, 4);
    expect(late.parts.ce).toBeCloseTo(early.parts.ce, 6);
  });

  it('leaves nothing behind but the gradient', () => {
    const method = createMethod(tinySpec, data);
    const inputs = stepInputs();
    const before = tensorCount();
    method.losses(inputs);
    expect(tensorCount() - before).toBe(1);
  });

  it('says in one sentence what does not fit', () => {
    const refuse = (change: Partial<RunSpec>, on: PreparedData = data) => {
      let error: Error | undefined;
      try {
        createMethod({ ...tinySpec, ...change }, on);
      } catch (thrown) {
        error = thrown as Error;
      }
      expect(error).toBeInstanceOf(InputError);
      return error!.message;
    };
    expect(refuse({ method: tinyStudent.method })).toBe(
      "method 'one-view': loss 'kd' needs teacherLogits, which it does not get; name a teacher (field teacher)",
    );
    expect(refuse({ method: { name: 'one-view', loss: 'kdd' } })).toContain("'kdd'");
    expect(refuse({ method: { ...tinySpec.method, options: { views: 2 } } })).toContain('views');
    expect(refuse({ method: { ...tinyStudent.method, lossOptions: { temprature: 3 } } })).toContain(
      'temprature',
    );
    expect(refuse({ model: ['cnn28', 'cnn28'] })).toBe("model: found 2 names, method 'one-view' trains 1");
    expect(refuse({ data: { ...tinySpec.data, views: { weak: {}, strong: {} } } })).toContain(
      'exactly one view',
    );
    const soft = { ...data, train: { ...train, softLabels: new Float32Array(12) } };
    expect(refuse({}, soft)).toContain("soft labels, which loss 'ce' would not see");
    expect(() => methodByName('two')).toThrow("method.name: found 'two', allowed are 'one-view'");
  });

  it('refuses candidate sets and soft labels that the loss would not see', () => {
    const candidates = { ...data, train: { ...train, candidates: new Uint8Array(12).fill(1) } };
    expect(() => createMethod(tinySpec, candidates)).toThrow(
      "the label transform makes candidate sets, which loss 'ce' would not see",
    );
    const proden: RunSpec = { ...tinySpec, method: { name: 'one-view', loss: 'proden' } };
    expect(createMethod(proden, candidates).learners).toBe(1);
  });
});
