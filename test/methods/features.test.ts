import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { RunSpec } from '../../lib/base';
import { tensorCount, tf } from '../../lib/engine';
import type { Network } from '../../lib/engine/definition';
import { evaluateCase } from '../../lib/losses/index';
import { buildNetwork } from '../../lib/models';
import { RunFolder, trainRun } from '../../lib/training';
import { excess } from '../losses/fixture';
import { tinySpec } from '../training/tiny';
import { imagesOf, method, runStep, specOf, student, teacherOf, withTeacher } from './steps';

const LOSSES = ['at', 'cc', 'fitnet', 'pkt', 'rkd', 'sp'];
const spec = (loss: string, options: object = {}, lossOptions: Record<string, unknown> = {}) =>
  specOf({ name: 'features', loss, lossOptions, options: { ...options } }, withTeacher());
const moment = { epoch: 0, epochs: 4 };
const labels = [0, 1, 2, 1];

/** A method with its student and teacher, and both networks' outputs on the batch that `runStep` takes. */
function setUp(given: RunSpec) {
  const by = method(given);
  const network = student();
  const teacher = teacherOf();
  by.prepare!([network], 11);
  const auxiliaries = by.auxiliaries!();
  const dispose = () => [network, teacher, ...auxiliaries].forEach((part) => part.dispose());
  return { by, network, teacher, auxiliaries, dispose };
}

/** Taps of a training-mode pass of the student, of an evaluation of the teacher. */
function mapsOf({ network, teacher }: ReturnType<typeof setUp>, own: string[], theirs: string[]) {
  const images = imagesOf(Int32Array.of(0, 4, 5, 7));
  const pass = network.forward(images, { tap: own });
  const outputs = teacher.evaluate(images, theirs);
  const inOrder = (map: Tensor) => tf.tidy(() => (map as Tensor4D).transpose([0, 3, 1, 2]).arraySync());
  const flat = (map: Tensor) => tf.tidy(() => map.reshape([4, -1]).arraySync() as number[][]);
  const values = {
    logits: pass.logits.arraySync(),
    own: own.map((tap) => inOrder(pass.taps[tap])),
    theirs: theirs.map((tap) => inOrder(outputs.taps[tap])),
    ownRows: own.map((tap) => flat(pass.taps[tap])),
    theirRows: theirs.map((tap) => flat(outputs.taps[tap])),
    features: pass.features.arraySync(),
    teacherFeatures: outputs.features.arraySync(),
    heads: Object.fromEntries(Object.entries(pass.heads).map(([name, head]) => [name, head.arraySync()])),
  };
  pass.release();
  tf.dispose([images, outputs.logits, outputs.features, ...Object.values(outputs.taps)]);
  return values;
}

