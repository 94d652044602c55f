import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../lib/base';
import { augmented, cutout, RAND_AUGMENT_OPERATIONS } from '../../../lib/data/augment';
import { difference, pictures, results, views } from './pillow';
import type { Picture } from './pillow';

type Packed = Record<string, Record<string, string>>;

const same = { values: 0, levels: 0 };
const packed: Packed = views.results;
const magnitudes: Record<string, number[]> = views.operations;
const picture = pictures.find(({ name }) => name === 'picture')!;

describe.each(pictures.map((image) => [image.name, image] as const))('Pillow on %s', (name, image) => {
  it.each(Object.keys(magnitudes))('%s', (operation) => {
    const expected = results(packed[name][operation], image);
    expect(expected).toHaveLength(magnitudes[operation].length);
    magnitudes[operation].forEach((magnitude, i) => {
      const ours = augmented(operation, image.pixels, image, magnitude);
      expect(difference(ours, expected[i]), `${operation} ${magnitude}`).toEqual(same);
    });
  });

  it('Cutout', () => {
    const expected = results(packed[name].Cutout, image);
    expect(expected).toHaveLength(views.cutouts.length);
    views.cutouts.forEach(([share, x, y], i) => {
      const ours = image.pixels.slice();
      cutout(ours, image, share, x * image.width, y * image.height);
      expect(difference(ours, expected[i]), `Cutout ${share} at ${x}, ${y}`).toEqual(same);
    });
  });
});

describe('the 14 operations', () => {
  it('are those of the fixture, with the published ranges', () => {
    expect(RAND_AUGMENT_OPERATIONS.map(({ name }) => name)).toEqual(Object.keys(magnitudes));
    const file = join(__dirname, '../../../data/published/crld-randaugment.csv');
    const published = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    const ours = RAND_AUGMENT_OPERATIONS.flatMap(({ name, range, unit }) =>
      range
        ? ['lo', 'hi'].map((end, i) => `crld,RandAugment pool,${name},${end},${range[i]},${unit},exact`)
        : [],
    );
    expect(ours).toEqual(published);
  });

  it('all but Identity change a picture, and none its argument', () => {
    const before = picture.pixels.slice();
    const changed = RAND_AUGMENT_OPERATIONS.filter(({ name, range }) => {
      const ours = augmented(name, picture.pixels, picture, range?.[0]);
      return difference(ours, before).values > 0;
    });
    expect(changed).toHaveLength(13);
    expect(picture.pixels).toEqual(before);
  });

  it('keep the channels of a grey picture equal', () => {
    const grey: Picture = { ...picture, pixels: picture.pixels.map((_, i, all) => all[i - (i % 3)]) };
    for (const { name, range } of RAND_AUGMENT_OPERATIONS) {
      const ours = augmented(name, grey.pixels, grey, range && 0.3 * range[0] + 0.7 * range[1]);
      const red = ours.filter((_, i) => i % 3 === 0);
      expect(ours.filter((_, i) => i % 3 === 1)).toEqual(red);
      expect(ours.filter((_, i) => i % 3 === 2)).toEqual(red);
    }
  });

  it('refuse what they cannot work on in one sentence', () => {
    const pixels = new Uint8Array(12);
    const shape = { height: 2, width: 2, channels: 3 };
    expect(() => augmented('Invert', pixels, shape)).toThrow(InputError);
    expect(() => augmented('Invert', pixels, shape)).toThrow(/operation: found 'Invert', allowed are 'AutoCon/);
    expect(() => augmented('Rotate', pixels, shape)).toThrow(/Rotate: magnitude undefined/);
    expect(() => augmented('Rotate', pixels, shape, NaN)).toThrow(/Rotate: magnitude NaN/);
    expect(() => augmented('Identity', pixels, { ...shape, height: 3 })).toThrow(/12 values for 3 × 2 × 3/);
    expect(() => augmented('Identity', pixels, { ...shape, height: 1, width: 6, channels: 2 })).toThrow(
      /1 or 3/,
    );
  });
});
