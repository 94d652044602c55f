import type { SoftLabelArray } from './top-k';

/** Runs of this length are sorted by insertion before they are merged. */
const RUN = 12;

/** Two index arrays of C entries each, reused from row to row. */
export interface OrderBuffers {
  order: Int32Array;
  scratch: Int32Array;
}

export function orderBuffers(classes: number): OrderBuffers {
  return { order: new Int32Array(classes), scratch: new Int32Array(classes) };
}

/**
 * All classes of one row in descending order of value: a stable merge sort, O(C log C), so that equal values keep
 * the lower class index first. The answer is one of the two buffers and is overwritten by the next call.
 *
 * @param start index of the row's first value
 */
export function descendingOrder(
  values: SoftLabelArray,
  start: number,
  classes: number,
  buffers: OrderBuffers,
): Int32Array {
  let from = buffers.order;
  let to = buffers.scratch;
  for (let low = 0; low < classes; low += RUN) {
    const high = Math.min(low + RUN, classes);
    for (let c = low; c < high; c++) {
      const value = values[start + c];
      let place = c;
      while (place > low && values[start + from[place - 1]] < value) {
        from[place] = from[place - 1];
        place--;
      }
      from[place] = c;
    }
  }
  for (let width = RUN; width < classes; width *= 2) {
    for (let low = 0; low < classes; low += 2 * width) {
      const middle = Math.min(low + width, classes);
      const high = Math.min(low + 2 * width, classes);
      let left = low;
      let right = middle;
      for (let place = low; place < high; place++) {
        const takeLeft =
          left < middle && (right >= high || !(values[start + from[left]] < values[start + from[right]]));
        to[place] = takeLeft ? from[left++] : from[right++];
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