describe('the features method', () => {
  it.each([
    ['at', ['conv1', 'conv2'], ['conv1', 'conv2'], 'maps'],
    ['fitnet', ['regressors.hint'], ['conv2'], 'rows'],
    ['sp', ['conv2'], ['conv2'], 'rows'],
    ['rkd', [], [], 'pooled'],
    ['pkt', [], [], 'pooled'],
  ])('feeds %s', (loss, own, theirs, form) => {
    const all = setUp(spec(loss));
    const { logits, ...seen } = mapsOf(all, own, theirs);
    const [studentFeatures, teacherFeatures] =
      form === 'maps'
        ? [seen.own, seen.theirs]
        : form === 'rows'
          ? [seen.ownRows[0], seen.theirRows[0]]
          : [seen.features, seen.teacherFeatures];
    const answer = evaluateCase({ loss, labels, studentLogits: logits, studentFeatures, teacherFeatures });
    const { loss: found } = runStep(all.by, all.network, moment, all.teacher);
    expect(Object.keys(found.parts)).toEqual(Object.keys(answer.parts));
    expect(excess(Object.values(found.parts), Object.values(answer.parts), 1e-4)).toBeLessThan(1);
    all.dispose();
  });

  it('feeds cc with trained embeddings of both, 128 wide by default', () => {
    const all = setUp(spec('cc'));
    const { logits, heads, teacherFeatures } = mapsOf(all, [], []);
    expect(heads.embedding[0]).toHaveLength(128);
    const [embedding] = all.auxiliaries;
    expect(embedding.parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['embedding.weight', [128, 128]],
      ['embedding.bias', [128]],
    ]);
    const embedded = tf.tidy(() =>
      embedding.logits(tf.tensor2d(teacherFeatures).reshape([4, 1, 1, 128])).arraySync(),
    );
    const answer = evaluateCase({
      loss: 'cc',
      labels,
      studentLogits: logits,
      studentFeatures: heads.embedding,
      teacherFeatures: embedded,
    });
    const { loss } = runStep(all.by, all.network, moment, all.teacher);
    expect(excess(Object.values(loss.parts), Object.values(answer.parts), 1e-5)).toBeLessThan(1);
    all.dispose();
  });

  it.each(LOSSES)('has the gradient of %s in everything that is trained', (loss) => {
    // a weight that leaves both parts in the total
    const all = setUp(spec(loss, {}, loss === 'cc' ? { kdWeight: 5 } : {}));
    const { by, network, teacher, auxiliaries } = all;
    for (const trained of [network, ...auxiliaries]) {
      const total = () => {
        auxiliaries.forEach((auxiliary) => auxiliary.flat.zeroGradient());
        return runStep(by, network, moment, teacher).loss.total;
      };
      const value = total();
      const gradient = trained.flat.gradient.dataSync().slice();
      const start = trained.flat.value.dataSync().slice();
      const norm = Math.hypot(...gradient);
      expect(norm).toBeGreaterThan(1e-3);
      const at = (shift: number) => {
        trained.flat.replace(tf.tensor1d(start.map((v, i) => v + (shift * gradient[i]) / norm)));
        return total();
      };
      const step = 2e-3;
      const slope = (at(step) - at(-step)) / (2 * step);
      // float32's rounding of the value over the step, and its curvature
      expect(Math.abs(slope - norm)).toBeLessThan(0.02 * norm + (1e-6 * value) / step);
      trained.flat.replace(tf.tensor1d(start));
    }
    all.dispose();
  });

  it('leaves the parts added for training out of the plain network', () => {
    const { network, dispose } = setUp(spec('fitnet'));
    const state = network.state();
    expect(Object.keys(state).filter((name) => name.startsWith('regressors'))).toEqual([
      'regressors.hint.conv.weight',
      'regressors.hint.conv.bias',
      'regressors.hint.bn.weight',
      'regressors.hint.bn.bias',
      'regressors.hint.bn.running_mean',
      'regressors.hint.bn.running_var',
    ]);
    expect(state['regressors.hint.conv.weight'].shape).toEqual([32, 16, 1, 1]);
    const plain = student('cnn28-small', 99);
    plain.loadState(state, 'a state');
    const images = imagesOf(Int32Array.of(1, 2));
    const [a, b] = [network, plain].map((net: Network) => tf.tidy(() => net.logits(images).arraySync()));
    expect(a).toEqual(b);
    images.dispose();
    plain.dispose();
    dispose();
  });

  it('leaves no tensor behind', () => {
    for (const loss of LOSSES) {
      const once = () => {
        const all = setUp(spec(loss));
        runStep(all.by, all.network, moment, all.teacher);
        all.dispose();
      };
      once();
      const before = tensorCount();
      once();
      expect(tensorCount(), loss).toBe(before);
    }
  });

  it('takes other activations by name', () => {
    const taps = { student: ['conv1'], teacher: ['conv1:pre'] };
    const by = method(spec('at', { taps }));
    expect([by.studentTaps, by.teacherTaps]).toEqual([['conv1'], ['conv1:pre']]);
  });

  it('says in one sentence what does not fit', () => {
    expect(() => method(spec('at', { taps: { student: ['conv9'] } }))).toThrow(
      "method.options.taps.student: found 'conv9', allowed are maps of cnn28-small: 'conv1', 'conv1:pre', 'conv2' or 'conv2:pre'",
    );
    expect(() => method(spec('at', { taps: { student: ['conv1'] } }))).toThrow(
      "method 'features' with loss 'at': found 1 maps of cnn28-small and 2 of cnn28, allowed are as many of one as of the other",
    );
    expect(() => method({ ...spec('sp'), ...withTeacher('mlp28') })).toThrow(
      "method 'features' with loss 'sp': found 1 maps of cnn28-small and 0 of mlp28, allowed is 1 of each",
    );
    expect(() => method(spec('sp', { taps: { peer: [] } }))).toThrow("allowed are 'student' and 'teacher'");
    expect(() => method(spec('kd'))).toThrow("method.loss: found 'kd', method 'features' feeds 'at'");
  });
});

