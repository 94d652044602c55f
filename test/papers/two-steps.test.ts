import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import type { RunSpec, TableCell } from '../../lib/base';
import { transformLabels } from '../../lib/data';
import type { Batch, LabelledImages, PreparedData } from '../../lib/data/definition';
import type { Rank } from '@tensorflow/tfjs-node-gpu';
import { Sgd, tf } from '../../lib/engine';
import type { OwnedFrozenModel } from '../../lib/engine/frozen';
import { createMethod } from '../../lib/methods';
import { buildNetwork, freeze } from '../../lib/models';
import type { BuildOptions } from '../../lib/models';
import { allTables } from '../../lib/papers';
import type { Run } from '../../lib/training/run';
import { trainStep } from '../../lib/training/step';
import { TeacherSource } from '../../lib/training/teacher-outputs';

const BATCH = 8;

/** [side, classes] of sets that are not CIFAR-100; ImageNet's are made smaller. */
const SHAPES: Record<string, [number, number]> = {
  ...{ imagenet: [64, 10], 'tiny-imagenet': [64, 200], cifar10: [32, 10] },
};

/** Random images of a set's shape: what a method does in a step does not depend on what they show. */
function randomData({ set, labelTransform }: RunSpec['data']): PreparedData {
  const [side, classes] = SHAPES[set] ?? [32, 100];
  const stream = new RandomStream(1, 'two-steps');
  const count = 2 * BATCH;
  const labels = Int32Array.from({ length: count }, (_, i) => (7 * i) % classes);
  const part: LabelledImages = {
    images: Uint8Array.from({ length: count * side * side * 3 }, () => Math.floor(256 * stream.uniform())),
    ...{ count, height: side, width: side, channels: 3, labels, trueLabels: labels },
    sourceIndex: Int32Array.from({ length: count }, (_, i) => i),
  };
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return {
    train: transformLabels(part, classes, labelTransform && withFewLabels(labelTransform)),
    test: part,
    classes,
    classNames: names,
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  };
}

/** Sixteen images hold at least one of each of ten classes, not hundreds. */
function withFewLabels({ name, options }: NonNullable<RunSpec['data']['labelTransform']>) {
  if (options?.labelledPerClass === undefined) return { name, options };
  return { name, options: { ...options, labelledPerClass: 1 } };
}

/**
 * Student, loss, views and method with its options, whichever teacher they have and whichever CIFAR it is. Weights,
 * thresholds and temperatures do not count: they change what a step is worth, not how it is taken. On ImageNet's networks,
 * which take seconds, one setting of each loss is enough.
 */
function distinctPaperCells(): [string, TableCell][] {
  const cells = allTables().flatMap((table) => table.cells.filter(({ profile }) => profile === 'paper'));
  const named = cells.map((cell): [string, TableCell] => {
    const { model, method, data } = cell.spec;
    const options = JSON.stringify(
      [method.lossOptions ?? {}, method.options ?? {}],
      (_key, value: unknown) => (typeof value === 'number' ? undefined : value),
    );
    const set = data.set in SHAPES ? data.set : 'cifar';
    const setting = set === 'imagenet' ? '' : ` ${options}`;
    const views = Object.keys(data.views ?? { weak: {} }).join(' and ');
    return [`${set}: ${[model].flat().join('+')}, ${method.name} ${method.loss}${setting}, ${views}`, cell];
  });
  return [...new Map(named)];
}

/**
 * Millions of initial weights take a second to draw: each teacher is built once. An untrained net normalises by mean 0
 * and variance 1 in evaluation, and without real statistics the activations of 50 or 100 layers grow beyond float32.
 */
const teachers = new Map<string, OwnedFrozenModel>();
function teacherNamed(name: string, shape: BuildOptions): OwnedFrozenModel {
  const key = `${name} ${shape.side} ${shape.classes}`;
  let model = teachers.get(key);
  if (!model) {
    const network = buildNetwork(name, { ...shape, seed: 2 });
    const passes = /^resnet(56|110)$/.test(name) ? 40 : 0;
    for (let i = 0; i < passes; i++) {
      const images = tf.randomNormal<Rank.R4>([BATCH, shape.side, shape.side, 3], 0, 1, 'float32', i);
      network.forward(images).release();
      images.dispose();
    }
    teachers.set(key, (model = freeze(network)));
    network.dispose();
  }
  return model;
}

describe('two steps of every network and method at profile paper', () => {
  it.each(distinctPaperCells())('%s', (_name, cell) => {
    const spec: RunSpec = { ...cell.spec, seed: 1, batchSize: BATCH };
    const data = randomData(spec.data);
    const { classes, train } = data;
    const shape = { classes, side: train.height, channels: 3 };
    const method = createMethod(spec, data);
    const networks = [spec.model].flat().map((name) => buildNetwork(name, { ...shape, seed: 1 }));
    method.prepare?.(networks, 1);
    const auxiliaries = method.auxiliaries?.() ?? [];
    const optimisers = [...networks, ...auxiliaries].map((one) => new Sgd(one.flat, spec.optimiser));
    const views = spec.data.views ?? { weak: {} };
    let teacher: TeacherSource | undefined;
    if (spec.teacher && 'run' in spec.teacher) {
      const model = teacherNamed([spec.teacher.run.model].flat()[0], shape);
      teacher = new TeacherSource(model, data, views, method.teacherTaps ?? []);
    }
    const folder = { path: 'a test' } as Run['folder'];
    const run = { spec, data, method, networks, auxiliaries, optimisers, teacher, folder } as unknown as Run;
    const stream = new RandomStream(2, 'two-steps');
    method.beginEpoch?.(0);
    for (const step of [0, 1]) {
      const pixels = Float32Array.from({ length: BATCH * train.height * train.width * 3 }, () =>
        stream.normal(),
      );
      const indices = Int32Array.from({ length: BATCH }, (_, i) => step * BATCH + i);
      const batch: Batch = {
        indices,
        labels: train.labels.slice(step * BATCH, (step + 1) * BATCH),
        views: Object.fromEntries(method.views.map((view) => [view, pixels])),
        size: BATCH,
      };
      const moment = { epoch: 0, epochs: spec.epochs, progress: step / 1000, step };
      const { losses } = trainStep(run, batch, moment, 1e-4);
      for (const { total } of losses) expect(Number.isFinite(total)).toBe(true);
    }
    [...optimisers, ...networks, ...auxiliaries].forEach((part) => part.dispose());
  });
});
