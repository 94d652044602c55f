import { mix32 } from '../../lib/base/random';

/** The numbers of test/fixtures/engine/hashed.py: uniform with the given mean and deviation, rounded to float32. */
export function spread(stream: number, length: number, centre: number, deviation: number): Float32Array {
  const values = new Float32Array(length); // a plain loop: whole networks are filled with these
  for (let index = 0; index < length; index++)
    values[index] = centre + (2 * hashed(stream, index) - 1) * Math.sqrt(3) * deviation;
  return values;
}

/** In [0, 1). */
export function hashed(stream: number, index: number): number {
  return mix32((stream * 1000003 + index) | 0) / 4294967296;
}
