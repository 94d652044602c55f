import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import type { ViewPolicyDefinition } from '../../lib/data/views';
import { View, cropFlip } from '../../lib/data/views';

const shape = { height: 3, width: 3, channels: 1 };
const image = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

function moved(dy: number, dx: number, flipped: boolean): number[] {
  const target = new Uint8Array(9).fill(77); // stale bytes must not shine through
  cropFlip(image, 0, target, shape, dy, dx, flipped);
  return [...target];
}

describe('cropFlip', () => {
  it('moves, fills with zeros and mirrors exactly', () => {
    expect(moved(0, 0, false)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(moved(0, 0, true)).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
    expect(moved(1, 0, false)).toEqual([4, 5, 6, 7, 8, 9, 0, 0, 0]);
    expect(moved(-1, 1, false)).toEqual([0, 0, 0, 2, 3, 0, 5, 6, 0]);
    expect(moved(0, -2, false)).toEqual([0, 0, 1, 0, 0, 4, 0, 0, 7]);
    // The crop is mirrored, as in the usual order RandomCrop, RandomHorizontalFlip.
    expect(moved(-1, 1, true)).toEqual([0, 0, 0, 0, 3, 2, 0, 6, 5]);
    expect(moved(3, 0, false)).toEqual(new Array(9).fill(0));
    expect(moved(0, -4, true)).toEqual(new Array(9).fill(0));
  });

  it('keeps the channels of a pixel together', () => {
    const rgb = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const target = new Uint8Array(6);
    cropFlip(rgb, 0, target, { height: 1, width: 2, channels: 3 }, 0, 0, true);
    expect([...target]).toEqual([4, 5, 6, 1, 2, 3]);
    cropFlip(rgb, 0, target, { height: 1, width: 2, channels: 3 }, 0, 1, true);
    expect([...target]).toEqual([0, 0, 0, 4, 5, 6]);
  });
});

describe('View', () => {
  const view = (name: string, seed = 1) => new View(name, { crop: 1, flip: true }, shape, seed);
  const shown = (of: View, index: number, epoch: number) => {
    const target = new Uint8Array(9);
    of.augment(images, index, epoch, target);
    return target.join();
  };
  const count = 3600;
  const images = Uint8Array.from({ length: 9 * count }, (_, i) => (i % 9) + 1);
  const all = (of: View, epoch: number) => Array.from({ length: count }, (_, i) => shown(of, i, epoch));

  it('draws by seed, view, epoch and sample, not by call order', () => {
    const weak = view('weak');
    const forward = all(weak, 3);
    const other = view('weak');
    shown(other, 5, 9);
    const backward = Array.from({ length: count }, (_, i) => shown(other, count - 1 - i, 3)).reverse();
    expect(backward).toEqual(forward);
    const same = (list: string[]) => list.filter((entry, i) => entry === forward[i]).length / count;
    // 18 equally likely results: unrelated draws agree in 1 of 18 (5.6 %, sd 0.4 %).
    for (const list of [all(weak, 4), all(view('strong'), 3), all(view('weak', 2), 3)]) {
      expect(same(list)).toBeGreaterThan(0.035);
      expect(same(list)).toBeLessThan(0.076);
    }
  });

  it('reaches all 3 × 3 places, flipped or not, equally often', () => {
    const seen = new Map<string, number>();
    for (const entry of all(view('weak'), 0)) seen.set(entry, (seen.get(entry) ?? 0) + 1);
    expect(seen.size).toBe(18);
    const chiSquare = [...seen.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(40.8); // 17 degrees of freedom, 99.9 %
  });

  it('shows consecutive samples independently', () => {
    const list = all(view('weak'), 1);
    const repeats = list.filter((entry, i) => i > 0 && entry === list[i - 1]).length / count;
    expect(repeats).toBeGreaterThan(0.035);
    expect(repeats).toBeLessThan(0.076);
  });

  it('is the identity without crop and flip', () => {
    const plain = new View('weak', {}, shape, 1);
    expect(shown(plain, 0, 7)).toBe('1,2,3,4,5,6,7,8,9');
  });

  it('applies a registered policy after crop and flip, with draws of its own', () => {
    const dim: ViewPolicyDefinition = {
      name: 'dim',
      apply: (pixels, { height, width }, draw) => {
        expect([height, width]).toEqual([3, 3]);
        const factor = draw();
        for (let i = 0; i < pixels.length; i++) pixels[i] *= factor < 0.5 ? 10 : 20;
      },
    };
    const dimmed = new View('strong', { policy: 'dim' }, shape, 1, [dim]);
    const list = all(dimmed, 0);
    const tens = list.filter((entry) => entry === '10,20,30,40,50,60,70,80,90').length;
    expect(Math.abs(tens / count - 0.5)).toBeLessThan(0.03); // sd 0.008
    expect(list.filter((entry) => entry === '20,40,60,80,100,120,140,160,180')).toHaveLength(count - tens);
    expect(all(new View('strong', { policy: 'dim' }, shape, 1, [dim]), 0)).toEqual(list);
    expect([...images.subarray(0, 9)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('refuses an unknown policy and a bad crop by name', () => {
    expect(() => new View('strong', { policy: 'mix' }, shape, 1, [])).toThrow(InputError);
    expect(() => new View('strong', { policy: 'mix' }, shape, 1, [])).toThrow(
      "data.views.strong.policy: found 'mix', registered are none so far",
    );
    expect(() => new View('weak', { crop: 1.5 }, shape, 1)).toThrow(/data\.views\.weak\.crop: found 1\.5/);
  });
});
