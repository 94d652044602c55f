import { descendingOrder, orderBuffers } from './row-order';

/** Rows of soft labels: any array of N·C numbers, row by row. */
export type SoftLabelArray = Float32Array | Float64Array;

/** The leading classes of every sample in descending order, and where a cut after place k would split a tie. */
export interface RankedClasses {
  /** Number of leading places kept. */
  depth: number;
  /** Classes by rank, [N, depth]; equal values are ranked by the lower class index. */
  classes: Int32Array;
  /** `ties[k − 1]`: samples whose k-th and (k+1)-th largest values are equal, so that the cut is arbitrary. */
  ties: Int32Array;
}

/** From this depth on a full sort of the row is cheaper than inserting into a short list. */
const INSERTION_LIMIT = 16;

/**
 * Ranks the classes of each soft label down to `depth` places: O(N·C·depth) for a short list, O(N·C log C) beyond.
 * Ties go to the lower class index (Yuan et al. 2023 leave them open).
 *
 * @param softLabels [N, C], finite
 * @param depth 1 … C−1
 */
export function rankClasses(
  softLabels: SoftLabelArray,
  samples: number,
  classes: number,
  depth: number,
): RankedClasses {
  const ranked = new Int32Array(samples * depth);
  const ties = new Int32Array(depth);
  // One place more than asked for, to see whether the last cut splits a tie.
  const short = new Int32Array(depth + 1);
  const buffers = orderBuffers(classes);
  for (let n = 0; n < samples; n++) {
    const start = n * classes;
    let order: Int32Array = short;
    if (depth < INSERTION_LIMIT) insertLeading(softLabels, start, classes, order);
    else order = descendingOrder(softLabels, start, classes, buffers);
    for (let r = 0; r < depth; r++) {
      ranked[n * depth + r] = order[r];
      if (softLabels[start + order[r]] === softLabels[start + order[r + 1]]) ties[r]++;
    }
  }
  return { depth, classes: ranked, ties };
}

function insertLeading(values: SoftLabelArray, start: number, classes: number, order: Int32Array): void {
  let filled = 0;
  for (let c = 0; c < classes; c++) {
    const value = values[start + c];
    // Strictly smaller only: an earlier class of equal value keeps its place.
    if (filled === order.length && !(values[start + order[filled - 1]] < value)) continue;
    let place = filled < order.length ? filled++ : filled - 1;
    while (place > 0 && values[start + order[place - 1]] < value) {
      order[place] = order[place - 1];
      place--;
    }
    order[place] = c;
  }
}
