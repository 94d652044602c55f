import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError, parseRecord, runId } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import { prepareData } from '../../lib/data';
import { decodeNpy, readSafetensors } from '../../lib/formats';
import { tensorCount } from '../../lib/engine';
import { makeRecord, RunFolder, TrainingFailure, trainRun } from '../../lib/training';
import type { EpochLine, StepEvent, TrainOptions } from '../../lib/training';
import { evaluateLogits } from '../../lib/training/evaluate';
import fromPyTorch from '../fixtures/weights/teacher.json';
import { tinySpec, tinyStudent } from './tiny';

let runs: string;
beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-train-'))));
afterAll(() => rmSync(runs, { recursive: true }));

let count = 0;
const fresh = () => join(runs, `run-${++count}`);
const train = (spec: RunSpec, options: TrainOptions = {}) =>
  trainRun(spec, { folder: fresh(), runsFolder: runs, ...options });
const weightsOf = (folder: string) => readFileSync(new RunFolder(folder).weights());

describe('a run', () => {
  it('leaves a folder that is complete in itself', async () => {
    const steps: StepEvent[] = [];
    const epochs: EpochLine[] = [];
    const logs: string[] = [];
    const observer = {
      onStep: (event: StepEvent) => steps.push(event),
      onEpoch: (line: EpochLine) => epochs.push(line),
      onLog: (text: string) => logs.push(text),
    };
    const result = await train(tinySpec, { observer });
    expect(readdirSync(result.folder).sort()).toEqual([
      'environment.json',
      'log.txt',
      'logits.npy',
      'metrics.jsonl',
      'predictions.npy',
      'result.json',
      'spec.json',
      'weights.safetensors',
    ]);
    const folder = new RunFolder(result.folder);
    expect(folder.spec()).toEqual(tinySpec);
    expect(folder.result()).toEqual(JSON.parse(JSON.stringify(result)));
    expect(folder.lines()).toEqual(epochs);
    expect(steps).toHaveLength(20);
    expect(steps[19]).toMatchObject({ epoch: 4, epochs: 4, step: 5, steps: 5 });
    expect(steps[19].secondsLeft).toBe(0);
    expect(logs.at(-1)).toContain('finished');
    expect(readFileSync(join(result.folder, 'log.txt'), 'utf8')).toContain(logs.at(-1)!);
    // The stored logits are those of the last metrics.
    const logits = decodeNpy(readFileSync(join(result.folder, 'logits.npy')), 'logits');
    expect(logits.shape).toEqual([100, 10]);
    expect(result.metrics.last.top1).toBe(epochs[3].test!.top1);
    expect(result.metrics.bestTest.top1).toBe(Math.max(...epochs.map((line) => line.test!.top1)));
    expect(epochs.map(({ learningRate }) => learningRate)[3]).toBeLessThan(0.005);
    expect(epochs[3].loss).toBeLessThan(epochs[0].loss);
    // Plain labels: one-hot truth is never unreliable.
    expect(result.softLabels).toHaveLength(1);
    expect(result.softLabels[0]).toMatchObject({ source: 'labels', split: 'train', epoch: 0 });
    expect(result.softLabels[0].unreliability[0]).toBe(0);
    expect(result.softLabels[0].distances.manhattan).toBe(0);
  });

  it('is the same for the same specification, another for another seed, and never trained twice', async () => {
    const first = await train(tinySpec);
    const second = await train(tinySpec);
    const other = await train({ ...tinySpec, seed: 2 });
    expect(weightsOf(second.folder).equals(weightsOf(first.folder))).toBe(true);
    expect(weightsOf(other.folder).equals(weightsOf(first.folder))).toBe(false);
    let trained = false;
    const observer = { onStep: () => (trained = true) };
    const again = await trainRun(tinySpec, { folder: first.folder, observer });
    expect(again).toEqual(JSON.parse(JSON.stringify(first)));
    expect(trained).toBe(false);
  });

  it('starts all methods of one seed from the same weights', async () => {
    const plain = await train({ ...tinySpec, epochs: 1 });
    const smoothed = await train({
      ...tinySpec,
      epochs: 1,
      method: { name: 'one-view', loss: 'label-smoothing', lossOptions: { smoothing: 0.2 } },
    });
    expect(smoothed.environment.initialWeights).toEqual(plain.environment.initialWeights);
    expect(weightsOf(smoothed.folder).equals(weightsOf(plain.folder))).toBe(false);
    // Targets as fed: 0.2 of the mass is spread over ten classes, so the truth lacks 0.18.
    expect(smoothed.softLabels[0].distances.chebyshev).toBeCloseTo(0.18, 5);
  });

  it('does not change by being evaluated', async () => {
    const often = await train(tinySpec);
    const seldom = await train({ ...tinySpec, evaluateEvery: 3 });
    const arrays = (folder: string) => readSafetensors(new RunFolder(folder).weights()).arrays;
    expect(arrays(seldom.folder)).toEqual(arrays(often.folder));
    expect(seldom.curve.map(({ epoch }) => epoch)).toEqual([3, 4]);
  });

  it('moves running statistics in every epoch', async () => {
    const statistics = async (epochs: number) => {
      const { folder } = await train({ ...tinySpec, epochs, schedule: { name: 'constant' } });
      return readSafetensors(new RunFolder(folder).weights()).arrays['bn1.running_mean'].data;
    };
    expect(await statistics(2)).not.toEqual(await statistics(1));
  });

  it('frees what it made', async () => {
    await train({ ...tinyStudent, epochs: 1 });
    const before = tensorCount();
    await train({ ...tinyStudent, epochs: 2 });
    expect(tensorCount()).toBe(before);
  });
});

