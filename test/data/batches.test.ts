import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import type { Batch } from '../../lib/data/definition';
import { BatchLoader, evaluationBatches } from '../../lib/data/batches';
import { prepareData } from '../../lib/data/prepare';
import { labelled, memorySet } from './helpers';

const size = { height: 4, width: 4, channels: 3 };
const dataset = memorySet(5, 20, size);
const data = prepareData({ set: 'in-memory' }, 1, { dataset });
const views = { weak: { crop: 1, flip: true }, strong: { crop: 1, flip: true } };
const loader = (options: Partial<ConstructorParameters<typeof BatchLoader>[1]> = {}) =>
  new BatchLoader(data, { views, seed: 1, batchSize: 32, ...options });

/** Copies, because the arrays of a batch are used again. */
const collect = (batches: Iterable<Batch>): Batch[] => {
  const list: Batch[] = [];
  for (const { indices, labels, views: seen, size: n } of batches) {
    const kept = Object.fromEntries(Object.entries(seen).map(([name, pixels]) => [name, pixels.slice()]));
    list.push({ indices, labels, views: kept, size: n });
  }
  return list;
};

describe('BatchLoader', () => {
  it('shows every sample once an epoch, without the partial batch by default', () => {
    const dropped = collect(loader().epoch(0));
    expect(dropped.map((batch) => batch.size)).toEqual([32, 32, 32]);
    expect(loader().batchesPerEpoch).toBe(3);
    const whole = collect(loader({ dropLast: false }).epoch(0));
    expect(whole.map((batch) => batch.size)).toEqual([32, 32, 32, 4]);
    expect(whole[3].views.weak).toHaveLength(4 * 48);
    const seen = whole.flatMap((batch) => [...batch.indices]).sort((a, b) => a - b);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
    for (const { indices, labels } of whole) {
      expect([...labels]).toEqual([...indices].map((index) => data.train.labels[index]));
    }
  });

  it('depends on seed and epoch alone', () => {
    const used = loader();
    collect(used.epoch(4));
    used.epoch(2).next();
    expect(collect(used.epoch(1))).toEqual(collect(loader().epoch(1)));
    expect(collect(loader().epoch(1))).not.toEqual(collect(loader().epoch(2)));
    expect(collect(loader().epoch(1))).not.toEqual(collect(loader({ seed: 2 }).epoch(1)));
  });

  it('goes on in the middle of an epoch, as a resumed run does', () => {
    expect(collect(loader().epoch(1, 2))).toEqual(collect(loader().epoch(1)).slice(2));
  });

  it('shows a sample the same way whatever batch it is in', () => {
    const pixelsOf = (batches: Batch[], index: number) => {
      const batch = batches.find((entry) => entry.indices.includes(index))!;
      const at = batch.indices.indexOf(index) * 48;
      return batch.views.weak.slice(at, at + 48);
    };
    const small = collect(loader({ batchSize: 7, dropLast: false }).epoch(1));
    const large = collect(loader({ batchSize: 100 }).epoch(1));
    for (const index of [0, 13, 99]) expect(pixelsOf(small, index)).toEqual(pixelsOf(large, index));
  });

  it('draws views independently of each other', () => {
    const [batch] = collect(loader({ batchSize: 100 }).epoch(0));
    let same = 0;
    for (let i = 0; i < 100; i++) {
      const [weak, strong] = [batch.views.weak, batch.views.strong].map((view) =>
        view.subarray(i * 48, (i + 1) * 48).join(),
      );
      if (weak === strong) same++;
    }
    expect(same).toBeLessThan(20); // 1 of 18 by chance
    // A view is the same with or without another beside it.
    const [alone] = collect(loader({ batchSize: 100, views: { strong: views.strong } }).epoch(0));
    expect(alone.views.strong).toEqual(batch.views.strong);
  });

  it('uses its buffers again', () => {
    const batches = loader().epoch(0);
    const first = (batches.next().value as Batch).views.weak;
    expect((batches.next().value as Batch).views.weak).toBe(first);
  });

  it('normalises: mean 0, deviation 1 in every channel; padding is a black pixel', () => {
    const [batch] = collect(loader({ batchSize: 100, views: { plain: {} } }).epoch(0));
    for (let channel = 0; channel < 3; channel++) {
      const values = [...batch.views.plain].filter((_, i) => i % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 6);
      expect(variance).toBeCloseTo(1, 6);
    }
    const white = {
      ...data,
      train: labelled(new Uint8Array(64 * 48).fill(255), size),
      mean: [0.2, 0.4, 0.6],
      std: [0.1, 0.2, 0.3],
    };
    const [padded] = collect(
      new BatchLoader(white, { views: { weak: { crop: 1 } }, seed: 1, batchSize: 64 }).epoch(0),
    );
    const kinds = new Set([...padded.views.weak].filter((_, i) => i % 3 === 0));
    expect(kinds).toEqual(new Set([Math.fround(-0.2 / 0.1), Math.fround(0.8 / 0.1)]));
  });

  it('refuses what does not fit', () => {
    expect(() => loader({ batchSize: 101 })).toThrow(InputError);
    expect(() => loader({ batchSize: 101 })).toThrow(/batchSize: found 101, allowed are 1 to 100/);
    expect(() => loader({ batchSize: 0 })).toThrow(/batchSize: found 0/);
    expect(() => loader({ views: {} })).toThrow(/data\.views: found none/);
    expect(() => loader({ views: { strong: { policy: 'unknown' } } })).toThrow(/data\.views\.strong\.policy/);
    expect(loader({ batchSize: 101, dropLast: false }).batchesPerEpoch).toBe(1);
  });
});

describe('evaluationBatches', () => {
  it('shows every image once, in order, unaugmented', () => {
    const seen: number[] = [];
    const sizes: number[] = [];
    for (const { start, size: n, images } of evaluationBatches(data.test, data, 30)) {
      expect(start).toBe(sizes.reduce((sum, entry) => sum + entry, 0));
      expect(images).toHaveLength(n * 48);
      sizes.push(n);
      seen.push(...images);
    }
    expect(sizes).toEqual([30, 30, 30, 10]);
    const { mean, std } = data;
    const expected = Float32Array.from(
      data.test.images,
      (pixel, i) => (pixel / 255 - mean[i % 3]) / std[i % 3],
    );
    expect(Float32Array.from(seen)).toEqual(expected);
  });

  it('handles one channel', () => {
    const grey = labelled(Uint8Array.of(0, 255, 51, 102), { height: 1, width: 2, channels: 1 });
    const [batch] = evaluationBatches(grey, { mean: [0.2], std: [0.4] });
    expect([...batch.images]).toEqual([-0.5, 2, 0, 0.5].map(Math.fround));
  });
});
