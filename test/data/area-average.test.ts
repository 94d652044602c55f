import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { areaAverage } from '../../lib/data/area-average';

const grey = (side: number, count = 1) => ({ count, height: side, width: side, channels: 1 });

describe('areaAverage', () => {
  it('takes exact 2×2 means, rounding half up', () => {
    // prettier-ignore
    const image = Uint8Array.of(
      0, 1, 10, 20,
      0, 0, 30, 41,
      255, 255, 1, 2,
      255, 254, 3, 4,
    );
    // means 0.25, 25.25, 254.75, 2.5
    expect([...areaAverage(image, grey(4), 2)]).toEqual([0, 25, 255, 3]);
  });

  it('weights pixels by overlap where the side does not divide', () => {
    // 3 → 2: each output pixel covers 1.5 × 1.5 input pixels, weights (1, ½) ⊗ (1, ½) over 2.25.
    const image = Uint8Array.of(9, 18, 27, 36, 45, 54, 63, 72, 81);
    const exact = [
      (9 + 18 / 2 + 36 / 2 + 45 / 4) / 2.25,
      (27 + 18 / 2 + 54 / 2 + 45 / 4) / 2.25,
      (63 + 72 / 2 + 36 / 2 + 45 / 4) / 2.25,
      (81 + 72 / 2 + 54 / 2 + 45 / 4) / 2.25,
    ];
    expect([...areaAverage(image, grey(3), 2)]).toEqual(exact.map(Math.round));
  });

  it('keeps images and channels apart', () => {
    const images = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => (i % 3) * 100 + (i < 48 ? 0 : 7));
    const reduced = areaAverage(images, { count: 2, height: 4, width: 4, channels: 3 }, 2);
    expect([...reduced]).toEqual([
      ...Array.from({ length: 12 }, (_, i) => (i % 3) * 100),
      ...Array.from({ length: 12 }, (_, i) => (i % 3) * 100 + 7),
    ]);
  });

  it('leaves constant images and full size unchanged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (value, a, b) => {
          const from = Math.max(a, b);
          const image = new Uint8Array(from * from).fill(value);
          expect(areaAverage(image, grey(from), Math.min(a, b)).every((pixel) => pixel === value)).toBe(true);
        },
      ),
    );
    const image = Uint8Array.from({ length: 25 }, (_, i) => i * 10);
    expect(areaAverage(image, grey(5), 5)).toEqual(image);
  });

  it('refuses to enlarge', () => {
    expect(() => areaAverage(new Uint8Array(16), grey(4), 5)).toThrow(InputError);
    expect(() => areaAverage(new Uint8Array(16), grey(4), 5)).toThrow(/data\.resolution: found 5/);
  });
});
