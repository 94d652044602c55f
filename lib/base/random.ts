import { xoroshiro128plus } from 'pure-rand';
import type { RandomGenerator } from 'pure-rand';

/**
 * Labelled random streams from one root seed.
 *
 * `new RandomStream(seed, 'init', 'layer1.conv1.weight')` always yields the same numbers, whatever was drawn
 * elsewhere before: a stream depends on the seed and its labels, never on call order. That is what makes a run
 * resumable bit for bit and lets all methods of a comparison share initial weights, order and augmentation.
 */
export class RandomStream {
  private readonly generator: RandomGenerator;
  private spare: number | undefined;

  /** @param seed integer ≥ 1 (0 means "unseeded" in parts of the field, so it is refused) */
  constructor(seed: number, ...labels: (string | number)[]) {
    if (!Number.isInteger(seed) || seed < 1) {
      throw new RangeError(`seed: found ${seed}, allowed are integers from 1`);
    }
    this.generator = xoroshiro128plus(streamKey(seed, labels));
    // The seeded state is mostly equal bits; a few steps spread the key before the first number is used.
    for (let i = 0; i < 8; i++) this.generator.unsafeNext();
  }

  /** Uniform 32-bit unsigned integer. */
  uint32(): number {
    return this.generator.unsafeNext() >>> 0;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform integer in [0, n), without modulo bias. */
  integer(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % n;
  }

  /** Standard normal (Marsaglia's polar method). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        this.spare = v * factor;
        return u * factor;
      }
    }
  }

  /** Fisher–Yates permutation of 0 … n−1. */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }
}

/** A non-zero 32-bit key from a seed and labels (FNV-1a over the text, then murmur3's finaliser). */
export function streamKey(seed: number, labels: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}|${labels.join('|')}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return mix32(hash) || 1;
}

/** murmur3's 32-bit finaliser: a cheap, well-mixed hash for per-sample draws. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
