import { InputError } from '../base';
import type { NamedArrays } from './named-arrays';
import type { NumberArray, NumberTypeName } from './number-types';
import { numberType } from './number-types';
import { printable } from './printable';

export interface TypedArray {
  name: string;
  dtype: NumberTypeName;
  shape: readonly number[];
  /** Called once, and only for arrays that are kept. */
  read: () => NumberArray;
}

/** PyTorch's count of batches a norm has seen; no layer computes with it. */
const COUNTER = /(^|\.)num_batches_tracked$/;

/**
 * Floats of any width as float32. Whole numbers are no weights: allowed as `num_batches_tracked`, which is left out.
 *
 * @throws InputError naming an array of whole numbers
 */
export function floatArrays(given: readonly TypedArray[], source: string): NamedArrays {
  // Without a prototype: a name such as `__proto__` is a name like any other.
  const arrays = Object.create(null) as NamedArrays;
  for (const { name, dtype, shape, read } of given) {
    if (!numberType(dtype).float) {
      if (COUNTER.test(name)) continue;
      throw new InputError(
        `${source}: array '${printable(name)}': found whole numbers (${dtype}), allowed are floats (float64, float32, float16, bfloat16), whole numbers only as num_batches_tracked`,
      );
    }
    const numbers = read();
    const data = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers as Float64Array);
    arrays[name] = { shape: [...shape], data };
  }
  return arrays;
}