describe('a regressor', () => {
  const shapeOf = (target: number[]) => {
    const network = student();
    network.addRegressor('hint', { tap: 'conv1', target, seed: 1 });
    const images = imagesOf(Int32Array.of(0));
    const pass = network.forward(images, { tap: ['regressors.hint'] });
    const { shape } = pass.taps['regressors.hint'];
    pass.release();
    images.dispose();
    network.dispose();
    return shape;
  };

  it('brings a map to equal, half and other smaller sides', () => {
    expect(shapeOf([28, 28, 5])).toEqual([1, 28, 28, 5]);
    expect(shapeOf([14, 14, 5])).toEqual([1, 14, 14, 5]);
    expect(shapeOf([25, 25, 3])).toEqual([1, 25, 25, 3]);
  });

  it('refuses a larger side', () => {
    expect(() => shapeOf([56, 56, 5])).toThrow(
      "activation 'conv1': found shape [28,28,8], allowed are maps at least as large as [56,56,5]",
    );
  });
});

describe('stage maps of the models', () => {
  it.each([
    ['resnet32x4', 'resnet8x4', 3],
    ['wrn_40_2', 'wrn_16_2', 3],
    ['vgg13', 'vgg8', 4],
    ['vgg13', 'MobileNetV2', 4],
    ['ResNet50', 'MobileNetV2', 4],
    ['resnet32x4', 'ShuffleV2', 3],
    ['wrn_40_2', 'ShuffleV1', 3],
  ])('pair up: %s and %s', (teacher, model, count) => {
    const given = { ...spec('at'), ...withTeacher(teacher), model };
    const by = method(given);
    expect(by.studentTaps).toHaveLength(count);
    expect(by.teacherTaps).toHaveLength(count);
    const built = buildNetwork(model, { classes: 3, side: 32, channels: 3, seed: 1 });
    for (const tap of by.studentTaps!) expect(built.tapNames).toContain(tap);
    built.dispose();
  });
});

describe('a run with an embedding of its own', () => {
  it('ends with the same bits after a stop', async () => {
    const runs = mkdtempSync(join(tmpdir(), 'kdlab-features-'));
    const teacher: RunSpec = { ...tinySpec, model: 'mlp28', seed: 7, epochs: 1 };
    const given: RunSpec = {
      ...tinySpec,
      epochs: 2,
      teacher: { run: teacher },
      method: { name: 'features', loss: 'cc', options: { embeddingWidth: 16 } },
    };
    const bits = (folder: string) =>
      createHash('sha256')
        .update(readFileSync(new RunFolder(folder).weights()))
        .digest('hex');
    const [whole, stopped] = [join(runs, 'whole'), join(runs, 'stopped')];
    await trainRun(given, { folder: whole, runsFolder: runs });
    const control = new AbortController();
    const observer = {
      onStep: ({ title, step }: { title: string; step: number }) => {
        if (title.includes('cc') && step === 3) control.abort();
      },
    };
    const options = { folder: stopped, runsFolder: runs, resume: true };
    await expect(trainRun(given, { ...options, observer, signal: control.signal })).rejects.toThrow(
      'stopped in epoch 1 after step 3',
    );
    await trainRun(given, options);
    expect(bits(stopped)).toBe(bits(whole));
    rmSync(runs, { recursive: true });
  }, 60_000);
});
