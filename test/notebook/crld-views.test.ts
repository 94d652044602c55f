import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import type { LabelledImages, PreparedData } from '../../lib/data/definition';
import { RAND_AUGMENT_OPERATIONS } from '../../lib/data/augment';
import { correlationGap, correlations, operationGrid } from '../../lib/notebook/crld-views';
import type { Experiment, Trained } from '../../lib/notebook';
import { exampleSpec, recordOf } from '../results/samples';

const labels = Int32Array.of(0, 1);
const part: LabelledImages = {
  images: Uint8Array.from({ length: 2 * 28 * 28 }, (_, i) => i % 251),
  ...{ count: 2, height: 28, width: 28, channels: 1, labels, trueLabels: labels, sourceIndex: labels },
};
const data: PreparedData = {
  ...{ train: part, test: part, classes: 3, classNames: ['a', 'b', 'c'], mean: [0], std: [1] },
};
const experiment = { data } as Experiment;

describe('correlations of logits', () => {
  it('are 1 with themselves, −1 with the opposite, and do not mind scale and shift', () => {
    const logits = Float32Array.from([1, -2, 0, 2, -4, 1, 3, -6, 5, 4, -8, 0]);
    const found = correlations(logits, 3);
    expect(found[0][1]).toBeCloseTo(-1, 12);
    for (const c of [0, 1, 2]) expect(found[c][c]).toBeCloseTo(1, 12);
    // Pearson of (1, 2, 3, 4) and (0, 1, 5, 0): 2/√(5 · 17)
    expect(found[0][2]).toBeCloseTo(2 / Math.sqrt(85), 12);
    expect(found[2][0]).toBe(found[0][2]);
  });

  it('differ by nothing where the student is the teacher, whatever the scale', () => {
    const random = new RandomStream(2, 'correlations');
    const logits = Float32Array.from({ length: 30 }, () => random.normal());
    const trained = (scale: number): Trained => ({
      record: recordOf(exampleSpec, 60),
      logits: logits.map((z) => scale * z + 1),
      probabilities: logits,
      folder: '',
    });
    const z = correlationGap(experiment, trained(1), trained(3)).data[0].z as number[][];
    for (const value of z.flat()) expect(value).toBeCloseTo(0, 5);
  });
});

describe('the grid of operations', () => {
  it('shows each at both ends of its range, once where it has none, and Cutout', () => {
    const { layout } = operationGrid(experiment, 1);
    const captions = (layout.annotations as { text: string }[]).map(({ text }) => text);
    for (const { name, range } of RAND_AUGMENT_OPERATIONS) {
      expect(captions.filter((caption) => caption.split(' ')[0] === name)).toHaveLength(range ? 2 : 1);
    }
    expect(captions.at(-1)).toBe('Cutout 0.5');
    const pictures = (layout.images as { source: string }[]).map(({ source }) => source);
    const of = (caption: string) => pictures[captions.indexOf(caption)];
    expect(of('Rotate -30')).not.toBe(of('Rotate 30'));
    expect(of('Identity')).not.toBe(of('Equalize'));
    expect(part.images[28 * 28]).toBe((28 * 28) % 251); // the image itself is as before
  });
});
