import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError, RandomStream } from '../../lib/base';
import { randomBox, resizedCrop } from '../../lib/data/resized-crop';
import { View } from '../../lib/data/views';
import { sha256 } from './archives';
import { pictures, views } from './augment/pillow';

const picture = pictures.find(({ name }) => name === views.parts.image)!;

describe('resizedCrop', () => {
  it.each(views.parts.results)('makes the very pixels of Pillow: $box', ({ box, sha256: expected }) => {
    const [top, left, height, width] = box;
    const before = new Uint8Array(7);
    const images = new Uint8Array([...before, ...picture.pixels]);
    expect(sha256(resizedCrop(images, 7, picture, { top, left, height, width }))).toBe(expected);
  });
});

describe('randomBox', () => {
  it('lies in the image and has an allowed area and ratio, up to rounding to whole pixels', () => {
    const side = fc.integer({ min: 20, max: 300 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 1e6 }), (height, width, seed) => {
        const stream = new RandomStream(seed, 'box');
        const box = randomBox({ height, width, channels: 3 }, () => stream.uniform());
        for (const value of Object.values(box)) expect(Number.isInteger(value)).toBe(true);
        expect(Math.min(box.top, box.left)).toBeGreaterThanOrEqual(0);
        expect(box.top + box.height).toBeLessThanOrEqual(height);
        expect(box.left + box.width).toBeLessThanOrEqual(width);
        expect((box.width - 0.5) / (box.height + 0.5)).toBeLessThan(4 / 3);
        expect((box.width + 0.5) / (box.height - 0.5)).toBeGreaterThan(3 / 4);
        expect((box.width + 0.5) * (box.height + 0.5)).toBeGreaterThan(0.08 * height * width);
      }),
    );
  });

  it('follows its draws: area, ratio, row, column', () => {
    const draws = [0.5, 0.5, 0.999, 0];
    // 54 % of 10,000 pixels in a square: 73 × 73, at 28 different rows.
    const box = randomBox({ height: 100, width: 100, channels: 3 }, () => draws.shift()!);
    expect(box).toEqual({ top: 27, left: 0, height: 73, width: 73 });
  });

  it('takes the largest middle part of an allowed ratio where nothing fits', () => {
    const largest = () => 0.999; // nearly the whole area, nearly 4 : 3
    expect(randomBox({ height: 90, width: 30, channels: 3 }, largest)).toEqual({
      ...{ top: 25, left: 0, height: 40, width: 30 },
    });
    expect(randomBox({ height: 31, width: 100, channels: 3 }, largest)).toEqual({
      ...{ top: 0, left: 29, height: 31, width: 41 },
    });
    expect(randomBox({ height: 64, width: 64, channels: 3 }, largest)).toEqual({
      ...{ top: 0, left: 0, height: 64, width: 64 },
    });
  });
});

describe('a view with resizedCrop', () => {
  it('shows another part each epoch, sometimes flipped, in the same size', () => {
    const view = (flip: boolean) => new View('weak', { resizedCrop: true, flip }, picture, 1);
    const shown = (of: View, epoch: number): string => {
      const target = new Uint8Array(picture.pixels.length);
      of.augment(picture.pixels, 0, epoch, target);
      return target.join();
    };
    const [plain, flipping] = [view(false), view(true)];
    const epochs = Array.from({ length: 40 }, (_, epoch) => epoch);
    // Nearly whole parts are few: in 40 draws at 32×32, 0.11 coincidences are expected (a count over 200,000 draws).
    expect(new Set(epochs.map((epoch) => shown(plain, epoch))).size).toBeGreaterThanOrEqual(38);
    const unflipped = epochs.filter((epoch) => shown(plain, epoch) === shown(flipping, epoch));
    expect(unflipped.length).toBeGreaterThan(8); // of 40 with probability ½: 4 standard deviations
    expect(unflipped.length).toBeLessThan(32);
    expect(shown(view(true), 3)).toBe(shown(flipping, 3));
  });

  it('takes no padding beside it', () => {
    expect(() => new View('weak', { crop: 4, resizedCrop: true }, picture, 1)).toThrow(InputError);
    expect(() => new View('weak', { crop: 4, resizedCrop: true }, picture, 1)).toThrow(
      'data.views.weak: found crop and resizedCrop, allowed is one of them',
    );
  });
});
