import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cutout, RAND_AUGMENT_OPERATIONS, randAugment } from '../../../lib/data/augment';
import { View, VIEW_POLICIES } from '../../../lib/data/views';
import { difference, pictures, results, views } from './pillow';
import type { Picture } from './pillow';

const named = (name: string): Picture => pictures.find((image) => image.name === name)!;
const picture = named('picture');

/** What the policy makes of an image with given draws; it must not ask for more or fewer. */
function drawn(image: Picture, draws: readonly number[]): Uint8Array {
  const pixels = image.pixels.slice();
  let next = 0;
  randAugment.apply(pixels, image, () => draws[next++]);
  expect(next).toBe(draws.length);
  return pixels;
}

describe('rand-augment', () => {
  it.each(Object.entries(views.policy.results))('is Pillow with the same draws on %s', (name, packed) => {
    const expected = results(packed, named(name));
    expect(expected).toHaveLength(views.policy.draws.length);
    views.policy.draws.forEach((draws, i) => {
      const label = draws.slice(0, 2).map((draw) => RAND_AUGMENT_OPERATIONS[Math.floor(draw * 14)].name);
      expect(difference(drawn(named(name), draws), expected[i]), label.join(', ')).toEqual({
        values: 0,
        levels: 0,
      });
    });
  });

  it('is registered as a view policy and takes grey images', () => {
    expect(VIEW_POLICIES).toContain(randAugment);
    const grey = named('bag');
    const view = new View('strong', { crop: 4, flip: true, policy: 'rand-augment' }, grey, 1);
    const target = new Uint8Array(grey.pixels.length);
    view.augment(grey.pixels, 0, 0, target);
    expect(difference(target, grey.pixels).values).toBeGreaterThan(0);
  });

  it('covers the centre in its own colour where nothing else changes', () => {
    // Identity twice, then half the width: from 8 to 24 of 32, both included.
    const identity = 5.5 / 14;
    const middle = 16 / 31; // 32 - 31 · 16/31 = 16
    const ours = drawn(picture, [identity, identity, 0.3, 0.7, 1, middle, middle]);
    const covered = picture.pixels.map((value, i) => {
      const x = Math.floor(i / 3) % 32;
      const y = Math.floor(i / 96);
      return x >= 8 && x <= 24 && y >= 8 && y <= 24 ? [125, 123, 114][i % 3] : value;
    });
    expect(ours).toEqual(covered);
    const plain = picture.pixels.slice();
    cutout(plain, picture, 0, 16, 16);
    expect(plain).toEqual(picture.pixels);
  });
});

describe('the strong view', () => {
  const count = 64;
  const { height, width } = { height: 9, width: 7 };
  const shape = { height, width, channels: 3 };
  const size = height * width * 3;
  const images = Uint8Array.from({ length: count * size }, (_, i) => (i * 89 + (i >> 5) * 31) % 256);
  const spec = { crop: 1, flip: true, policy: 'rand-augment' };
  const view = (name: string, seed: number) => new View(name, spec, shape, seed);
  const shown = (of: View, index: number, epoch: number, from = images): string => {
    const target = new Uint8Array(size);
    of.augment(from, index, epoch, target);
    return Buffer.from(target).toString('base64');
  };

  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** The operations that the policy applies from now on, with their magnitudes as shares of the range. */
  function watchOperations(): { name: string; share: number | undefined }[] {
    const applied: { name: string; share: number | undefined }[] = [];
    for (const operation of RAND_AUGMENT_OPERATIONS) {
      const { name, range } = operation;
      vi.spyOn(operation, 'apply').mockImplementation((_, __, magnitude) => {
        applied.push({ name, share: range && (magnitude - range[0]) / (range[1] - range[0]) });
      });
    }
    return applied;
  }

  const epoch = fc.integer({ min: 0, max: 500 });
  const index = fc.integer({ min: 0, max: count - 1 });
  const key = fc.record({
    ...{ epoch, index },
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    name: fc.string({ minLength: 1, maxLength: 8 }),
  });

  it('depends on seed, view, epoch and sample alone, whatever was asked for before', () => {
    const others = fc.array(fc.record({ epoch, index }), { maxLength: 12 });
    fc.assert(
      fc.property(key, others, ({ seed, name, epoch, index }, before) => {
        const used = view(name, seed);
        for (const other of before) shown(used, other.index, other.epoch);
        expect(shown(used, index, epoch)).toBe(shown(view(name, seed), index, epoch));
      }),
    );
  });

  it('draws the same for any pixels', () => {
    const applied = watchOperations();
    const negative = images.map((value) => 255 - value);
    fc.assert(
      fc.property(key, ({ seed, name, epoch, index }) => {
        shown(view(name, seed), index, epoch);
        shown(view(name, seed), index, epoch, negative);
        expect(applied).toHaveLength(4);
        const [first, second, ...again] = applied.splice(0);
        expect(again).toEqual([first, second]);
      }),
    );
  });

  it('takes every pair of operations equally often, and magnitudes evenly', () => {
    const applied = watchOperations();
    const samples = 19600; // 100 for each of the 14 × 14 pairs
    const strong = view('strong', 3);
    const target = new Uint8Array(size);
    for (let i = 0; i < samples; i++) strong.augment(images, i % count, Math.floor(i / count), target);
    const pairs = Array.from({ length: samples }, (_, i) => applied[2 * i].name + applied[2 * i + 1].name);
    expect(chiSquare(pairs, 14 * 14)).toBeLessThan(261.8); // 195 degrees of freedom, 99.9 %
    const tenths = applied.flatMap(({ share }) => (share === undefined ? [] : [Math.floor(10 * share)]));
    expect(chiSquare(tenths, 10)).toBeLessThan(27.9); // 9 degrees of freedom, 99.9 %
  });
});

/** Of `values` against equal frequencies of `kinds` kinds. */
function chiSquare(values: readonly (string | number)[], kinds: number): number {
  const seen = new Map<string | number, number>();
  for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
  expect(seen.size).toBe(kinds);
  const expected = values.length / kinds;
  return [...seen.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}
