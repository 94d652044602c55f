import { describe, expect, it } from 'vitest';
import type { DataSpec } from '../../lib/base';
import { InputError } from '../../lib/base';
import { areaAverage } from '../../lib/data/area-average';
import type { LabelledImages } from '../../lib/data/definition';
import { measureNormalisation } from '../../lib/data/normalisation';
import { prepareData } from '../../lib/data/prepare';
import { memorySet } from './helpers';

const size = { height: 4, width: 4, channels: 3 };
const dataset = memorySet(5, 30, size, { names: ['even', 'odd'], of: (fine) => fine % 2 });
const prepare = (spec: Partial<DataSpec> = {}, seed = 1) =>
  prepareData({ set: 'in-memory', ...spec }, seed, { dataset, folders: [] });
const counts = (part: LabelledImages, classes: number) => {
  const seen = new Array(classes).fill(0);
  part.trueLabels.forEach((label) => seen[label]++);
  return seen;
};

describe('prepareData', () => {
  it('keeps everything in the set’s order by default', () => {
    const data = prepare();
    expect(data.train.count).toBe(150);
    expect(data.test.count).toBe(150);
    expect(data.validation).toBeUndefined();
    expect(data.classes).toBe(5);
    expect([...data.train.sourceIndex]).toEqual(Array.from({ length: 150 }, (_, i) => i));
    expect(data.train.images).toEqual(dataset.load('train', []).images);
    expect(data.train.labels).toEqual(dataset.load('train', []).labels);
  });

  it('relabels chosen classes in the order given', () => {
    const data = prepare({ classes: [4, 1] });
    expect(data.classNames).toEqual(['class 4', 'class 1']);
    expect(counts(data.train, 2)).toEqual([30, 30]);
    data.train.sourceIndex.forEach((source, i) => {
      expect(data.train.labels[i]).toBe(source % 5 === 4 ? 0 : 1);
    });
    const first = data.test.sourceIndex[1];
    const pixels = 4 * 4 * 3;
    expect(data.test.images.subarray(pixels, 2 * pixels)).toEqual(
      dataset.load('test', []).images.subarray(first * pixels, (first + 1) * pixels),
    );
  });

  it('takes coarse labels, whole or chosen', () => {
    const data = prepare({ labels: 'coarse' });
    expect(data.classNames).toEqual(['even', 'odd']);
    expect(counts(data.train, 2)).toEqual([90, 60]);
    expect(prepare({ labels: 'coarse', classes: [1, 0] }).classNames).toEqual(['odd', 'even']);
  });

  it('reduces resolution by area average', () => {
    const full = prepare().test;
    const data = prepare({ resolution: 2 });
    expect(data.test).toMatchObject({ height: 2, width: 2, channels: 3, count: 150 });
    expect(data.test.images).toEqual(areaAverage(full.images, full, 2));
    expect(prepare({ resolution: 4 }).train.images).toEqual(prepare().train.images);
  });

  it('draws balanced, seeded, nested subsets', () => {
    const of = (trainPerClass: number, seed: number, spec: Partial<DataSpec> = {}) => [
      ...prepare({ trainPerClass, ...spec }, seed).train.sourceIndex,
    ];
    expect(counts(prepare({ trainPerClass: 7 }).train, 5)).toEqual([7, 7, 7, 7, 7]);
    expect(of(7, 1)).toEqual(of(7, 1));
    expect(of(7, 1)).not.toEqual(of(7, 2));
    expect(of(7, 1)).toEqual([...of(7, 1)].sort((a, b) => a - b));
    expect(of(20, 1)).toEqual(expect.arrayContaining(of(7, 1)));
    expect(of(7, 1, { subsetSeed: 9 })).toEqual(of(7, 2, { subsetSeed: 9 }));
    expect(of(7, 9)).toEqual(of(7, 1, { subsetSeed: 9 }));
    // A class's subset does not depend on which other classes are there.
    const both = of(7, 1).filter((source) => source % 5 === 3 || source % 5 === 0);
    expect(of(7, 1, { classes: [3, 0] })).toEqual(both);
  });

  it('takes the first test images of each class', () => {
    expect([...prepare({ testPerClass: 2 }).test.sourceIndex]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...prepare({ testPerClass: 1, classes: [2, 1] }).test.labels]).toEqual([1, 0]);
  });

  it('takes a balanced validation part out of the training part, the same for every subset size', () => {
    const data = prepare({ validationPerClass: 4 });
    expect(counts(data.validation!, 5)).toEqual([4, 4, 4, 4, 4]);
    expect(counts(data.train, 5)).toEqual([26, 26, 26, 26, 26]);
    const all = [...data.train.sourceIndex, ...data.validation!.sourceIndex];
    expect(new Set(all).size).toBe(150);
    const few = prepare({ validationPerClass: 4, trainPerClass: 3 });
    expect(few.validation!.sourceIndex).toEqual(data.validation!.sourceIndex);
    expect(few.train.count).toBe(15);
  });

  it('keeps validation and test labels clean under label noise', () => {
    const labelTransform = { name: 'symmetric-noise', options: { rate: 1 } };
    const data = prepare({ validationPerClass: 4, labelTransform });
    expect(data.train.labels.every((label, i) => label !== data.train.trueLabels[i])).toBe(true);
    expect(data.validation!.labels).toEqual(data.validation!.trueLabels);
    expect(data.test.labels).toEqual(data.test.trueLabels);
  });

  it('measures the constants on the training part alone, or takes the published ones', () => {
    const data = prepare({ trainPerClass: 3, validationPerClass: 5 });
    expect({ mean: data.mean, std: data.std }).toEqual(measureNormalisation(data.train));
    expect(prepare({ normalise: 'published' })).toMatchObject({
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
    });
  });
});