describe('a teacher', () => {
  it('is trained once, measured, and left as it was', async () => {
    const logs: string[] = [];
    const first = await train(tinyStudent, { observer: { onLog: (text) => logs.push(text) } });
    const teacherRun = (tinyStudent.teacher as { run: RunSpec }).run;
    const teacherFolder = join(runs, runId(teacherRun));
    const before = weightsOf(teacherFolder);
    const { mtimeMs } = statSync(join(teacherFolder, 'result.json'));
    const second = await train({ ...tinyStudent, seed: 2 });
    expect(statSync(join(teacherFolder, 'result.json')).mtimeMs).toBe(mtimeMs);
    expect(weightsOf(teacherFolder).equals(before)).toBe(true);
    expect(first.teacher).toMatchObject({ name: 'mlp28', runId: runId(teacherRun) });
    expect(first.teacher!.accuracy).toBeGreaterThan(10);
    expect(second.teacher).toEqual(first.teacher);
    const said = logs.findIndex((text) => text.includes('teacher mlp28, test accuracy'));
    expect(said).toBeGreaterThan(-1);
    expect(said).toBeLessThan(logs.findIndex((text) => text.includes('kd, seed 1: finished')));
    expect(first.metrics.last.teacherKl).toBeGreaterThan(0);
    const kinds = first.softLabels.map(({ source, split }) => `${source}/${split}`);
    expect(kinds).toEqual(['labels/train', 'teacher/test', 'teacher/train']);
  });

  it('by file gives the same student as by run, and is refused where the file is another', async () => {
    const byRun = await train(tinyStudent);
    const file = new RunFolder(join(runs, byRun.teacher!.runId!)).weights();
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    const byFile = await train({ ...tinyStudent, teacher: { file, sha256, model: 'mlp28' } });
    const arrays = (folder: string) => readSafetensors(new RunFolder(folder).weights()).arrays;
    expect(arrays(byFile.folder)).toEqual(arrays(byRun.folder));
    const refused = async (teacher: RunSpec['teacher']) => train({ ...tinyStudent, teacher });
    const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await expect(refused({ file, sha256: other, model: 'mlp28' })).rejects.toThrow(
      `${file}: the teacher's file is not the expected one: found sha256 ${sha256}, expected ${other}`,
    );
    await expect(refused({ file, sha256, model: 'cnn28' })).rejects.toThrow(InputError);
    await expect(refused({ file, sha256, model: 'mlp28', classes: 100 })).rejects.toThrow(
      /teacher.classes: found 100/,
    );
    await expect(refused({ file: 'none.safetensors', sha256, model: 'mlp28' })).rejects.toThrow(
      "teacher.file: there is no file 'none.safetensors'",
    );
  });

  it('may come from PyTorch, in any of its formats: measured as there, it distils the same student', async () => {
    const data = { ...tinyStudent.data, resolution: 7, testPerClass: 500, normalise: 'published' as const };
    const students: Buffer[] = [];
    for (const name of ['teacher.safetensors', 'teacher.pth', 'teacher-legacy.pth']) {
      const file = join(__dirname, '../fixtures/weights', name);
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      const epochs: EpochLine[] = [];
      const result = await train(
        { ...tinyStudent, data, model: 'mlp28', teacher: { file, sha256, model: 'mlp28' } },
        { observer: { onEpoch: (line) => epochs.push(line) } },
      );
      expect(result.teacher!.accuracy).toBeCloseTo((100 * fromPyTorch.right) / fromPyTorch.images, 9);
      expect(epochs[3].test!.teacherKl).toBeLessThan(epochs[0].test!.teacherKl!);
      const { arrays } = readSafetensors(new RunFolder(result.folder).weights());
      students.push(Buffer.concat(Object.values(arrays).map(({ data }) => Buffer.from(data.buffer))));
    }
    expect(students[1].equals(students[0])).toBe(true);
    expect(students[2].equals(students[0])).toBe(true);
  });

  it('is measured as fed in every epoch where its view is augmented', async () => {
    const { softLabels } = await train({
      ...tinyStudent,
      data: { ...tinyStudent.data, views: { weak: { crop: 2 } } },
    });
    const fed = softLabels.filter(({ source, split }) => source === 'teacher' && split === 'train');
    expect(fed.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(fed[1].unreliability).not.toEqual(fed[0].unreliability);
  });
});

describe('a run that cannot go on', () => {
  it('stops at a loss that is no number and keeps the last good state', async () => {
    const folder = fresh();
    const spec: RunSpec = {
      ...tinySpec,
      optimiser: { name: 'sgd', learningRate: 1e25 },
      schedule: { name: 'step', warmup: 0.5 },
    };
    const failure = await train(spec, { folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingFailure);
    expect((failure as TrainingFailure).kind).toBe('diverged');
    expect((failure as Error).message).toMatch(/NaN|Infinity|infinite/);
    expect((failure as Error).message).toMatch(/epoch 1/);
    expect(existsSync(join(folder, 'result.json'))).toBe(false);
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  });

  it('stops on a signal with its state kept, also inside an epoch, and goes on to the same bits', async () => {
    const whole = await train(tinyStudent);
    for (const stopAt of [3, 5, 12]) {
      const folder = fresh();
      const controller = new AbortController();
      let steps = 0;
      const observer = {
        onStep: ({ title }: StepEvent) =>
          void (title.includes('kd') && ++steps === stopAt && controller.abort()),
      };
      const stopped = train(tinyStudent, { folder, observer, signal: controller.signal });
      await expect(stopped).rejects.toThrow(/stopped in epoch \d after step \d; .* --resume/);
      expect(steps).toBe(stopAt);
      await expect(train(tinyStudent, { folder })).rejects.toThrow(/holds an unfinished run .*--resume/);
      const { checkpoint } = new RunFolder(folder);
      expect(readSafetensors(checkpoint).metadata.runId).toBe(runId(tinyStudent));
      await train(tinyStudent, { folder, resume: true, observer });
      expect(steps).toBe(20);
      expect(weightsOf(folder).equals(weightsOf(whole.folder))).toBe(true);
    }
  });

  it('refuses a folder of another run, foreign files, and a file in its way', async () => {
    const { folder } = await train({ ...tinySpec, epochs: 1 });
    await expect(train(tinySpec, { folder })).rejects.toThrow(
      `${folder}: found run '${runId({ ...tinySpec, epochs: 1 })}', allowed is an empty folder or run '${runId(tinySpec)}'`,
    );
    const foreign = mkdtempSync(join(runs, 'foreign-'));
    writeFileSync(join(foreign, 'thesis.tex'), '');
    await expect(train(tinySpec, { folder: foreign })).rejects.toThrow(/found 'thesis.tex' but no spec.json/);
    expect(readdirSync(foreign)).toEqual(['thesis.tex']);
    await expect(train(tinySpec, { folder: join(foreign, 'thesis.tex', 'run') })).rejects.toThrow(
      /thesis\.tex\/run: cannot be written: a part of the path is a file, not a folder$/,
    );
  });

  it('refuses a folder that another run is working in', async () => {
    // Long enough to be at work while the second one asks, which it does as soon as the first has the folder.
    const spec = { ...tinySpec, epochs: 30 };
    const folder = fresh();
    let second: Promise<unknown> | undefined;
    const onStep = () => {
      if (second) return;
      second = expect(train(spec, { folder, resume: true })).rejects.toThrow(/is working in this run folder/);
    };
    await train(spec, { folder, resume: true, observer: { onStep } });
    expect(second).toBeDefined();
    await second;
  });

  it('names what does not fit before anything is trained', async () => {
    const refused = (change: Partial<RunSpec>) => train({ ...tinySpec, ...change });
    await expect(refused({ model: 'cnn29' })).rejects.toThrow(/cnn29/);
    await expect(refused({ method: { name: 'three-views', loss: 'ce' } })).rejects.toThrow(/three-views/);
    await expect(refused({ batchSize: 1000 })).rejects.toThrow(/batchSize: found 1000/);
    await expect(refused({ seed: 0 })).rejects.toThrow(/seed/);
  });
});

describe('early stopping', () => {
  it('ends the run after its patience', async () => {
    // A learning rate too small to change any prediction: the first evaluation stays the best.
    const spec: RunSpec = {
      ...tinySpec,
      epochs: 12,
      optimiser: { name: 'sgd', learningRate: 1e-30, momentum: 0 },
      data: { ...tinySpec.data, validationPerClass: 5, views: { weak: {} } },
      earlyStopping: { patience: 2, on: 'validation' },
    };
    const result = await train({ ...spec, model: 'mlp28' });
    expect(result.epochs).toBe(3);
    expect(result.metrics.last.epoch).toBe(3);
    expect(result.metrics.bestValidation!.epoch).toBe(1);
  });

  it('needs a validation part where it looks at one', async () => {
    await expect(train({ ...tinySpec, earlyStopping: { patience: 2, on: 'validation' } })).rejects.toThrow(
      /earlyStopping.on: .*validationPerClass/,
    );
  });
});

describe('a record', () => {
  it('keeps the run in brief and passes its own check', async () => {
    const { folder, metrics } = await train(tinyStudent);
    const record = makeRecord(folder, {
      paper: 'start',
      table: 'fashion-mnist',
      row: 'kd',
      column: 'mlp28->cnn28-small on tiny',
      profile: 'smoke',
      profileData: 'tiny',
    });
    const text = JSON.stringify(record);
    expect(parseRecord(JSON.parse(text), 'record')).toEqual(JSON.parse(text));
    expect(text.length).toBeLessThan(50_000);
    expect(record).toMatchObject({
      runId: runId(tinyStudent),
      seed: 1,
      metrics: { last: { top1: metrics.last.top1 } },
    });
    expect(record.environment.tensorflow).toMatch(/^\d+\.\d+/);
    expect(record.curve.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(() => makeRecord(fresh(), {} as never)).toThrow(/holds no finished run/);
  });

  it('stores logits whose evaluation is the record', async () => {
    const { folder, metrics } = await train(tinySpec);
    const { data } = decodeNpy(readFileSync(join(folder, 'logits.npy')), 'logits');
    const predictions = decodeNpy(readFileSync(join(folder, 'predictions.npy')), 'predictions');
    const { test } = prepareData(tinySpec.data, tinySpec.seed);
    expect(evaluateLogits(data as Float32Array, test.trueLabels, 10)).toMatchObject({
      top1: metrics.last.top1,
      nll: metrics.last.nll,
      aurc: metrics.last.aurc,
    });
    expect(predictions.shape).toEqual([100]);
  });
});
