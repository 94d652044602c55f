/**
 * Picks the numbers of a strided array into C order, bytes untouched.
 *
 * @param bytes where they lie; the caller has checked that no number lies outside
 * @param start byte of the first number
 * @param width bytes of a number
 * @param strides in numbers, one for each side of `shape`
 */
export function gatherBytes(
  bytes: Uint8Array,
  start: number,
  width: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const count = shape.reduce((product, side) => product * side, 1);
  if (isContiguous(shape, strides)) return bytes.subarray(start, start + count * width);
  const picked = new Uint8Array(count * width);
  const index = new Array<number>(shape.length).fill(0);
  let from = start;
  for (let to = 0; to < picked.length; to += width) {
    for (let i = 0; i < width; i++) picked[to + i] = bytes[from + i];
    // Counts up like an odometer: the last axis runs fastest.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] * width;
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * width * shape[axis];
      index[axis] = 0;
    }
  }
  return picked;
}

/** Strides of an array whose first index runs fastest (Fortran order). */
export function fortranStrides(shape: readonly number[]): number[] {
  let stride = 1;
  return shape.map((side) => {
    const own = stride;
    stride *= side;
    return own;
  });
}

/** Whether the numbers already lie in C order; the stride of a side of 1 does not count. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  if (shape.includes(0)) return true;
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}
