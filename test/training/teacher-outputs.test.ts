import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewSpec } from '../../lib/base';
import { BatchLoader, prepareData } from '../../lib/data';
import type { PreparedData } from '../../lib/data/definition';
import { tensorCount, tf } from '../../lib/engine';
import type { FrozenModel } from '../../lib/engine/definition';
import { buildNetwork, freeze } from '../../lib/models';
import { predict } from '../../lib/training';
import { renormalised } from '../../lib/training/renormalise';
import { TeacherSource } from '../../lib/training/teacher-outputs';
import { tinySpec } from './tiny';

let data: PreparedData;
let teacher: FrozenModel & { dispose(): void };
beforeAll(() => {
  data = prepareData(tinySpec.data, 1);
  const network = buildNetwork('cnn28-small', { classes: 10, side: 28, channels: 1, seed: 3 });
  teacher = freeze(network);
  network.dispose();
});
afterAll(() => teacher.dispose());

const close = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], 4);
};

/** Outputs for the first batch of an epoch, as a source gives them. */
function firstBatch(source: TeacherSource, view: ViewSpec) {
  const loader = new BatchLoader(data, { views: { weak: view }, seed: 1, batchSize: 20 });
  const batch = loader.epoch(0).next().value!;
  const images = tf.tensor4d(batch.views.weak, [20, 28, 28, 1]);
  const { outputs, dispose } = source.forBatch(batch.indices, { weak: images });
  const { logits, features, taps } = outputs('weak');
  expect(outputs('weak').logits).toBe(logits); // computed once a batch
  const read = {
    indices: batch.indices,
    logits: [...logits.dataSync()],
    features: [...features.dataSync()],
    taps: Object.keys(taps),
  };
  dispose();
  images.dispose();
  return read;
}

describe('outputs of a teacher', () => {
  it('are the same looked up as computed with the batch', () => {
    const lookedUp = new TeacherSource(teacher, data, { weak: {} }, []);
    const computed = new TeacherSource(teacher, data, { weak: {} }, ['fc1']); // maps are never stored
    expect([lookedUp.isFixed('weak'), computed.isFixed('weak')]).toEqual([true, false]);
    const [first, second] = [firstBatch(lookedUp, {}), firstBatch(computed, {})];
    close(first.logits, second.logits);
    close(first.features, second.features);
    expect(second.taps).toEqual(['fc1']);
    expect(lookedUp.state()).toEqual({});
  });

  it('on an augmented view are those of the pixels the student sees, and are kept for the indicators', () => {
    const source = new TeacherSource(teacher, data, { weak: { crop: 2 } }, []);
    const { indices, logits } = firstBatch(source, { crop: 2 });
    const plain = firstBatch(new TeacherSource(teacher, data, { weak: {} }, []), {});
    expect(indices).toEqual(plain.indices);
    expect(logits.some((value, i) => Math.abs(value - plain.logits[i]) > 0.01)).toBe(true);
    const kept = source.state().weak; // [100, 10]
    indices.forEach((index, n) =>
      close(kept.slice(index * 10, index * 10 + 10), logits.slice(n * 10, n * 10 + 10)),
    );
    expect(kept.filter(Number.isNaN)).toHaveLength(800);
    source.beginEpoch();
    expect(source.state().weak.every(Number.isNaN)).toBe(true);
  });

  it.each<[string, ViewSpec, boolean]>([
    ['nothing', {}, true],
    ['crop 0', { crop: 0, flip: false }, true],
    ['crop', { crop: 1 }, false],
    ['flip', { flip: true }, false],
    ['a resized crop', { resizedCrop: true }, false],
    ['a policy', { policy: 'any' }, false],
  ])('under %s', (_, view, fixed) => {
    expect(new TeacherSource(teacher, data, { weak: view }, []).isFixed('weak')).toBe(fixed);
  });

  it('leave no tensors behind', () => {
    const source = new TeacherSource(teacher, data, { weak: { crop: 2 } }, []);
    firstBatch(source, { crop: 2 });
    const before = tensorCount();
    firstBatch(source, { crop: 2 });
    predict(teacher, data.test, data);
    expect(tensorCount()).toBe(before);
  });
});

describe('a teacher with normalisation constants of its own', () => {
  it('sees its own pixels whatever the run uses', () => {
    const other = { ...data, mean: data.mean.map((m) => m + 0.1), std: data.std.map((s) => 1.5 * s) };
    const plain = predict(teacher, data.test, data);
    const own = renormalised(teacher, other, data);
    const again = predict(own, other.test, other);
    close(again.logits, plain.logits);
    expect(predict(teacher, other.test, other).logits).not.toEqual(plain.logits);
    expect(renormalised(teacher, data, { mean: [...data.mean], std: [...data.std] })).toBe(teacher);
  });
});