describe('measureNormalisation', () => {
  it('agrees with the textbook formula', () => {
    const { train } = prepare();
    const { mean, std } = measureNormalisation(train);
    for (let channel = 0; channel < 3; channel++) {
      const values = [...train.images].filter((_, i) => i % 3 === channel).map((pixel) => pixel / 255);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
      expect(mean[channel]).toBeCloseTo(average, 12);
      expect(std[channel]).toBeCloseTo(Math.sqrt(variance), 12);
    }
  });

  it('refuses a constant channel', () => {
    const part = { ...prepare().train, images: new Uint8Array(150 * 48).fill(9) };
    expect(() => measureNormalisation(part)).toThrow(/channel 0 of the training part is constant/);
  });
});

describe('refused specifications name the field', () => {
  it.each<[Partial<DataSpec>, RegExp]>([
    [{ classes: [1, 5] }, /data\.classes\[1\]: found 5, allowed are 0 to 4/],
    [{ classes: [1, 2, 1] }, /data\.classes\[2\]: class 1 is listed twice/],
    [{ classes: [1] }, /data\.classes: found 1 class/],
    [{ resolution: 8 }, /data\.resolution: found 8, allowed are whole numbers up to 4/],
    [{ trainPerClass: 31 }, /data\.trainPerClass: found 31 .* 'class 0' has 30 training images/],
    [{ trainPerClass: 20, validationPerClass: 11 }, /found 20 with validationPerClass 11/],
    [{ validationPerClass: 30 }, /found nothing with validationPerClass 30/],
    [{ testPerClass: 31 }, /data\.testPerClass: found 31, but class 'class 0' has 30 test images/],
    [
      { labelTransform: { name: 'loud' } },
      /data\.labelTransform\.name: found 'loud', allowed are 'symmetric-noise', .* or '[a-z-]+'$/,
    ],
    [
      { labelTransform: { name: 'symmetric-noise', options: { ratio: 0.2 } } },
      /has no option 'ratio', allowed are 'rate', 'seed', 'draw' or 'counting'/,
    ],
    [{ labelTransform: { name: 'symmetric-noise', options: { rate: 1.5 } } }, /options\.rate: found 1\.5/],
    [{ labelTransform: { name: 'symmetric-noise', options: { seed: 0 } } }, /options\.seed: found 0/],
  ])('%j', (spec, message) => {
    expect(() => prepare(spec)).toThrow(InputError);
    expect(() => prepare(spec)).toThrow(message);
  });

  it('no coarse labels, unknown set', () => {
    const plain = memorySet(2, 3, size);
    expect(() => prepareData({ set: 'in-memory', labels: 'coarse' }, 1, { dataset: plain })).toThrow(
      /data\.labels: data set 'in-memory' has no coarse labels/,
    );
    expect(() => prepareData({ set: 'imagenet-21k' }, 1)).toThrow(
      /data set: found 'imagenet-21k', allowed are 'fashion-mnist-cut', .*'cifar100',/,
    );
  });
});
